/** Addresses that go together: by one transport, to the same hosts, as one user, with one sender and the same headers. */
import type { Driver, OptionRow } from '../../config/index.ts';
import { after, type ExpansionHost, type Later } from '../../expand/index.ts';
import { isLocal, type RoutedHost, transportNamed } from '../../route/index.ts';
import { type Delivery, type DeliveryRecipient, deliveryVariables } from '../../transport/index.ts';
import { isWrapper } from '../options.ts';
import type { Look } from '../round.ts';
import { type BatchId, batchIdOf, type Grouping, groupingOf, type Misgrouped } from './grouping.ts';
import { isUnchanged, mailboxOf, originOf, type Target, transportOf, uniqueOf } from './target.ts';

export interface Batch {
  readonly delivery: Delivery;
  /** In the order of the delivery's recipients. */
  readonly targets: readonly Target[];
}

/** To other hosts, as far as is known before. */
export const isRemote = ({ delivery }: Batch): boolean =>
  delivery.hosts.length > 0 || delivery.transport.driver === 'smtp';

export interface Batches {
  /** @returns why it is in none; undefined: it is in one */
  readonly add: (target: Target) => Later<Misgrouped | undefined>;
  /** Served by the delivery to the same address, if there is one. */
  readonly join: (double: Target) => void;
  readonly made: () => { readonly local: readonly Batch[]; readonly remote: readonly Batch[] };
}

interface Growing {
  /** How many were begun before it. */
  readonly place: number;
  /** The place of the first of those that differ in their addresses alone. */
  readonly series: number;
  readonly delivery: Delivery;
  readonly recipients: DeliveryRecipient[];
  readonly targets: Target[];
  readonly most: number;
}

/**
 * As Exim groups: whoever finds no delivery to join begins one, and its own options say who joins it.
 *
 * @param hasOthers  more than one address will be added; else nobody needs to know who could join
 */
export function createBatches(look: Look, hasOthers: boolean): Batches {
  const { ports, complain } = look;
  const isWrapped = isWrapper(ports.configuration);
  const places = new Map<string, { readonly growing: Growing; readonly index: number }>();
  const all: Growing[] = [];
  /** The newest of each kind; those before it are full. */
  const open = new Map<string, Growing>();
  const put = (target: Target, growing: Growing): void => {
    places.set(mailboxOf(uniqueOf(target)), { growing, index: growing.recipients.length });
    growing.recipients.push(recipientOf(target));
    growing.targets.push(target);
  };
  const lead = (target: Target, transport: Driver, kind: Kind | undefined, { isOneDomain, most }: Grouping): void => {
    const limit = isWrapped ? Number.POSITIVE_INFINITY : most;
    const place = all.length;
    const key = isOneDomain ? kind?.ofDomain : kind?.ofAny;
    const series = (key === undefined ? undefined : open.get(key)?.series) ?? place;
    const growing: Growing = { ...begin(target, transport, look, series), place, series, most: limit };
    all.push(growing);
    if (key !== undefined) open.set(key, growing);
    put(target, growing);
  };
  return {
    add: (target) => {
      const transport = transportNamed(ports.configuration.transports, transportOf(target) ?? '')!;
      const hostFor = (): ExpansionHost => look.host(deliveryVariables(aloneOf(target, transport, look)));
      const { address } = target.routed;
      return after(batchIdOf(transport, address, hostFor, complain), (id): Later<Misgrouped | undefined> => {
        const kind = id === 'alone' || !hasOthers ? undefined : kindOf(target, transport, id);
        const found = kind === undefined ? undefined : withRoom(open, kind);
        if (found !== undefined) return void put(target, found);
        return after(groupingOf(transport, hostFor), (grouping) =>
          'problem' in grouping ? grouping : lead(target, transport, kind, grouping),
        ) as Later<Misgrouped | undefined>;
      });
    },
    join: (double) => {
      const place = places.get(mailboxOf(uniqueOf(double)));
      if (place === undefined) return;
      const { recipients, targets } = place.growing;
      if (targets[place.index]!.recipient === double.recipient) return; // a list that names it twice
      const { others = [], ...recipient } = recipients[place.index]!;
      recipients[place.index] = { ...recipient, others: [originOf(double), ...others] };
    },
    made: () => ({
      local: all.filter(({ delivery }) => isLocal(delivery.transport)),
      remote: all.filter(({ delivery }) => !isLocal(delivery.transport)),
    }),
  };
}

/** Deliveries that an address may join: those of any domain, and those of its own alone. */
interface Kind {
  readonly ofAny: string;
  readonly ofDomain: string;
}

/** Where there are two, the first that was begun. */
function withRoom(open: ReadonlyMap<string, Growing>, { ofAny, ofDomain }: Kind): Growing | undefined {
  const [any, own] = [open.get(ofAny), open.get(ofDomain)].filter(
    (one) => one !== undefined && one.targets.length < one.most,
  );
  return any !== undefined && own !== undefined && own.place < any.place ? own : any;
}

function begin(
  target: Target,
  transport: Driver,
  { stored, message, ports }: Look,
  series: number,
): Pick<Growing, 'delivery' | 'recipients' | 'targets'> {
  const { routed } = target;
  const { outcome, props } = routed;
  const recipients: DeliveryRecipient[] = [];
  const accepted = outcome.kind === 'accept' ? outcome : undefined;
  const isWrapped = isWrapper(ports.configuration);
  return {
    recipients,
    targets: [],
    delivery: {
      transport,
      message,
      sender: props.errorsTo ?? stored.sender,
      recipients,
      hosts: accepted?.hosts ?? [],
      fallbackHosts: isWrapped ? undefined : accepted?.fallbackHosts,
      facts: outcome.kind === 'special' ? outcome.delivery.facts : (accepted?.facts ?? {}),
      props,
      router: 'router' in outcome ? (outcome.router ?? '') : '',
      series,
      allOrNone: isWrapped ? true : undefined,
    },
  };
}

/** The delivery that it would be, were it alone. */
function aloneOf(target: Target, transport: Driver, look: Look): Delivery {
  const { delivery } = begin(target, transport, look, 0);
  return { ...delivery, recipients: [recipientOf(target)] };
}

/** What is the same for all addresses of a delivery. */
function kindOf({ routed }: Target, transport: Driver, id: BatchId): Kind {
  const { outcome, props, domain } = routed;
  const { errorsTo, headersAdd, headersRemove, addressData, variables } = props;
  const accepted = outcome.kind === 'accept' ? outcome : undefined;
  const { settings } = transport;
  const same = [
    transport.name,
    hostTexts(accepted?.hosts ?? []),
    accepted?.fallbackHosts,
    errorsTo,
    headersAdd,
    headersRemove,
    mentions(transport, ADDRESS_DATA) ? addressData?.text : '',
    mentions(transport, ROUTER_VARIABLE) ? [...variables].map(([name, { text }]) => [name, text]) : [],
    settings.has('user') ? '' : accepted?.facts.uid,
    settings.has('group') ? '' : accepted?.facts.gid,
    usesHome(transport) ? accepted?.facts.home?.text.text : '',
    isLocal(transport) && mentions(transport, LOCAL_PART) ? routed.localPart : '',
    outcome.kind === 'special' ? routed.address : '',
    id,
  ];
  const isForOne = hasStsHosts(transport) || (isLocal(transport) && mentions(transport, DOMAIN));
  return { ofAny: JSON.stringify([...same, isForOne ? domain : '']), ofDomain: JSON.stringify([...same, domain]) };
}

/** Equals in the DNS come in another order each time, and that is no difference. */
function hostTexts(hosts: readonly RoutedHost[]): readonly string[] {
  const texts = hosts.map(hostText);
  return hosts.every(({ mx }) => mx !== undefined) ? texts.toSorted() : texts;
}

/** With what binds us to it: what DNSSEC vouches for on behalf of one domain alone is not so for another (RFC 7672 §2.2.1). */
const hostText = ({ name, address, port, mx, dnssec }: RoutedHost): string =>
  `${mx} ${name} ${address} ${port} ${dnssec}`;

/** A policy is that of one domain (RFC 8461 §3.4). */
const hasStsHosts = ({ settings }: Driver): boolean => (settings.get('hosts_try_mta_sts')?.value ?? '') !== '';

/** Where a program runs, and what a file may be made in. */
const usesHome = (transport: Driver): boolean =>
  (isLocal(transport) && transport.driver !== 'lmtp') || mentions(transport, HOME);

/** What a text that depends on them makes of one address is not so for another; of options, Exim looks at the driver's own. */
const DOMAIN = /\$\{?(?:domain|domain_data)\b/;
const LOCAL_PART = /\$\{?(?:local_part|local_part_data|local_part_prefix|local_part_suffix)\b/;
/** Exim, which does not look at these two, would use those of the first address for all. */
const ADDRESS_DATA = /\baddress_data\b/;
const ROUTER_VARIABLE = /\br_\w/;
const HOME = /\bhome\b/;

/** What options of the plan make of these is in the key already, and nothing else comes of it. */
const OF_ROUTER: ReadonlySet<RegExp> = new Set([ADDRESS_DATA, ROUTER_VARIABLE]);
const IN_PLAN: ReadonlySet<string> = new Set(['batch_id', 'multi_domain', 'max_rcpt']);
const OF_ADDRESS: ReadonlySet<RegExp> = new Set([DOMAIN, LOCAL_PART]);

const counts = ({ name, scope }: OptionRow, pattern: RegExp): boolean =>
  OF_ROUTER.has(pattern) ? !IN_PLAN.has(name) : !OF_ADDRESS.has(pattern) || scope !== 'transport';

const mentioned = new WeakMap<Driver, Map<RegExp, boolean>>();

function mentions(transport: Driver, pattern: RegExp): boolean {
  const known = mentioned.get(transport) ?? new Map<RegExp, boolean>();
  mentioned.set(transport, known);
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const found = [...transport.settings].some(
    ([, { row, value }]) => typeof value === 'string' && pattern.test(value) && counts(row, pattern),
  );
  known.set(pattern, found);
  return found;
}

function recipientOf(target: Target): DeliveryRecipient {
  const { recipient, routed, parents } = target;
  const { outcome } = routed;
  const unchanged = isUnchanged(target);
  const special = outcome.kind === 'special' ? outcome.delivery : undefined;
  return {
    address: routed.address,
    localPart: routed.localPart,
    domain: routed.domain,
    prefix: routed.prefix,
    suffix: routed.suffix,
    original: originOf(target),
    parent: parents[0]?.address,
    special: special?.kind,
    isTainted: routed.isTainted,
    isParentTainted: parents[0]?.isTainted,
    dsn: {
      notify: unchanged ? recipient.notify : undefined,
      orcpt: unchanged ? recipient.orcpt : undefined,
      lastHop: routed.props.lastHop,
    },
  };
}
