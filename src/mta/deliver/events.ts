/** Events of deliveries, told to `event_action` (Exim spec ch. "Events"). */
import { type Driver, mainValue } from '../config/index.ts';
import { type EventName, raiseEvent, withEvent } from '../event/index.ts';
import { after, type Later, textOf } from '../expand/index.ts';
import type { AddressVariables } from '../route/index.ts';
import type { OutgoingTls, RecipientOutcome, TransportEvent } from '../transport/index.ts';
import { isUnchanged, originOf, type Target } from './plan/target.ts';
import type { Look } from './round.ts';
import { routerOf } from './settle/log.ts';
import type { Settled } from './settled.ts';

export interface DeliveryEvent {
  readonly name: EventName;
  readonly data: string;
  readonly errno?: number;
  /** Absent: the option of the main section is asked. */
  readonly transport?: Driver;
  readonly variables: AddressVariables;
}

/** What the action comes to; it is asked of the outcome only by events that come before what they are about. */
export function raise(round: Look, event: DeliveryEvent): Later<string | undefined> {
  const older = OLDER_ACTIONS[event.name];
  const before = older === undefined ? undefined : run(round, event, older);
  return after(
    after(before, () => run(round, event, 'event_action')),
    (forced) => {
      tell(round, event, forced);
      return forced;
    },
  );
}

/** Of 4.85, for one event each. */
const OLDER_ACTIONS: Partial<Readonly<Record<EventName, string>>> = {
  'msg:delivery': 'tpda_delivery_action',
  'msg:host:defer': 'tpda_host_defer_action',
};

/** Does anybody want to know of events of this transport, or of the main section's? */
const isHeard = ({ ports }: Look, transport: Driver | undefined): boolean =>
  ports.tellEvent !== undefined || hasAction({ ports }, transport);

/** Is something run for events of it? Nobody knows for how long. */
export const hasAction = ({ ports }: Pick<Look, 'ports'>, transport: Driver | undefined): boolean =>
  OPTIONS.some((option) => actionOf(ports, transport, option) !== '');

const OPTIONS = ['event_action', ...Object.values(OLDER_ACTIONS)];

function actionOf({ configuration }: Look['ports'], transport: Driver | undefined, option: string): string {
  if (transport === undefined) return option === 'event_action' ? String(mainValue(configuration, option) ?? '') : '';
  return String(transport.settings.get(option)?.value ?? '');
}

function run(round: Look, event: DeliveryEvent, option: string): Later<string | undefined> {
  const { ports, host, complain } = round;
  const { name, transport, variables } = event;
  const action = actionOf(ports, transport, option);
  if (action === '') return undefined;
  const own = withEvent(event, (wanted) => variables(OLDER_NAMES[wanted] ?? wanted));
  return raiseEvent(name, {
    option,
    where: transport?.name ?? 'main',
    action,
    host: host(own),
    complain,
  });
}

/** Into the stream of events. */
function tell({ ports, stored }: Look, event: DeliveryEvent, forced: string | undefined): void {
  if (ports.tellEvent === undefined) return;
  const { name, data, errno, transport, variables } = event;
  const known = TOLD_VARIABLES.flatMap((variable) => {
    const value = variables(variable);
    const text = typeof value === 'object' ? value.text : value;
    return text === undefined || text === '' ? [] : [[variable, text] as const];
  });
  ports.tellEvent(
    {
      name,
      data,
      ...(errno !== undefined && errno !== 0 && { errno }),
      ...(transport !== undefined && { transport: transport.name }),
      ...(forced !== undefined && { forced }),
      variables: Object.fromEntries(known),
    },
    stored.id,
  );
}

const TOLD_VARIABLES = [
  'local_part',
  'domain',
  'host',
  'host_address',
  'host_port',
  'sending_ip_address',
  'sending_port',
  'router_name',
  'tls_out_dane',
];

/** Variables of 4.85. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  tpda_delivery_ip: 'host_address',
  tpda_delivery_port: 'host_port',
  tpda_delivery_fqdn: 'host',
  tpda_delivery_local_part: 'local_part',
  tpda_delivery_domain: 'domain',
};

/** For transports, which raise their own. */
export const raiseFor =
  (round: Look) =>
  ({ name, data, errno, transport, variables }: TransportEvent): Later<string | undefined> =>
    raise(round, { name, data, transport, variables, ...(errno !== undefined && { errno }) });

/** What came of an address. */
export const raiseSettled = (round: Look, settled: Settled): Later<unknown> =>
  raiseAbout(round, settled, saysNothing(settled) ? undefined : eventOf(settled));

/** It has failed, and nobody is told but by this. */
export const raiseIgnored = (round: Look, settled: Settled): Later<unknown> =>
  raiseAbout(round, settled, eventOf(settled));

/** Where routing has failed for one who wants to hear of success, or of nothing: as Exim has it. */
function saysNothing({ target, status, transport }: Settled): boolean {
  const { notify = [] } = isUnchanged(target) ? target.recipient : {};
  return status === 'failed' && transport === undefined && (notify.includes('SUCCESS') || notify.includes('NEVER'));
}

function raiseAbout(round: Look, settled: Settled, about: ReturnType<typeof eventOf>): Later<unknown> {
  const { transport } = settled;
  if (about === undefined || !isHeard(round, transport)) return undefined;
  const variables = variablesOf(round, settled);
  const errno = settled.errno ?? 0;
  return raise(round, { ...about, errno, variables, ...(transport !== undefined && { transport }) });
}

function eventOf(settled: Settled): Pick<DeliveryEvent, 'name' | 'data'> | undefined {
  const { status, transport, outcome, text = '' } = settled;
  if (status === 'delivered') return { name: 'msg:delivery', data: outcome?.confirmation ?? '' };
  if (status === 'failed' && transport === undefined) return { name: 'msg:fail:internal', data: text };
  if (status === 'failed') {
    const isTold = outcome?.host !== undefined || TELLING_DRIVERS.has(transport!.driver);
    return { name: 'msg:fail:delivery', data: isTold ? text : '' };
  }
  return undefined; // what hosts have put off the transport tells of itself
}

/** Their failures are told in words, also where no host is to blame. */
const TELLING_DRIVERS: ReadonlySet<string> = new Set(['autoreply', 'lmtp', 'smtp']);

/**
 * Behind a transport Exim knows the return path still, and whose address it was first of the delivery to other hosts that was
 * begun last, where that was of one alone; of mailboxes, programs and addresses that no transport had it knows nothing of that.
 */
function variablesOf({ how, stored }: Look, settled: Settled): AddressVariables {
  const { target, transport, outcome, hosts = [], status, lastBegun = [] } = settled;
  const { routed } = target;
  const { interface: own } = outcome ?? {};
  const host = outcome?.host ?? (status === 'deferred' ? hosts.at(-1)?.host : undefined);
  const isSpecial = routed.outcome.kind === 'special';
  const isUnbegun = outcome?.isUnbegun === true;
  const origin = lastBegun.length === 1 && !isUnbegun ? originOf(lastBegun[0]!) : '';
  const routedFor = how.cancelledBy === undefined ? routedPath(stored, target) : undefined;
  const known: Readonly<Record<string, string | undefined>> = {
    local_part: isSpecial ? routed.address : routed.localPart,
    domain: isSpecial ? target.parents[0]?.domain : routed.domain,
    original_local_part: origin.slice(0, Math.max(0, origin.lastIndexOf('@'))),
    original_domain: origin.slice(origin.lastIndexOf('@') + 1),
    host: host?.name,
    host_address: isUnbegun ? firstAddress(target) : host?.address,
    host_port: host === undefined ? undefined : String(host.port ?? 25),
    sending_ip_address: own?.address,
    sending_port: own === undefined ? undefined : String(own.port),
    router_name: routerOf(target),
    transport_name: transport?.name,
    return_path: transport === undefined || isUnbegun ? routedFor : outcome?.returnPath,
    ...(status === 'delivered' ? tlsOf(outcome?.tls) : { tls_out_dane: 'no' }),
  };
  return namedVariables(known);
}

/** Before a delivery begins Exim has looked at its first host. */
const firstAddress = ({ routed: { outcome } }: Target): string | undefined =>
  outcome.kind === 'accept' ? outcome.hosts[0]?.address : undefined;

/** The return path while an address is routed: where errors of what it was made of go, whatever its own router says. */
export const routedPath = (stored: Look['stored'], { recipient, parents: [nearest] }: Target): string =>
  nearest?.props.errorsTo ?? recipient.errorsTo ?? stored.sender;

/** Whether the certificate was verified is forgotten by then, as with Exim. */
const tlsOf = (tls: OutgoingTls | undefined): Readonly<Record<string, string | undefined>> => ({
  tls_out_dane: tls?.dane === true ? 'yes' : 'no',
  tls_out_cipher: tls?.cipher,
  tls_out_ver: tls?.version,
  tls_out_ocsp: tls?.ocsp === undefined ? undefined : String(tls.ocsp),
  tls_out_peerdn: tls?.peerDn,
  tls_out_peercert: tls?.peerCertificate,
});

const namedVariables =
  (known: Readonly<Record<string, string | undefined>>): AddressVariables =>
  (name) => {
    const value = known[name];
    return value === undefined ? undefined : textOf(value, true);
  };

/**
 * @param last        of whom the last delivery to other hosts was: Exim knows their domain, and who it is where he is alone
 * @param outcomes    of them: where the last event about one has left it, Exim knows the host as well
 * @param returnPath  as it was left by what came last: a report, a delivery, routing
 */
export function raiseComplete(
  round: Look,
  last: readonly Target[],
  outcomes: readonly RecipientOutcome[],
  returnPath: string | undefined,
): Later<string | undefined> {
  if (!isHeard(round, undefined)) return undefined;
  const { host, interface: own, isUnbegun } = outcomes.at(-1) ?? {};
  if (isUnbegun === true) {
    const unbegun = { host_address: firstAddress(last[0]!), return_path: returnPath };
    return raise(round, { name: 'msg:complete', data: '', variables: namedVariables(unbegun) });
  }
  const [first] = last;
  const origin = last.length === 1 ? originOf(first!) : undefined;
  const domain = last.every(({ routed }) => routed.domain === first?.routed.domain) ? first?.routed.domain : undefined;
  const known: Readonly<Record<string, string | undefined>> = {
    local_part: last.length === 1 ? first?.routed.localPart : undefined,
    domain,
    original_local_part: origin?.slice(0, origin.lastIndexOf('@')),
    original_domain: origin?.slice(origin.lastIndexOf('@') + 1),
    return_path: returnPath,
    host: host?.name,
    host_address: host?.address,
    host_port: host === undefined ? undefined : String(host.port ?? 25),
    sending_ip_address: own?.address,
    sending_port: own === undefined ? undefined : String(own.port),
  };
  return raise(round, { name: 'msg:complete', data: '', variables: namedVariables(known) });
}
