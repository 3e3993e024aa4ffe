/** `==` and `**`: a delivery was put off, or has failed. */
import { formatDuration } from '../durations.ts';
import { entry, type LogEntry, type LogFormat, MAIN, MAIN_AND_PANIC } from '../entry.ts';
import { printable } from '../printing.ts';
import { type AddressFacts, addressText } from './address.ts';
import { type DeliveryFacts, type RemoteFacts, remoteFields } from './delivery.ts';
import { type TlsFacts, tlsFields } from './tls.ts';

export interface DeferralFacts {
  readonly address: AddressFacts;
  readonly queue?: string | undefined;
  readonly router?: string | undefined;
  readonly transport?: string | undefined;
  /** Where no driver is to blame: everything of that kind has been put off. */
  readonly stage?: 'routing' | 'transporting' | undefined;
  /** A number of the system, or negative one of Exim's own. */
  readonly error: number;
  /** The system's words for a positive number. */
  readonly errorText?: string;
  readonly remote?: RemoteFacts;
  readonly interface?: DeliveryFacts['interface'];
  readonly deliverMs?: number;
  readonly message?: string;
  /** Also for the panic log. */
  readonly panic?: boolean;
}

/** Numbers at or below this one say that a retry time has not come. */
const RETRY_BASE = -51;

export function deferralEntry(facts: DeferralFacts, format: LogFormat): LogEntry {
  const to = facts.panic === true ? MAIN_AND_PANIC : MAIN;
  return entry(
    'deferral',
    facts,
    `== ${deferralText(facts, format)}`,
    to,
    facts.error <= RETRY_BASE ? 'retry_defer' : undefined,
  );
}

/** Without the flag: what the message's own log has. */
export function deferralText(facts: DeferralFacts, format: LogFormat): string {
  const { selectors } = format;
  const why = facts.error > 0 ? `: ${facts.errorText ?? 'Unknown error'}` : '';
  return (
    addressText(facts.address, selectors.has('all_parents')) +
    (facts.queue === undefined || facts.queue === '' ? '' : ` Q=${facts.queue}`) +
    driverFields(facts) +
    ` defer (${facts.error})${why}` +
    (facts.remote === undefined ? '' : remoteFields(facts.remote, facts.interface, format)) +
    timeField(facts.deliverMs, format) +
    messageField(facts.message, format)
  );
}

export interface FailureFacts extends Omit<DeferralFacts, 'error' | 'panic'> {
  readonly sender: string;
  readonly returnPath?: string;
  readonly tls?: TlsFacts;
  /** Of the system, where one is the cause. */
  readonly error?: number;
}

export const failureEntry = (facts: FailureFacts, format: LogFormat): LogEntry =>
  entry('failure', facts, `** ${failureText(facts, format)}`);

/** Without the flag: what the message's own log has. */
export function failureText(facts: FailureFacts, format: LogFormat): string {
  const { selectors } = format;
  const { queue, returnPath, remote, error = 0 } = facts;
  const why = error > 0 ? `: ${facts.errorText ?? 'Unknown error'}` : '';
  return (
    addressText(facts.address, selectors.has('all_parents')) +
    (selectors.has('sender_on_delivery') ? ` F=<${facts.sender}>` : '') +
    (queue === undefined || queue === '' ? '' : ` Q=${queue}`) +
    (returnPath === undefined || !selectors.has('return_path_on_delivery') ? '' : ` P=<${returnPath}>`) +
    driverFields(facts) +
    (remote === undefined ? '' : remoteFields(remote, facts.interface, format)) +
    tlsFields(facts.tls, format) +
    why +
    messageField(facts.message, format) +
    timeField(facts.deliverMs, format)
  );
}

const driverFields = ({ router, transport, stage }: Pick<DeferralFacts, 'router' | 'transport' | 'stage'>): string =>
  (router === undefined ? '' : ` R=${router}`) +
  (transport === undefined ? '' : ` T=${transport}`) +
  (stage === undefined ? '' : ` ${stage}`);

const timeField = (deliverMs: number | undefined, { selectors }: LogFormat): string =>
  deliverMs === undefined || !selectors.has('deliver_time')
    ? ''
    : ` DT=${formatDuration(deliverMs, selectors.has('millisec'))}`;

const messageField = (message: string | undefined, format: LogFormat): string =>
  message === undefined ? '' : `: ${printable(message, format)}`;

export interface HostTroubleFacts {
  readonly remote: RemoteFacts;
  readonly message: string;
  /** The message is the host's or about what it said, and stands behind a colon; else it is the system's. */
  readonly isSaid?: boolean;
  /** It was said of one recipient: the colon stands there only without the port, as with Exim. */
  readonly isOfRecipient?: boolean;
}

/** `H=name [address]:port Connection refused`: one host of several did not take it; what became of the address follows. */
export function hostTroubleEntry(facts: HostTroubleFacts, format: LogFormat): LogEntry {
  const { remote, message, isSaid = false, isOfRecipient = false } = facts;
  const hasColon = isSaid || (isOfRecipient && !format.selectors.has('outgoing_port'));
  return entry('host-trouble', facts, `H=${place(remote, format)}${hasColon ? ':' : ''} ${printable(message, format)}`);
}

function place({ name, address, port }: RemoteFacts, { selectors }: LogFormat): string {
  return `${name} [${address}]${port !== undefined && selectors.has('outgoing_port') ? `:${port}` : ''}`;
}
