/**
 * event: what happens in sessions and deliveries, told to `event_action` while it happens (Exim spec ch. "Events").
 *
 * - **event**: a name (`tcp:connect`, a row of `registry.ts`), and a text about it. Those of connections that come in and of
 *   messages as a whole are told to the option of the main section, the others to that of the transport.
 * - **forced**: a text that the action comes to. Events that come before what they are about can forbid it by one
 *   (`tcp:connect`, `smtp:connect`, `tls:cert`), `auth:fail` puts it into the log in place of its own line; of others it is
 *   dropped.
 *
 * Whoever has something happen raises it (mta/receive, mta/deliver, the smtp transport) with an expansion host that knows its
 * variables; here are the words they have in common. The stream of events (`log_json`) has each of them, whether there is an
 * action or not.
 */
export { type Listener, raiseEvent, type TellEvent, type ToldEvent, withEvent } from './raise.ts';
export { EVENTS, type EventDef, type EventName } from './registry.ts';
