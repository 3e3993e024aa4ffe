/** One thing to log: the text Exim writes, where it goes, and the same facts for the stream of events. */
import type { Printing } from './printing.ts';
import type { SelectorName, Selectors } from './selectors.ts';

export type LogName = 'main' | 'reject' | 'panic';

export interface LogEntry {
  /** Of the event stream; stable. */
  readonly event: string;
  readonly facts: object;
  /** Behind time, process and message id. */
  readonly text: string;
  /** A second line with what it is set in by, as mistakes of the configuration have one. */
  readonly secondLine?: string;
  readonly to: readonly LogName[];
  /** The main log has it only under this selector; the others always do. */
  readonly selector?: SelectorName;
  /** What the reject log has below the line, under the selector rejected_header. */
  readonly below?: RejectedMessage;
}

/** A message that was refused after DATA, as the reject log shows it. */
export interface RejectedMessage {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** With the letter that says what each is (`F` for From, blank for most), without the line end. */
  readonly headers: readonly { readonly letter: string; readonly text: string }[];
}

/** What all lines of a configuration have in common. */
export interface LogFormat extends Printing {
  readonly selectors: Selectors;
  /** Ports of services whose lines name ports (`log_ports`); absent: all. */
  readonly ports?: ReadonlySet<number>;
}

/** Do lines about this service name ports, where a selector asks for them? Its port may not be known. */
export const namesPorts = ({ ports }: LogFormat, service: number | undefined): boolean =>
  ports === undefined || service === undefined || ports.has(service);

export const MAIN: readonly LogName[] = ['main'];
export const MAIN_AND_REJECT: readonly LogName[] = ['main', 'reject'];
export const MAIN_AND_PANIC: readonly LogName[] = ['main', 'panic'];
export const PANIC: readonly LogName[] = ['panic'];

/** An entry for the main log, or for others. */
export const entry = (
  event: string,
  facts: object,
  text: string,
  to: readonly LogName[] = MAIN,
  selector?: SelectorName,
): LogEntry => (selector === undefined ? { event, facts, text, to } : { event, facts, text, to, selector });
