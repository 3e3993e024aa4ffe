/** Addresses that go together: by one transport, to the same hosts, as one user, with one sender and the same headers. */
import { type Driver, driverValue } from '../../config/index.ts';
import { isLocal, type RoutedHost, transportNamed } from '../../route/index.ts';
import type { Delivery, DeliveryRecipient } from '../../transport/index.ts';
import type { Look } from '../round.ts';
import { isUnchanged, mailboxOf, originOf, type Target, transportOf, uniqueOf } from './target.ts';

export interface Batch {
  readonly delivery: Delivery;
  /** In the order of the delivery's recipients. */
  readonly targets: readonly Target[];
}

export interface Batches {
  readonly add: (target: Target) => void;
  /** Served by the delivery to the same address, if there is one. */
  readonly join: (double: Target) => void;
  readonly made: () => { readonly local: readonly Batch[]; readonly remote: readonly Batch[] };
}

interface Growing {
  readonly delivery: Delivery;
  readonly recipients: DeliveryRecipient[];
  readonly targets: Target[];
  readonly most: number;
}

export function createBatches({ ports, stored, message }: Look): Batches {
  const open = new Map<string, Growing>();
  const places = new Map<string, { readonly growing: Growing; readonly index: number }>();
  const all: Growing[] = [];
  return {
    add: (target) => {
      const transport = transportNamed(ports.configuration.transports, transportOf(target) ?? '')!;
      const key = keyOf(target, transport);
      const known = open.get(key);
      const growing =
        known !== undefined && known.targets.length < known.most
          ? known
          : begin(target, transport, { sender: stored.sender, message });
      if (growing !== known) {
        all.push(growing);
        open.set(key, growing);
      }
      places.set(mailboxOf(uniqueOf(target)), { growing, index: growing.recipients.length });
      growing.recipients.push(recipientOf(target));
      growing.targets.push(target);
    },
    join: (double) => {
      const place = places.get(mailboxOf(uniqueOf(double)));
      if (place === undefined) return;
      const { recipients, targets } = place.growing;
      if (targets[place.index]!.recipient === double.recipient) return; // a list that names it twice
      const { others = [], ...recipient } = recipients[place.index]!;
      recipients[place.index] = { ...recipient, others: [...others, originOf(double)] };
    },
    made: () => ({
      local: all.filter(({ delivery }) => isLocal(delivery.transport)),
      remote: all.filter(({ delivery }) => !isLocal(delivery.transport)),
    }),
  };
}

function begin(target: Target, transport: Driver, { sender, message }: Pick<Delivery, 'sender' | 'message'>): Growing {
  const { routed } = target;
  const { outcome, props } = routed;
  const recipients: DeliveryRecipient[] = [];
  const accepted = outcome.kind === 'accept' ? outcome : undefined;
  return {
    recipients,
    targets: [],
    most: mostOf(transport),
    delivery: {
      transport,
      message,
      sender: props.errorsTo ?? sender,
      recipients,
      hosts: accepted?.hosts ?? [],
      ...(accepted?.fallbackHosts !== undefined && { fallbackHosts: accepted.fallbackHosts }),
      facts: outcome.kind === 'special' ? outcome.delivery.facts : (accepted?.facts ?? {}),
      props,
      router: 'router' in outcome ? (outcome.router ?? '') : '',
    },
  };
}

/** `batch_max` of local transports, `max_rcpt` of others, of which 0 is no limit. */
function mostOf(transport: Driver): number {
  const isHere = isLocal(transport);
  const most = driverOption(transport, isHere ? 'batch_max' : 'max_rcpt') ?? (isHere ? 1 : 0);
  return most > 0 ? most : Number.POSITIVE_INFINITY;
}

/** A number as it is set, or as it is where nobody sets it; undefined: the driver has no such option. */
function driverOption(transport: Driver, name: string): number | undefined {
  const value = hasOption(transport, name) ? driverValue(transport, name) : undefined;
  return value === undefined || value === '' ? undefined : Number(value);
}

const hasOption = ({ driver }: Driver, name: string): boolean =>
  name === 'max_rcpt' ? driver === 'smtp' : BATCHED.has(driver);

const BATCHED: ReadonlySet<string> = new Set(['appendfile', 'pipe', 'lmtp']);

/** What is the same for all addresses of a delivery. */
function keyOf({ routed }: Target, transport: Driver): string {
  const { outcome, props, domain } = routed;
  const { errorsTo, headersAdd, headersRemove, addressData, variables } = props;
  const accepted = outcome.kind === 'accept' ? outcome : undefined;
  const oneDomain =
    transport.settings.get('multi_domain')?.value === false || usesDomain(transport) || hasStsHosts(transport);
  return JSON.stringify([
    transport.name,
    hostTexts(accepted?.hosts ?? []),
    accepted?.fallbackHosts,
    errorsTo,
    headersAdd,
    headersRemove,
    addressData?.text,
    [...variables].map(([name, { text }]) => [name, text]),
    accepted?.facts.uid,
    accepted?.facts.gid,
    accepted?.facts.home?.text.text,
    oneDomain ? domain : '',
    isLocal(transport) && usesLocalPart(transport) ? routed.localPart : '',
    outcome.kind === 'special' ? routed.address : '',
  ]);
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

/** A text that depends on the domain cannot be for several. */
const usesDomain = (transport: Driver): boolean => mentions(transport, /\$\{?(?:domain|domain_data)\b/);
const usesLocalPart = (transport: Driver): boolean =>
  mentions(transport, /\$\{?(?:local_part|local_part_data|local_part_prefix|local_part_suffix|address_data)\b/);

const mentioned = new WeakMap<Driver, Map<string, boolean>>();

function mentions(transport: Driver, pattern: RegExp): boolean {
  const known = mentioned.get(transport) ?? new Map<string, boolean>();
  mentioned.set(transport, known);
  const before = known.get(pattern.source);
  if (before !== undefined) return before;
  const found = [...transport.settings.values()].some(({ value }) => typeof value === 'string' && pattern.test(value));
  known.set(pattern.source, found);
  return found;
}

function recipientOf(target: Target): DeliveryRecipient {
  const { recipient, routed, parents } = target;
  const { outcome } = routed;
  const unchanged = isUnchanged(target);
  return {
    address: routed.address,
    localPart: routed.localPart,
    domain: routed.domain,
    ...(routed.prefix !== undefined && { prefix: routed.prefix }),
    ...(routed.suffix !== undefined && { suffix: routed.suffix }),
    original: originOf(target),
    ...(parents[0] !== undefined && { parent: parents[0].address }),
    ...(outcome.kind === 'special' && {
      special: outcome.delivery.kind,
      isTainted: outcome.delivery.isTainted,
    }),
    dsn: {
      ...(unchanged && recipient.notify !== undefined && { notify: recipient.notify }),
      ...(unchanged && recipient.orcpt !== undefined && { orcpt: recipient.orcpt }),
      ...(routed.props.lastHop === true && { lastHop: true }),
    },
  };
}
