/** Every event there is. To add one: a row here, and the place that raises it. */

export type EventName = (typeof EVENTS)[number]['name'];

export interface EventDef {
  readonly name: string;
  /** Whose `event_action` is asked. */
  readonly option: 'main' | 'transport' | 'both';
  /** What happens. */
  readonly doc: string;
  /** What `$event_data` holds. */
  readonly data: string;
  /** What a text does that the action comes to; absent: nothing. */
  readonly forces?: string;
}

const NOTHING = 'empty';
const WHY = 'why';

export const EVENTS = [
  {
    name: 'auth:fail',
    option: 'both',
    doc: 'An exchange of AUTH came to nothing, once for each; $sender_host_authenticated names the authenticator where a client failed here.',
    data: 'the reply, with its number',
    forces: 'it is logged in place of the usual line',
  },
  {
    name: 'dane:fail',
    option: 'transport',
    doc: 'A connection came to nothing by what DANE asks for.',
    data: 'dane-required, dnssec-invalid, validation-failure or starttls-not-supported',
  },
  {
    name: 'dns:fail',
    option: 'both',
    doc: 'A look-up in the DNS was not answered. Of deliveries, too, it is told to the main section.',
    data: 'AGAIN (nobody answered, or a server failed) or FAIL (refused, or an answer of no use), then the name and the type: AGAIN:mx.example:A',
  },
  { name: 'msg:complete', option: 'main', doc: 'A message has left the queue.', data: NOTHING },
  { name: 'msg:defer', option: 'transport', doc: 'Hosts have put a delivery off, once for each.', data: WHY },
  {
    name: 'msg:delivery',
    option: 'transport',
    doc: 'A recipient was delivered to.',
    data: 'what the host said when it took the message',
  },
  { name: 'msg:fail:delivery', option: 'transport', doc: 'A recipient has failed.', data: 'what the host said' },
  {
    name: 'msg:fail:internal',
    option: 'main',
    doc: 'A recipient has failed before there was a transport.',
    data: WHY,
  },
  { name: 'msg:host:defer', option: 'transport', doc: 'A host was no good now, once for each try.', data: WHY },
  {
    name: 'msg:rcpt:defer',
    option: 'transport',
    doc: 'A recipient was put off by all hosts that were tried.',
    data: WHY,
  },
  { name: 'msg:rcpt:host:defer', option: 'transport', doc: 'A host has put a recipient off.', data: 'what it said' },
  {
    name: 'smtp:connect',
    option: 'transport',
    doc: 'A host has greeted us.',
    data: 'its greeting',
    forces: 'the connection is closed, and the message put off',
  },
  { name: 'smtp:ehlo', option: 'transport', doc: 'A host has answered EHLO.', data: 'its answer' },
  {
    name: 'smtp:fail:protocol',
    option: 'main',
    doc: 'A client said a command where it has no place.',
    data: 'what is wrong',
  },
  {
    name: 'smtp:fail:syntax',
    option: 'main',
    doc: 'A client said something that is no command, or a command wrongly.',
    data: 'what is wrong',
  },
  { name: 'tcp:close', option: 'transport', doc: 'A connection to a host was closed.', data: NOTHING },
  {
    name: 'tcp:connect',
    option: 'transport',
    doc: 'A host, or a proxy, is going to be connected to.',
    data: NOTHING,
    forces: 'it is not, and the message put off',
  },
  {
    name: 'tls:cert',
    option: 'both',
    doc: 'A certificate was shown, once for each of a chain, the authority first; $tls_in_peercert or $tls_out_peercert holds it.',
    data: 'its depth, 0 for that of the host itself',
    forces: 'the chain counts as not verified',
  },
  {
    name: 'tls:fail:connect',
    option: 'both',
    doc: 'A handshake came to nothing.',
    data: 'what failed, in parentheses, and why',
  },
] as const satisfies readonly EventDef[];
