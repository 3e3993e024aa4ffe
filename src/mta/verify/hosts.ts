/** A callout: the hosts that routing found, what is known of them already, and what they say (Exim spec §44.43). */
import { ok, type Result } from '../../base/index.ts';
import type { VerifyAnswer } from '../acl/index.ts';
import { mainValue } from '../config/index.ts';
import type { AcceptedOutcome, RoutedHost } from '../route/index.ts';
import { type Errand, hostsOf, portOf, rcptAddress } from '../transport/index.ts';
import { accepted } from './accepted.ts';
import { failedBefore, refusedBy, unknownYet } from './answers.ts';
import { type CalloutAnswer, type CalloutOrder, callOut, type Probe, type ProbeAnswer, readAnswer } from './callout.ts';
import { errandOf, transportOf } from './errand.ts';
import { expandFor } from './expanded.ts';
import { HeldLine } from './held-line.ts';
import { domainOf, senderFor } from './parties.ts';
import { addressKey, cacheFor, type Remembered, recall } from './remembered.ts';
import type { CalloutCall, CalloutTask } from './types.ts';

export async function askHosts(task: CalloutTask): Promise<VerifyAnswer> {
  const { routed, options } = task;
  const yes = accepted(routed);
  if (options.callouts === undefined || routed.outcome.kind !== 'accept') return yes;
  const transport = transportOf(options, routed.outcome);
  if (transport?.driver !== 'smtp') return yes; // what is ours is not asked
  const world = await options.callouts();
  if (world === undefined) return unknownYet(task, 'there is no network here');
  const errand = errandOf(task, { transport, outcome: routed.outcome, world });
  return askAs({ ...task, sender: await senderFor(task, errand) }, errand, routed.outcome);
}

async function askAs(task: CalloutCall, errand: Errand, outcome: AcceptedOutcome): Promise<VerifyAnswer> {
  const yes = accepted(task.routed);
  const known = await recall(task);
  if (known.answer?.came === 'fail') return failedBefore(known.answer.failure);
  if (known.answer !== undefined) return known.answer.came === 'random' ? { ...yes, failure: 'random' } : yes;
  const port = await portOf(errand.delivery, errand.world, 'callout');
  if (!port.ok) errand.world.log(`<${task.address}>: ${port.error.text ?? ''}`, true);
  const number = port.ok ? port.value : USUAL_PORT;
  const joined = await joinHeld(task, errand, number);
  if (joined !== undefined) return joined;
  const hosts = await hostsToAsk(errand, outcome);
  if (!hosts.ok) return unknownYet(task, hosts.error.text ?? 'there is no host to ask');
  if (hosts.value.length === 0) return yes; // neither router nor transport names one
  const called = await callOut(errand, {
    hosts: hosts.value,
    port: number,
    patience: patienceOf(task),
    maxWaitMs: task.callout.maxWaitSeconds * 1000,
    smtpUtf8: isUtf8(task),
    next: await planOf(task, rcptAddress(errand.delivery.recipients[0]!, errand.delivery), known),
  });
  return conclude(task, called);
}

const USUAL_PORT = 25;

/** As long as Exim waits for a next hop while a client waits for us. */
const DATA_MS = 60_000;

const patienceOf = ({ callout }: CalloutTask) => ({
  connectMs: callout.connectSeconds * 1000,
  commandMs: callout.timeoutSeconds * 1000,
  dataMs: DATA_MS,
});

const isUtf8 = ({ party, address, sender }: CalloutCall): boolean =>
  party.stored().flags?.smtpUtf8 === true || /[^\x00-\x7f]/.test(`${address}${sender}`);

/** Those of the router, else (or with `hosts_override`) those that the transport names. */
async function hostsToAsk(
  { delivery, world }: Errand,
  { hosts }: AcceptedOutcome,
): Promise<Result<readonly RoutedHost[], { readonly text?: string }>> {
  const names = delivery.transport.settings.get('hosts')?.value;
  return hosts.length === 0 && (names ?? '') === '' ? ok([]) : hostsOf(delivery, world);
}

/** The next recipient of a message whose first has left its connection open. */
async function joinHeld(task: CalloutCall, errand: Errand, port: number): Promise<VerifyAnswer | undefined> {
  const { party, address, sender } = task;
  const { holder } = party;
  if (holder?.held === undefined || !servesHolder(task)) return undefined;
  const { held } = holder;
  const heard = (await held.fits(errand, port)) ? await held.add(errand) : undefined;
  const answer =
    heard?.kind === 'answered'
      ? readAnswer({ kind: 'address', sender, recipient: address }, held.host, heard.word)
      : undefined;
  if (answer?.came === 'ok') return accepted(task.routed);
  holder.drop();
  return answer?.came === 'fail' ? refusedBy(task, answer, 'recipient') : undefined;
}

/** Only what a delivery would say as well: the message's own sender, and one recipient. */
const servesHolder = ({ callout, question }: CalloutTask): boolean =>
  question.kind === 'recipient' &&
  !question.successOnRedirect &&
  (callout.from === 'sender' || callout.from === 'transport') &&
  !callout.random &&
  callout.postmaster === undefined;

async function conclude(task: CalloutCall, called: CalloutAnswer): Promise<VerifyAnswer> {
  if (called.kind === 'unknown') {
    dropHeld(task);
    return unknownYet(task, called.detail);
  }
  const { answers, inquiry } = called;
  for (const answer of answers) await keep(task, answer);
  const last = answers.at(-1)!;
  const line = inquiry === undefined || last.came !== 'ok' ? undefined : new HeldLine(inquiry, last.host);
  if (line !== undefined && isToHold(task, line)) task.party.holder!.held = line;
  else {
    dropHeld(task);
    line?.drop();
    if (line === undefined) void inquiry?.quit();
  }
  return answerOf(task, answers);
}

function isToHold(task: CalloutCall, { takesContent }: HeldLine): boolean {
  const { holder } = task.party;
  if (holder === undefined || !holder.isFirst || !servesHolder(task)) return false;
  return task.callout.hold || (holder.cutsThrough && takesContent);
}

/** A callout in the sender's name that keeps no connection leaves none. */
function dropHeld({ party, callout }: CalloutTask): void {
  if (callout.from === 'sender' || callout.from === 'transport') party.holder?.drop();
}

function answerOf(task: CalloutCall, answers: readonly ProbeAnswer[]): VerifyAnswer {
  const yes = accepted(task.routed);
  const last = answers.at(-1)!;
  if (last.probe.kind === 'random' && last.came === 'ok') return { ...yes, failure: 'random' };
  if (last.came === 'ok') return yes;
  if (last.isUnsayable === true) return NO_UTF8;
  if (last.refused?.at === 'setup') return refusedBy(task, last, undefined);
  if (last.refused?.at === 'mail' && last.probe.kind !== 'postmaster') return refusedBy(task, last, 'mail');
  // Of the two ways to write the postmaster the first is the one that is told.
  const first = answers.find(({ probe }) => probe.kind === last.probe.kind) ?? last;
  return refusedBy(task, first, last.probe.kind === 'postmaster' ? 'postmaster' : 'recipient');
}

const NO_UTF8: VerifyAnswer = {
  came: 'fail',
  message: 'response to "EHLO" did not include SMTPUTF8',
  userMessage: '533 no support for internationalised mailbox name',
};

/** First somebody who cannot exist, then the address, then the postmaster whom every domain has (RFC 5321 §4.5.1). */
async function planOf(
  task: CalloutCall,
  said: string,
  { random, postmaster }: Remembered,
): Promise<CalloutOrder['next']> {
  const { address, callout, sender } = task;
  const nobody = random ? await randomAddress(task) : undefined;
  const asked = (kind: Probe['kind'], recipient: string): Probe => ({ kind, sender, recipient });
  const ofPostmaster = (recipient: string): Probe => ({
    kind: 'postmaster',
    sender: callout.postmaster?.mailFrom ?? '',
    recipient,
  });
  return (answers) => {
    const last = answers.at(-1);
    if (last === undefined) return nobody === undefined ? asked('address', said) : asked('random', nobody);
    if (last.refused !== undefined && last.refused.at !== 'rcpt') return undefined;
    if (last.probe.kind === 'random') return last.came === 'ok' ? undefined : asked('address', said);
    if (last.probe.kind === 'address')
      return last.came === 'ok' && postmaster ? ofPostmaster(`postmaster@${domainOf(address)}`) : undefined;
    const mayBeBare =
      last.came === 'fail' && callout.postmaster?.full === true && last.probe.recipient !== 'postmaster';
    return mayBeBare ? ofPostmaster('postmaster') : undefined;
  };
}

async function randomAddress({ options, party, address }: CalloutTask): Promise<string> {
  const written = String(mainValue(options.configuration, 'callout_random_local_part') ?? '');
  const localPart = (await expandFor(written, party)) ?? 'no-such-address';
  return `${localPart}@${domainOf(address)}`;
}

async function keep(task: CalloutCall, { probe, came, refused, isUnsayable }: ProbeAnswer): Promise<void> {
  const cache = cacheFor(task);
  const domain = domainOf(task.address);
  if (came === 'defer' || isUnsayable === true || refused?.at === 'setup') return;
  if (refused?.at === 'mail') {
    if (probe.sender === '') await cache.keepDomain(domain, { refusesBounces: true }, false);
  } else if (probe.kind === 'random') await cache.keepDomain(domain, { takesAll: came === 'ok' }, true);
  else if (probe.kind === 'postmaster') await cache.keepDomain(domain, { postmaster: came }, came === 'ok');
  else await cache.keepAddress(addressKey(task), came);
}
