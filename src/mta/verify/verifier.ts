/** Verification for a session: by routing, then by the hosts that routing found. */
import type { HeaderSender, HeaderSenders, QuotaOptions, VerifyAnswer, VerifyQuestion } from '../acl/index.ts';
import { mailboxOptions, mainValue } from '../config/index.ts';
import { after, type Later, type Text } from '../expand/index.ts';
import { MAIN_AND_PANIC } from '../log/index.ts';
import { type RewriteWorld, rewriteAddress } from '../rewrite/index.ts';
import { type Routed, type RouteWorld, type Verified, verifyByRouting } from '../route/index.ts';
import { accepted } from './accepted.ts';
import type { RoomTask } from './room.ts';
import type { VerifierOptions, Verify, VerifyParty } from './types.ts';

export const createVerifier =
  (options: VerifierOptions) =>
  (party: VerifyParty): Verify => {
    const one = (said: string, question: VerifyQuestion): Later<VerifyAnswer> =>
      after(rewritten(said, options, party, question), (address) =>
        after(verified(address, question), (answer) => (address === said ? answer : { ...answer, rewritten: address })),
      );
    const route = (address: string, question: VerifyQuestion, successOnRedirect = false): Later<Verified> =>
      verifyByRouting(address, routeWorld(options, party, question), { successOnRedirect });
    const verified = (address: string, question: VerifyQuestion): Later<VerifyAnswer> => {
      const { quota, callout, successOnRedirect } = question;
      if (quota !== undefined)
        return askRoom({ options, party, address, route: () => route(address, question) }, quota);
      return after(route(address, question, successOnRedirect), (found): Later<VerifyAnswer> => {
        if (found.kind !== 'ok') return unroutable(found);
        if (callout === undefined) return withMade(accepted(found.routed), found.made);
        return callOut(options, party, question, { given: address, routed: found.routed });
      });
    };
    return (question) => {
      const address = question.address?.text ?? '';
      if (question.senders === undefined) return address.includes('@') ? one(address, question) : NO_DOMAIN;
      return anyOf(question.senders, ({ address, isQualified }) =>
        isQualified ? one(address, question) : UNQUALIFIED,
      );
    };
  };

/** The code for it is loaded where mailboxes are looked at. */
async function askRoom(task: RoomTask, quota: QuotaOptions): Promise<VerifyAnswer> {
  const { verifyRoom } = await import('./room.ts');
  return verifyRoom(task, quota);
}

/** The code for it is loaded where hosts are asked. */
async function callOut(
  options: VerifierOptions,
  party: VerifyParty,
  question: VerifyQuestion,
  found: { readonly given: string; readonly routed: Routed },
): Promise<VerifyAnswer> {
  const asked = question.callout!;
  // What is to be kept has to be there: nothing that is known of the address replaces it.
  const isForCutthrough = party.holder?.cutsThrough === true && asked.from === 'sender';
  const callout = { ...asked, cache: asked.cache && !isForCutthrough };
  const { askHosts } = await import('./hosts.ts');
  const answer = await askHosts({ options, party, question, callout, address: found.routed.address, ...found });
  const { addressData } = found.routed.props; // known whatever hosts say
  return addressData === undefined ? answer : { ...answer, addressData };
}

/** What is verified is the address that rules make of it, as it is what mail goes to. */
const rewritten = (
  address: string,
  options: VerifierOptions,
  party: VerifyParty,
  { kind }: VerifyQuestion,
): Later<string> => {
  if (options.configuration.rewrite.length === 0) return address;
  const world = rewriteWorld(options, party);
  return after(rewriteAddress(address, kind === 'recipient' ? 'env-to' : 'env-from', world), (made) => made.address);
};

const rewriteWorld = (
  { configuration, log, rewrote }: VerifierOptions,
  { host, activeHostname }: VerifyParty,
): RewriteWorld => ({
  rules: configuration.rewrite,
  mailbox: mailboxOptions(configuration),
  host: (variables) => ({ ...host, variable: (name) => variables(name) ?? host.variable(name) }),
  qualifyDomain: () => String(mainValue(configuration, 'qualify_domain') ?? activeHostname),
  log: (line, kind) => (kind === 'mistake' || kind === 'fatal' ? log?.(line, MAIN_AND_PANIC) : rewrote?.(line)),
});

function routeWorld(options: VerifierOptions, party: VerifyParty, question: VerifyQuestion): RouteWorld {
  const { host, sender, tellNoAddress } = party;
  const { configuration, resolver, validating = resolver } = options;
  const { names, localAddresses, searchDomains, ask, log, doAs } = options;
  return {
    configuration,
    purpose: question.forExpn === true ? 'expn' : question.kind === 'recipient' ? 'verify-recipient' : 'verify-sender',
    host: (variables) => ({ ...host, variable: (name) => variables(name) ?? host.variable(name) }),
    sender,
    resolver: question.callout === undefined ? resolver : validating,
    names,
    localAddresses,
    searchDomains,
    ...(configuration.rewrite.length > 0 && {
      rewrite: (address: string) =>
        after(rewriteAddress(address, 'env-to', rewriteWorld(options, party)), (made) => made.address),
    }),
    ...(ask !== undefined && { ask }),
    ...(log !== undefined && { log }),
    ...(doAs !== undefined && { doAs }),
    ...(tellNoAddress !== undefined && { tellNoAddress }),
  };
}

const withMade = (answer: VerifyAnswer, made: readonly string[]): VerifyAnswer =>
  made.length === 0 ? answer : { ...answer, made };

function unroutable(found: {
  readonly kind: 'fail' | 'defer';
  readonly message: string;
  readonly userMessage?: string;
  readonly lookup?: string;
  readonly addressData?: Text;
}): VerifyAnswer {
  const { kind, message, userMessage, lookup, addressData } = found;
  const told = {
    ...(userMessage !== undefined && { userMessage }),
    ...(lookup !== undefined && { lookup }),
    ...(addressData !== undefined && { addressData }),
  };
  // A redirection that defers has something to say to the client.
  const isPassed = kind === 'defer' && (userMessage ?? '') !== '';
  return { came: kind, message, failure: 'route', ...told, ...(isPassed && { passMessage: true }) };
}

/** An address without a domain is nobody's. */
const NO_DOMAIN: VerifyAnswer = { came: 'fail', failure: 'qualify' };
/** What it says is Exim's. */
const UNQUALIFIED: VerifyAnswer = { ...NO_DOMAIN, message: 'NULL' };

/** One that is right is enough; of those that are not, the client is told of the last. */
async function anyOf(
  { addresses, fault }: HeaderSenders,
  ask: (sender: HeaderSender) => Later<VerifyAnswer>,
): Promise<VerifyAnswer> {
  let deferred: VerifyAnswer | undefined;
  let last: Pick<VerifyAnswer, 'failure' | 'userMessage'> = {};
  for (const sender of addresses) {
    const answer = await ask(sender);
    const { came, failure, message = '' } = answer;
    if (came === 'ok') return answer;
    if (came === 'defer') deferred = answer;
    const userMessage = `could not verify "${sender.field}:" header address\n${sender.address}: ${message}`;
    last = { userMessage, ...(failure !== undefined && { failure }) };
  }
  if (fault !== undefined) return { came: 'fail', message: fault };
  if (deferred === undefined) return { came: 'fail', message: 'there is no valid sender in any header line', ...last };
  return { ...deferred, message: 'all attempts to verify a sender in a header line deferred', ...last };
}
