/** Events of deliveries, told to `event_action` (Exim spec ch. "Events"). */
import { type Driver, mainValue } from '../config/index.ts';
import { after, type ExpansionHost, expandOption, type Later, textOf } from '../expand/index.ts';
import type { AddressVariables } from '../route/index.ts';
import type { TransportEvent } from '../transport/index.ts';
import { originOf } from './plan/target.ts';
import type { Look } from './round.ts';
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
  if (typeof action !== 'string' || action === '') return undefined;
  return after(expandOption(action, hostOf(round, event)), (outcome) => {
    if (outcome.kind === 'text') return outcome.text;
    if (outcome.kind !== 'forced-fail') {
      const where = transport === undefined ? 'main' : `transport ${transport.name}`;
      round.complain(`failed to expand event_action ${event.name} in ${where}: ${outcome.message}`);
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
        return String(errno ?? 0);
      default:
        return variables(wanted);
    }
  });
}

/** For transports, which raise their own. */
export const raiseFor =
  (round: Look) =>
  ({ name, data, transport, variables }: TransportEvent): Later<string | undefined> =>
    raise(round, { name, data, transport, variables });

/** What came of an address. */
export async function raiseSettled(round: Look, settled: Settled): Promise<void> {
  const { transport, status } = settled;
  const about = eventOf(settled);
  if (about === undefined) return;
  const variables = variablesOf(settled);
  const errno = settled.errno ?? 0;
  await raise(round, { ...about, errno, variables, ...(transport !== undefined && { transport }) });
  if (status === 'deferred' && transport !== undefined && settled.isFurther !== true)
    await raise(round, { name: 'msg:defer', data: settled.text ?? '', errno, variables, transport });
}

function eventOf({ status, transport, outcome, text = '' }: Settled): { name: string; data: string } | undefined {
  if (status === 'delivered') return { name: 'msg:delivery', data: outcome?.confirmation ?? '' };
  if (status === 'failed')
    return { name: transport === undefined ? 'msg:fail:internal' : 'msg:fail:delivery', data: text };
  if (status === 'deferred' && transport !== undefined) return { name: 'msg:rcpt:defer', data: text };
  return undefined;
}

function variablesOf({ target, transport, outcome }: Settled): AddressVariables {
  const { routed } = target;
  const { host, interface: own } = outcome ?? {};
  const origin = originOf(target);
  const known: Readonly<Record<string, string | undefined>> = {
    local_part: routed.localPart,
    domain: routed.domain,
    original_local_part: origin.slice(0, origin.lastIndexOf('@')),
    original_domain: origin.slice(origin.lastIndexOf('@') + 1),
    host: host?.name,
    host_address: host?.address,
    host_port: host === undefined ? undefined : String(host.port ?? 25),
    sending_ip_address: own?.address,
    sending_port: own === undefined ? undefined : String(own.port),
    router_name: 'router' in routed.outcome ? routed.outcome.router : undefined,
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
