/** Events of sessions, told to the main section's `event_action` (Exim spec ch. "Events"). */
import { type EventName, raiseEvent, withEvent } from '../event/index.ts';
import { after, type ExpansionHost, type Later } from '../expand/index.ts';
import { SessionAcls } from './policy/run.ts';
import type { Session } from './session.ts';

export interface SessionEventFacts {
  readonly name: EventName;
  readonly data: string;
  /** Variables that hold something else while it is told. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Does anybody want to know of events? */
export const isHeard = ({ shared: { options, ports } }: Session): boolean =>
  ports.tellEvent !== undefined || (options.text('event_action') ?? '') !== '';

/** @returns what the action comes to; undefined: nothing */
export function raise(session: Session, event: SessionEventFacts): Later<string | undefined> {
  const { options, ports } = session.shared;
  const action = options.text('event_action') ?? '';
  if (action === '') {
    tell(session, event, undefined);
    return undefined;
  }
  const listener = { option: 'event_action', where: 'main', action, host: hostOf(session, event) };
  const raised = raiseEvent(event.name, { ...listener, complain: (line) => session.logTrouble(line) });
  if (ports.tellEvent === undefined) return raised;
  return after(raised, (forced) => {
    tell(session, event, forced);
    return forced;
  });
}

function hostOf(session: Session, event: SessionEventFacts): ExpansionHost {
  const { host: usual } = session;
  const variable = withEvent(event, (wanted) => event.variables?.[wanted] ?? usual.variable(wanted));
  const host: ExpansionHost = { ...usual, variable, acls: new SessionAcls(session, () => host) };
  return host;
}

/** Into the stream of events. */
function tell({ connection, message, shared }: Session, event: SessionEventFacts, forced: string | undefined): void {
  const { name, data, variables } = event;
  const { client, helo } = connection;
  shared.ports.tellEvent?.(
    {
      name,
      data,
      ...(forced !== undefined && { forced }),
      variables: {
        ...(client !== undefined && { sender_host_address: client.address, sender_host_port: String(client.port) }),
        ...(helo !== undefined && { sender_helo_name: helo.name }),
        ...variables,
      },
    },
    message?.id,
  );
}
