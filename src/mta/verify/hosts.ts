/** A callout: the hosts that routing found, what is known of them already, and what they say. */

import { addressFamily } from '../../base/index.ts';
import type { VerifyAnswer } from '../acl/index.ts';
import { driverValue, mainValue } from '../config/index.ts';
import type { AcceptedOutcome, RoutedHost } from '../route/index.ts';
import { accepted } from './accepted.ts';
import { NO_CACHE } from './cache.ts';
import { type CalloutAnswer, type CalloutOrder, callOut, type RecipientWord } from './callout.ts';
import { expandFor } from './expanded.ts';
import type { CalloutTask } from './types.ts';

type Driver = NonNullable<ReturnType<typeof transportOf>>;

export async function askHosts(task: CalloutTask): Promise<VerifyAnswer> {
  const { routed, options } = task;
  const yes = accepted(routed);
  if (options.callouts === undefined) return yes;
  if (routed.outcome.kind !== 'accept') return yes;
  const transport = transportOf(task, routed.outcome);
  if (transport === undefined || !['smtp', 'lmtp'].includes(transport.driver)) return yes; // what is ours is not asked
  const known = await fromCache(task);
  if (known !== undefined) return known === 'ok' ? yes : failedBefore(task);
  const hosts = await hostsOf(task, transport, routed.outcome);
  if (hosts.length === 0) return unknown(task, 'there is no host to ask');
  return ask(task, { transport, hosts, yes });
}

const transportOf = ({ options }: CalloutTask, { transport }: AcceptedOutcome) =>
  options.configuration.transports.find(({ name }) => name === transport);

async function fromCache(task: CalloutTask): Promise<'ok' | 'fail' | undefined> {
  const cache = cacheOf(task);
  const domain = await cache.domain(domainOf(task.address));
  if (domain?.came === 'fail') return 'fail';
  if (task.callout.random && domain?.takesAll === true) return 'ok';
  const address = await cache.address(keyOf(task));
  if (address?.came === 'ok' && task.callout.postmaster !== undefined) return domain?.postmaster;
  return address?.came;
}

const cacheOf = ({ callout, options }: CalloutTask) => (callout.cache ? options.cache : NO_CACHE);
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** With another sender than nobody the answer may be another. */
const keyOf = (task: CalloutTask): string => {
  const sender = senderOf(task);
  return `${task.address}${sender === '' ? '' : `/<${sender}>`}`;
};

function senderOf({ callout, party, options }: CalloutTask): string {
  if (callout.mailFrom !== undefined) return callout.mailFrom;
  if (callout.from === 'sender') return party.sender;
  if (callout.from === 'postmaster')
    return `postmaster@${String(mainValue(options.configuration, 'qualify_domain') ?? party.activeHostname)}`;
  return '';
}

/** Those of the router, else those that the transport names. */
async function hostsOf(task: CalloutTask, transport: Driver, outcome: AcceptedOutcome): Promise<readonly RoutedHost[]> {
  if (outcome.hosts.length > 0) return outcome.hosts;
  const list = await expandFor(String(driverValue(transport, 'hosts') ?? ''), task.party);
  const names = (list ?? '').split(':').map((name) => name.trim());
  const found = await Promise.all(names.filter((name) => name !== '').map((name) => addressesOf(task, name)));
  return found.flat();
}

async function addressesOf({ options }: CalloutTask, name: string): Promise<readonly RoutedHost[]> {
  const addresses = addressFamily(name) === undefined ? await options.names.addressesOf(name) : [name];
  return (addresses ?? []).map((address) => ({ name, address }));
}

interface Call {
  readonly transport: Driver;
  readonly hosts: readonly RoutedHost[];
  readonly yes: VerifyAnswer;
}

async function ask(task: CalloutTask, { transport, hosts, yes }: Call): Promise<VerifyAnswer> {
  const order = await orderFor(task, transport, hosts);
  const { address, callout } = task;
  const probe = callout.random ? await randomAddress(task) : undefined;
  const recipients = probe === undefined ? [address] : [probe, address];
  const answer = await call(task, { ...order, recipients });
  const cache = cacheOf(task);
  if (answer.kind === 'unknown') return unknown(task, answer.detail);
  if (answer.kind === 'sender-refused') {
    if (order.sender === '') await cache.keepDomain(domainOf(address), { came: 'fail' }, false);
    return refused(answer.host, `MAIL FROM:<${order.sender}>`, answer.reply, 'mail');
  }
  if (probe !== undefined && answer.recipients[0]?.came === 'ok') {
    await cache.keepDomain(domainOf(address), { takesAll: true }, true);
    return { ...yes, failure: 'random' };
  }
  return judge(task, { order, answer, word: answer.recipients.at(-1)!, yes });
}

interface Judging {
  readonly order: Omit<CalloutOrder, 'recipients'>;
  readonly answer: Extract<CalloutAnswer, { kind: 'said' }>;
  readonly word: RecipientWord;
  readonly yes: VerifyAnswer;
}

async function judge(task: CalloutTask, { order, answer, word, yes }: Judging): Promise<VerifyAnswer> {
  const cache = cacheOf(task);
  const { address } = task;
  if (word.came === 'defer') return unknown(task, word.reply);
  await cache.keepAddress(keyOf(task), word.came);
  if (word.came === 'fail') return refused(answer.host, `RCPT TO:<${address}>`, word.reply, 'recipient');
  return task.callout.postmaster === undefined ? yes : askPostmaster(task, order, yes);
}

/** Every domain has one (RFC 5321 §4.5.1). */
async function askPostmaster(
  task: CalloutTask,
  order: Omit<CalloutOrder, 'recipients'>,
  yes: VerifyAnswer,
): Promise<VerifyAnswer> {
  const domain = domainOf(task.address);
  const { mailFrom, full } = task.callout.postmaster!;
  const recipients = full ? [`postmaster@${domain}`, 'postmaster'] : [`postmaster@${domain}`];
  const answer = await call(task, { ...order, sender: mailFrom, recipients });
  if (answer.kind === 'unknown') return unknown(task, answer.detail);
  const isThere = answer.kind === 'said' && answer.recipients.some(({ came }) => came === 'ok');
  await cacheOf(task).keepDomain(domain, { postmaster: isThere ? 'ok' : 'fail' }, isThere);
  if (isThere) return yes;
  const reply = answer.kind === 'said' ? (answer.recipients[0]?.reply ?? '') : answer.reply;
  return refused(answer.host, `RCPT TO:<postmaster@${domain}>`, reply, 'postmaster');
}

async function call({ options }: CalloutTask, order: CalloutOrder): Promise<CalloutAnswer> {
  const ports = await options.callouts?.();
  return ports === undefined ? { kind: 'unknown', detail: 'there is no network here' } : callOut(ports, order);
}

async function orderFor(
  task: CalloutTask,
  transport: Driver,
  hosts: readonly RoutedHost[],
): Promise<Omit<CalloutOrder, 'recipients'>> {
  const { party, callout } = task;
  const helo = await expandFor(String(driverValue(transport, 'helo_data') ?? ''), party);
  const port = await expandFor(String(driverValue(transport, 'port') ?? '25'), party);
  return {
    hosts,
    port: Number(port) || 25,
    protocol: driverValue(transport, 'protocol') === 'lmtp' ? 'lmtp' : 'esmtp',
    helo: helo === undefined || helo === '' ? party.activeHostname : helo,
    sender: senderOf(task),
    timeoutMs: callout.timeoutSeconds * 1000,
    maxWaitMs: callout.maxWaitSeconds * 1000,
  };
}

async function randomAddress({ options, party, address }: CalloutTask): Promise<string> {
  const written = String(mainValue(options.configuration, 'callout_random_local_part') ?? '');
  const localPart = (await expandFor(written, party)) ?? 'no-such-address';
  return `${localPart}@${domainOf(address)}`;
}

/** Details are for the client, where the ACL lets it see them. */
function refused(
  host: RoutedHost,
  sent: string,
  reply: string,
  failure: 'mail' | 'recipient' | 'postmaster',
): VerifyAnswer {
  return {
    came: 'fail',
    failure,
    message: `response to "${sent}" was: ${reply}`,
    userMessage: `Called:   ${host.address}\nSent:     ${sent}\nResponse: ${reply}`,
  };
}

const who = ({ question }: CalloutTask): string => (question.kind === 'recipient' ? 'recipient' : 'sender');

const failedBefore = (task: CalloutTask): VerifyAnswer => ({
  came: 'fail',
  failure: 'recipient',
  message: `Previous (cached) callout verification failure`,
  userMessage: `(result of an earlier callout reused).\n${who(task)} verify failed`,
});

const unknown = (task: CalloutTask, detail: string): VerifyAnswer => ({
  came: 'defer',
  byCallout: true,
  message: `Could not complete ${who(task)} verify callout: ${detail}`,
  userMessage: `Could not complete ${who(task)} verify callout`,
});
