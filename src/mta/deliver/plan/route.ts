/** Recipients routed: each becomes the addresses that it leads to, or is held, or not due. */
import { asciiLowerCase, createPace } from '../../../base/index.ts';
import { mailboxOptions } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { entry, MAIN, MAIN_AND_PANIC, noAddressEntry } from '../../log/index.ts';
import { ERRNO, isDue, type RetryRecord } from '../../retry/index.ts';
import { rewriteAddress } from '../../rewrite/index.ts';
import { type Deferred, type Routed, type RouteWorld, routeStep, type Sprout } from '../../route/index.ts';
import { isSettled, type StoredRecipient } from '../../spool/index.ts';
import type { ChangedDomains } from '../message/changed-domains.ts';
import { isDomainIn, isWrapper, textOption } from '../options.ts';
import { tellSyntaxErrors } from '../report/syntax-errors.ts';
import { routingKeys } from '../retry/keys.ts';
import { type Look, nowOf } from '../round.ts';
import type { Settled } from '../settled.ts';
import { type Cancelled, cancelled } from './cancel.ts';
import { leavesOf } from './leaves.ts';
import type { Target } from './target.ts';

/** What is planned and delivered together. */
export interface RoutedSlice {
  /** To be looked at one by one: accepted, failed, deferred, discarded. */
  readonly targets: readonly Target[];
  /** Without being routed. */
  readonly settled: readonly Settled[];
  /** Hints about routing that were there, by address: they are forgotten when it works. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Nobody is left. */
  readonly isLast: boolean;
}

export interface Routing {
  /** Not asked again once it has given the last. */
  readonly next: () => Promise<RoutedSlice>;
  /** Domains that header fields are to follow, as far as they are known yet. */
  readonly changed: ChangedDomains;
}

/**
 * Addresses that are in memory at a time, each of some kilobytes while it is delivered: a list may have 100,000. Messages
 * of less than that are delivered as one.
 */
const SLICE = 5000;

/** Those for whom something is still to be done, in their order. */
export function waitingRecipients({ stored }: Look): readonly StoredRecipient[] {
  const settled = new Set(stored.progress.filter(isSettled).map(({ address }) => address));
  return stored.recipients.filter(({ address }) => !settled.has(address));
}

export function routeRecipients(round: Look, gone: Cancelled | undefined, slice = SLICE): Routing {
  const known = new Map<string, readonly string[]>();
  const changed = new Map<string, string>();
  const world = routeWorldOf(round, {
    domainChanged: (from, to) => void changed.set(from, to),
    complain: (complaint) => tellSyntaxErrors(round, complaint),
  });
  const waiting = waitingRecipients(round)[Symbol.iterator]();
  const pace = createPace();
  let leaves = NO_LEAVES;
  const next = async (): Promise<RoutedSlice> => {
    const targets: Target[] = [];
    const settled: Settled[] = [];
    while (targets.length + settled.length < slice) {
      const rest = pace();
      if (rest !== undefined) await rest;
      const found = leaves();
      const target = found instanceof Promise ? await found : found;
      if (target !== undefined) {
        targets.push(target);
        continue;
      }
      const { value: recipient, done } = waiting.next();
      if (done === true) return { targets, settled, known, isLast: true };
      const begun = begin(round, recipient, { gone, known, world });
      const way = begun instanceof Promise ? await begun : begun;
      if ('status' in way) settled.push(way);
      else leaves = leavesOf(recipient, way);
    }
    return { targets, settled, known, isLast: false };
  };
  return { next, changed };
}

const NO_LEAVES = (): Later<Target | undefined> => undefined;

interface Surroundings {
  readonly gone: Cancelled | undefined;
  readonly known: Map<string, readonly string[]>;
  readonly world: RouteWorld;
}

/** @returns where it goes, or why it is not routed */
function begin(round: Look, recipient: StoredRecipient, { gone, known, world }: Surroundings): Later<Sprout | Settled> {
  const unrouted = targetOf(recipient);
  if (gone !== undefined) return cancelled(unrouted, gone);
  return after(
    whyUnrouted(round, unrouted, known),
    (waits): Later<Sprout | Settled> =>
      waits ??
      after(routeStep(recipient.address, world, { errorsTo: recipient.errorsTo }), (way) =>
        oncesOf(recipient, way, round),
      ),
  );
}

/** It took the place of another before (`one_time`). */
function oncesOf({ parent }: StoredRecipient, way: Sprout, { stored }: Look): Sprout {
  const address = parent === undefined ? undefined : stored.recipients[parent]?.address;
  return address === undefined ? way : { ...way, node: { ...way.node, oneTimeParent: address } };
}

/** Why the recipient is not even routed now; undefined: it is. */
export const whyUnrouted = (
  round: Look,
  unrouted: Target,
  known: Map<string, readonly string[]>,
): Later<Settled | undefined> =>
  notAsked(round, unrouted) ??
  after(
    held(round, unrouted),
    (isHeld) => isHeld ?? after(queued(round, unrouted), (isQueued) => isQueued ?? notDue(round, unrouted, known)),
  );

/** The same of an address that redirection has made, in the form of what a router may say. */
function waitsOf(round: Look, address: string): Later<Deferred | undefined> {
  const target = targetOf({ address });
  const others = (): Later<Settled | undefined> =>
    after(
      queued(round, target),
      (isQueued) => isQueued ?? (isTimed(round) ? notDue(round, target, new Map()) : undefined),
    );
  return after(
    after(held(round, target), (isHeld) => isHeld ?? others()),
    (found): Deferred | undefined =>
      found === undefined
        ? undefined
        : { kind: 'defer', message: found.text ?? '', ...(found.errno !== undefined && { errno: found.errno }) },
  );
}

/** Retry times count. */
const isTimed = ({ how }: Look): boolean => how.isQueueRun === true && how.isForced !== true;

/** The recipient itself, before any router saw it. */
export function targetOf(recipient: StoredRecipient): Target {
  const { address, errorsTo } = recipient;
  const at = address.lastIndexOf('@');
  const routed: Routed = {
    address,
    isTainted: true,
    unique: address,
    trail: [],
    props: { headersAdd: [], headersRemove: [], variables: new Map(), ...(errorsTo !== undefined && { errorsTo }) },
    localPart: asciiLowerCase(address.slice(0, at)),
    domain: asciiLowerCase(address.slice(at + 1)),
    outcome: { kind: 'discard', router: '', how: '' },
  };
  return { recipient, routed, parents: [] };
}

/** Another domain's, while a line is given mail of some. */
function notAsked({ how: { line } }: Look, target: Target): Settled | undefined {
  if (line === undefined || line.domains.has(target.routed.domain)) return undefined;
  const text = 'domain is not asked for by ATRN';
  return { target, status: 'deferred', stage: 'routing', errno: ERRNO.queueDomain, text, retries: [], forgets: [] };
}

/** `hold_domains`: not tried at all. */
function held(round: Look, target: Target): Later<Settled | undefined> {
  const { ports, host } = round;
  if (isByForce(round)) return undefined;
  return after(isDomainIn(ports.configuration, 'hold_domains', target.routed.domain, host), (isHeld) => {
    if (isHeld === false) return undefined;
    const text = isHeld === true ? 'domain is held' : 'hold_domains lookup deferred';
    return { target, status: 'deferred', errno: ERRNO.held, text, userText: text, retries: [], forgets: [] };
  });
}

/** `queue_domains`: left to a queue run. */
function queued(round: Look, target: Target): Later<Settled | undefined> {
  const { ports, host, how } = round;
  if (how.isQueueRun === true || isByForce(round)) return undefined;
  return after(isDomainIn(ports.configuration, 'queue_domains', target.routed.domain, host), (isIn) => {
    if (isIn !== true) return undefined;
    const text = 'domain is in queue_domains';
    return { target, status: 'deferred', stage: 'routing', errno: ERRNO.queueDomain, text, retries: [], forgets: [] };
  });
}

/** Of a wrapper no retry times count, but such domains are refused (Exim spec ch. 52). */
const isByForce = ({ how, ports }: Look): boolean => how.isForced === true && !isWrapper(ports.configuration);

/** In a queue run, what failed to be routed waits for its time. */
function notDue(round: Look, target: Target, known: Map<string, readonly string[]>): Later<Settled | undefined> {
  const { book, stored } = round;
  const { address, domain } = target.routed;
  const keys = routingKeys(address, domain, stored.sender);
  const found = keys.map((key) => book.find(key));
  const judge = (records: readonly (RetryRecord | undefined)[]): Later<Settled | undefined> => {
    const remembered = keys.filter((_, index) => records[index] !== undefined);
    if (remembered.length === 0) return undefined;
    known.set(address, remembered);
    return waitsFor(round, target, remembered, records);
  };
  return found.some((record) => record instanceof Promise)
    ? Promise.all(found).then(judge)
    : judge(found as readonly (RetryRecord | undefined)[]);
}

/** @param found  of the domain, and then of the address */
async function waitsFor(
  round: Look,
  target: Target,
  keys: readonly string[],
  found: readonly (RetryRecord | undefined)[],
): Promise<Settled | undefined> {
  const { book } = round;
  const { domain } = target.routed;
  if (!isTimed(round)) return undefined;
  const [ofDomain, ...ofAddress] = found;
  const now = nowOf(round);
  const waits = (record: RetryRecord | undefined, evenExpired: boolean): boolean =>
    record !== undefined && !isDue(record, now) && (evenExpired || !record.expired);
  const addressRecord = ofAddress.find((record) => record !== undefined);
  if (!waits(ofDomain, false) && !waits(addressRecord, true)) return undefined;
  const record = (ofDomain ?? addressRecord)!;
  if (ofDomain === undefined && (await book.isUltimate(keys[0]!, domain, record))) return undefined;
  return {
    target,
    status: 'deferred',
    stage: 'routing',
    errno: ERRNO.routingRetry,
    text: 'retry time not reached',
    userText: record.text,
    retries: [],
    forgets: [],
  };
}

/** @param effects  of a delivery; absent: it is only looked at */
export function routeWorldOf(look: Look, effects: Pick<RouteWorld, 'domainChanged' | 'complain'> = {}): RouteWorld {
  const { ports, how, host, stored, debug } = look;
  const { configuration, resolver, names, localAddresses, searchDomains, log } = ports;
  const say: NonNullable<RouteWorld['log']> = (line, to) => log(entry('routing', {}, line, to), stored.id);
  const rules = configuration.rewrite;
  const rewriteWorld = {
    rules,
    mailbox: mailboxOptions(configuration),
    host: (variables: Parameters<typeof host>[0]) => host(variables),
    qualifyDomain: () => textOption(configuration, 'qualify_recipient') ?? ports.primaryHostname,
    log: (line: string, kind: string) => {
      if (kind === 'mistake') say(line, MAIN_AND_PANIC);
      else log(entry('rewritten', {}, line, MAIN, 'address_rewrite'), stored.id);
    },
  };
  return {
    configuration,
    purpose: 'deliver',
    ...(how.keepsTrail !== true && { keepsLastStep: true as const }),
    host,
    sender: stored.sender,
    resolver,
    names,
    localAddresses,
    searchDomains,
    ...(ports.ask !== undefined && { ask: ports.ask }),
    ...(ports.doAs !== undefined && { doAs: ports.doAs }),
    ...(rules.length > 0 && {
      rewrite: (address: string) => after(rewriteAddress(address, 'env-to', rewriteWorld), (made) => made.address),
    }),
    waits: (address) => waitsOf(look, address),
    log: say,
    tellNoAddress: (name) => log(noAddressEntry({ name }), stored.id),
    ...(debug !== undefined && { debug: debug.write }),
    ...effects,
  };
}
