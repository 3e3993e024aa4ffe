/** Whole lines: what stands before an entry's text, and what the reject log has below it. */
import type { LogEntry, RejectedMessage } from './entry.ts';
import type { Selectors } from './selectors.ts';

export interface LinePrefix {
  /** Date and time, with what the options add. */
  readonly stamp: string;
  /** Under the selector pid. */
  readonly pid?: number;
  /** Of the message, where there is one. */
  readonly id?: string;
}

/** With its line end. Text that has line ends in it (it should not) stays one line. */
export function formatLine({ stamp, pid, id }: LinePrefix, { text, secondLine }: LogEntry): string {
  const second = secondLine === undefined ? '' : `${oneLine(secondLine)}\n`;
  const process = pid === undefined ? '' : ` [${pid}]`;
  return `${stamp}${process}${id === undefined ? '' : ` ${id}`} ${oneLine(text)}\n${second}`;
}

const oneLine = (text: string): string =>
  /[\n\r]/.test(text) ? text.replace(/\r/g, '\\r').replace(/\n/g, '\\n') : text;

/** What `exim -bh` prints of an entry: from the 20th octet on, where the usual time ends. */
export const hostCheckLine = (prefix: LinePrefix, made: LogEntry): string =>
  `LOG: ${formatLine(prefix, made).slice(USUAL_STAMP_OCTETS)}`;

const USUAL_STAMP_OCTETS = 20;

/** Does the main log have it? The selector of an entry is about no other. */
export const isInMain = ({ selector }: LogEntry, selectors: Selectors): boolean =>
  selector === undefined || selectors.has(selector);

/** Envelope and headers below a line of the reject log; at most five recipients, and no more than Exim's buffer holds. */
export function formatBelow(message: RejectedMessage, usedOctets: number): string {
  let text = envelope(message);
  for (const { letter, text: header } of message.headers) {
    const more = `${letter} ${header.replace(/\r?\n$/, '')}\n`;
    if (usedOctets + text.length + more.length > MAX_OCTETS) return `${trimmed(text, usedOctets)}\n*** truncated ***\n`;
    text += more;
  }
  return text;
}

/** Exim's log buffer. */
const MAX_OCTETS = 8_192;
const TRUNCATION_ROOM = 100;

const trimmed = (text: string, usedOctets: number): string =>
  text.slice(0, Math.max(0, MAX_OCTETS - TRUNCATION_ROOM - usedOctets)).replace(/\n+$/, '');

const SHOWN_RECIPIENTS = 5;

function envelope({ sender, recipients }: RejectedMessage): string {
  if (recipients.length === 0) return '';
  const [first, ...others] = recipients.slice(0, SHOWN_RECIPIENTS);
  const more = others.map((each) => `    <${each}>\n`).join('');
  const cut = recipients.length > SHOWN_RECIPIENTS ? '    ...\n' : '';
  return `Envelope-from: <${sender}>\nEnvelope-to: <${first}>\n${more}${cut}`;
}
