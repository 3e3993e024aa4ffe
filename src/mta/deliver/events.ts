/** Events of deliveries, told to `event_action` (Exim spec ch. "Events"). */
import { systemErrorText } from '../../base/index.ts';
import { type Driver, mainValue } from '../config/index.ts';
import { after, type ExpansionHost, expandOption, type Later, textOf } from '../expand/index.ts';
import { ERRNO } from '../retry/index.ts';
import type { AddressVariables } from '../route/index.ts';
import type { TransportEvent } from '../transport/index.ts';
import { originOf } from './plan/target.ts';
import type { Look } from './round.ts';
import { routerOf } from './settle/log.ts';
import type { Settled } from './settled.ts';

export interface DeliveryEvent {
  /** `msg:complete`, `msg:delivery`, … */
  readonly name: string;
  readonly data: string;
  readonly errno?: number;
  /** Absent: the option of the main section is asked. */
  readonly transport?: Driver;
  readonly variables: AddressVariables;
}

/** What the action comes to; it is asked of the outcome only by events that come before what they are about. */
export function raise(round: Look, event: DeliveryEvent): Later<string | undefined> {
  const { transport } = event;
  const action =
    transport === undefined
      ? mainValue(round.ports.configuration, 'event_action')
      : transport.settings.get('event_action')?.value;
  const older = OLDER_ACTIONS[event.name];
  const before = older === undefined ? undefined : transport?.settings.get(older)?.value;
  return after(run(round, event, older ?? '', before), () => run(round, event, 'event_action', action));
}

/** Of 4.85, for one event each. */
const OLDER_ACTIONS: Readonly<Record<string, string>> = {
  'msg:delivery': 'tpda_delivery_action',
  'msg:host:defer': 'tpda_host_defer_action',
};

function run(round: Look, event: DeliveryEvent, option: string, action: unknown): Later<string | undefined> {
  if (typeof action !== 'string' || action === '') return undefined;
  return after(expandOption(action, hostOf(round, event)), (outcome) => {
    if (outcome.kind === 'text') return outcome.text;
    if (outcome.kind !== 'forced-fail') {
      const where = event.transport?.name ?? 'main';
      round.complain(`failed to expand ${option} ${event.name} in ${where}: ${outcome.message}`);
    }
    return undefined;
  });
}

function hostOf({ host }: Look, { name, data, errno, variables }: DeliveryEvent): ExpansionHost {
  return host((wanted) => {
    switch (wanted) {
      case 'event_name':
        return name;
      case 'event_data':
        return textOf(data, true);
      case 'event_defer_errno':
      case 'tpda_defer_errno':
        return String(errno ?? 0);
      case 'tpda_defer_errstr':
      case 'tpda_delivery_confirmation':
        return textOf(data, true);
      default:
        return variables(OLDER_NAMES[wanted] ?? wanted);
    }
  });
}

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
export async function raiseSettled(round: Look, settled: Settled): Promise<void> {
  const { transport } = settled;
  const about = eventOf(settled);
  if (about === undefined) return;
  const variables = variablesOf(settled);
  const errno = settled.errno ?? 0;
  await raise(round, { ...about, errno, variables, ...(transport !== undefined && { transport }) });
}

function eventOf(settled: Settled): { name: string; data: string } | undefined {
  const { status, transport, outcome, text = '' } = settled;
  if (status === 'delivered') return { name: 'msg:delivery', data: outcome?.confirmation ?? '' };
  if (status === 'failed' && transport === undefined) return { name: 'msg:fail:internal', data: text };
  if (status === 'failed') return { name: 'msg:fail:delivery', data: outcome?.host === undefined ? '' : text };
  return isPutOffByHosts(settled)
    ? { name: 'msg:defer', data: text || systemErrorText(settled.errno ?? 0) }
    : undefined;
}

/** Once for a delivery that hosts have put off; recipients that were put off one by one the transport tells of itself. */
const isPutOffByHosts = ({ status, hosts = [], errno, isFurther }: Settled): boolean =>
  status === 'deferred' &&
  isFurther !== true &&
  errno !== ERRNO.rcpt4xx &&
  hosts.some(({ result }) => result === 'deferred');

function variablesOf({ target, transport, outcome, hosts = [], status }: Settled): AddressVariables {
  const { routed } = target;
  const { interface: own } = outcome ?? {};
  const host = outcome?.host ?? (status === 'deferred' ? hosts.at(-1)?.host : undefined);
  const isSpecial = routed.outcome.kind === 'special';
  const origin = originOf(target);
  const known: Readonly<Record<string, string | undefined>> = {
    local_part: isSpecial ? routed.address : routed.localPart,
    domain: isSpecial ? target.parents[0]?.domain : routed.domain,
    original_local_part: origin.slice(0, origin.lastIndexOf('@')),
    original_domain: origin.slice(origin.lastIndexOf('@') + 1),
    host: host?.name,
    host_address: host?.address,
    host_port: host === undefined ? undefined : String(host.port ?? 25),
    sending_ip_address: own?.address,
    sending_port: own === undefined ? undefined : String(own.port),
    router_name: routerOf(target),
    transport_name: transport?.name,
    tls_out_dane: outcome?.tls?.dane === true ? 'yes' : 'no',
  };
  return (name) => {
    const value = known[name];
    return value === undefined ? undefined : textOf(value, true);
  };
}

export const raiseComplete = (round: Look): Later<string | undefined> =>
  raise(round, { name: 'msg:complete', data: '', variables: () => undefined });
