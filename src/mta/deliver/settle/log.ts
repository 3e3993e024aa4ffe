/** Lines of the log for what came of an address. */
import { systemErrorText } from '../../../base/index.ts';
import {
  type AddressFacts,
  type DeliveryFacts,
  deferralEntry,
  deferralText,
  deliveryEntry,
  discardedAddressEntry,
  failureEntry,
  failureText,
  type LogEntry,
} from '../../log/index.ts';
import { logFactsOf, remoteOf, tlsOf } from '../../transport/index.ts';
import { goesNowhere, originOf } from '../plan/target.ts';
import { nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';

export function logSettled(round: Round, settled: Settled): void {
  if (settled.logsNothing === true) return;
  const { ports, stored } = round;
  ports.log(entryOf(round, settled), stored.id);
  ports.messageLog?.(stored.id, ownText(round, settled));
}

function entryOf(round: Round, settled: Settled): LogEntry {
  const { logFormat } = round.ports;
  switch (settled.status) {
    case 'discarded':
      return discardedAddressEntry(discarded(settled));
    case 'delivered':
      return deliveryEntry(deliveryFacts(round, settled), logFormat);
    case 'failed':
      return failureEntry(failureFacts(round, settled), logFormat);
    default:
      return deferralEntry(deferralFacts(round, settled), logFormat);
  }
}

const discarded = ({ target }: Settled) => ({
  address: originOf(target),
  router: routerOf(target) ?? '',
  how: ':blackhole:' as const,
});

/** For the message's own log. */
function ownText(round: Round, settled: Settled): string {
  const { logFormat } = round.ports;
  const { target, transport } = settled;
  if (settled.status === 'deferred') return deferralText(deferralFacts(round, settled), logFormat);
  if (settled.status === 'failed') {
    const isUnrouted = transport === undefined && routerOf(target) === undefined;
    return `${isUnrouted ? 'routing failed for ' : ''}${failureText(failureFacts(round, settled), logFormat)}`;
  }
  const { address } = target.routed;
  const origin = originOf(target);
  const shown = origin === address ? address : `${address} <${origin}>`;
  return settled.status === 'discarded' ? `${shown}: discarded` : `${shown}: ${transport?.name} transport succeeded`;
}

function addressFacts({ target, outcome, transport }: Settled, logsAsLocal: boolean): AddressFacts {
  const { routed, parents, recipient } = target;
  const final = outcome?.place ?? outcome?.saidAs?.address ?? finalOf(routed, transport);
  return {
    final,
    ...(routed.outcome.kind === 'special' && { special: true }),
    ...(logsAsLocal && { asLocal: true }),
    parents: parents.length === 0 ? [recipient.address] : parents.map(({ address }) => address),
    ...(routed.oneTimeParent !== undefined && { oneTimeParent: routed.oneTimeParent }),
  };
}

/** As the last router saw it; quotes are off, and affixes too unless the transport includes them. */
function finalOf(
  { address, outcome, localPart, domain, prefix = '', suffix = '' }: Settled['target']['routed'],
  transport: Settled['transport'],
): string {
  if (outcome.kind === 'special' || domain === '') return address;
  const isWhole = transport?.settings.get('rcpt_include_affixes')?.value === true;
  return `${isWhole ? `${prefix}${localPart}${suffix}` : localPart}@${domain}`;
}

/** Who sent it its way; where the routers ran out, none of them is to blame. */
export function routerOf({ routed }: Settled['target']): string | undefined {
  const { outcome, trail } = routed;
  if (outcome.kind === 'fail' && trail.at(-1)?.result !== 'failed') return undefined;
  return 'router' in outcome && outcome.router !== '' ? outcome.router : undefined;
}

/** Only of a delivery on this host. */
const asLocal = ({ target, outcome, status }: Settled): boolean =>
  status === 'delivered' &&
  target.routed.outcome.kind === 'accept' &&
  target.routed.outcome.logsAsLocal &&
  outcome?.host === undefined;

function common(round: Round, settled: Settled) {
  const { stored } = round;
  const router = routerOf(settled.target);
  return {
    address: addressFacts(settled, asLocal(settled)),
    ...(stored.queue !== undefined && { queue: stored.queue }),
    ...(router !== undefined && { router }),
    ...(transportName(settled) !== undefined && { transport: transportName(settled)! }),
    ...remoteOf(settled.outcome),
    ...(settled.outcome?.interface !== undefined && { interface: settled.outcome.interface }),
    deliverMs: settled.tookMs ?? 0,
  };
}

const isBypassed = ({ target }: Settled): boolean => goesNowhere(target);

/** Of what was forbidden, the one that would have had it. */
const transportName = (settled: Settled): string | undefined => {
  const { transport, target, outcome } = settled;
  const { outcome: routed } = target.routed;
  if (isBypassed(settled)) return '**bypassed**';
  return outcome?.byTransport ?? transport?.name ?? (routed.kind === 'special' ? routed.delivery.transport : undefined);
};

const senderOf = ({ stored }: Round, { target }: Settled): string => target.routed.props.errorsTo ?? stored.sender;

/** Every message has these: each field is there, so that all are of one shape. */
function deliveryFacts(round: Round, settled: Settled): DeliveryFacts {
  const { stored } = round;
  const { outcome, isFurther, target } = settled;
  const place = logFactsOf(outcome);
  return {
    address: addressFacts(settled, asLocal(settled)),
    queue: stored.queue,
    router: routerOf(target),
    transport: transportName(settled),
    interface: place.interface,
    deliverMs: settled.tookMs ?? 0,
    kind: stored.flags?.suppressDelivery === true ? 'suppressed' : isFurther === true ? 'further' : 'delivered',
    sender: outcome?.saidAs?.sender ?? stored.sender,
    returnPath: isBypassed(settled) ? undefined : (outcome?.returnPath ?? senderOf(round, settled)),
    sizeBytes: outcome?.octets ?? 0,
    localHost: localHost(settled),
    shadow: outcome?.shadow,
    remote: place.remote,
    tls: place.tls,
    auth: place.auth,
    pipelining: place.pipelining,
    prdr: place.prdr,
    chunking: place.chunking,
    confirmation: place.confirmation,
    queueMs: Math.max(0, nowOf(round) - stored.receivedAtMs),
  };
}

/** The first host of a router whose transport goes to none. */
function localHost({ target, transport }: Settled): string | undefined {
  const { outcome } = target.routed;
  const isLocal = transport !== undefined && transport.driver !== 'smtp';
  return isLocal && outcome.kind === 'accept' ? outcome.hosts[0]?.name : undefined;
}

function deferralFacts(round: Round, settled: Settled): Parameters<typeof deferralEntry>[0] {
  const { errno = 0, text, stage } = settled;
  const { router: _router, transport: _transport, ...rest } = common(round, settled);
  return {
    ...(stage === undefined ? common(round, settled) : rest),
    ...(stage !== undefined && { stage }),
    error: errno,
    ...(errno > 0 && { errorText: systemErrorText(errno) }),
    ...(text !== undefined && { message: text }),
    ...(settled.outcome?.panic === true && { panic: true }),
  };
}

function failureFacts(round: Round, settled: Settled): Parameters<typeof failureEntry>[0] {
  const { errno = 0, text, outcome, pathBefore } = settled;
  const returnPath = outcome?.returnPath ?? pathBefore;
  return {
    ...common(round, settled),
    sender: round.stored.sender,
    ...(returnPath !== undefined && { returnPath }),
    ...tlsOf(settled.outcome),
    ...(errno > 0 && { error: errno, errorText: systemErrorText(errno) }),
    ...(text !== undefined && { message: text }),
  };
}
