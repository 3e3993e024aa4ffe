/** Sentences of logs and bounces, as Exim says them. */
import type { Reply, Stage } from '../../../core/smtp/index.ts';

/** All its lines, each with its code, a line end shown as `\n`. */
export const replyText = (reply: Reply): string => reply.lines.map((_, i) => lineOf(reply, i).trimEnd()).join('\\n');

/** As they came, a line end behind each. */
export const replyLines = (reply: Reply): string => reply.lines.map((_, i) => `${lineOf(reply, i)}\n`).join('');

const lineOf = ({ code, lines, codes }: Reply, i: number): string =>
  `${codes?.[i] ?? code}${i < lines.length - 1 ? '-' : ' '}${lines[i]}`;

export interface Said {
  readonly stage: Stage;
  /** MAIL as it was said. */
  readonly command?: string | undefined;
  /** For RCPT. */
  readonly address?: string | undefined;
  readonly helo: string;
  /** Of AUTH, secrets masked. */
  readonly auth?: string | undefined;
  /** Commands went in groups. */
  readonly pipelining: boolean;
  readonly chunking: boolean;
}

/** What was said last, for `… after X`. */
export function commandText({ stage, command, address, helo, auth }: Said): string {
  switch (stage) {
    case 'connect':
    case 'tls':
    case 'greeting':
      return 'initial connection';
    case 'ehlo':
    case 'helo':
    case 'lhlo':
      return `${stage.toUpperCase()} ${helo}`;
    case 'auth':
      return auth ?? 'AUTH';
    case 'mail':
      return command ?? 'MAIL';
    case 'rcpt':
      return `RCPT TO:<${address ?? ''}>`;
    case 'dot':
    case 'bdat':
      return 'end of data';
    case 'body':
      return 'sending data block';
    default:
      return stage.toUpperCase();
  }
}

/** A reply to one recipient is told of that one alone, however it was sent. */
export function errorAfter(said: Said, reply: Reply): string {
  const group = said.stage !== 'rcpt' && isInGroup(said) ? 'pipelined ' : '';
  return `SMTP error from remote mail server after ${group}${commandText(said)}: ${replyText(reply)}`;
}

/** Still so at the end of chunks, but not behind the answer to DATA. */
const isInGroup = ({ stage, pipelining, chunking }: Said): boolean =>
  pipelining && (GROUPED.has(stage) || (chunking && (stage === 'bdat' || stage === 'body')));

const GROUPED: ReadonlySet<Stage> = new Set(['mail', 'rcpt', 'data']);

export const closedAfter = (said: Said): string =>
  `Remote host closed connection in response to ${isInGroup(said) ? 'pipelined ' : ''}${commandText(said)}`;

/** @param octets  of the message, written so far */
export function timeoutAfter(said: Said, octets: number): string {
  const all = said.stage === 'dot' ? octets + END_OCTETS : octets;
  const written = octets > 0 && AFTER_DATA.has(said.stage) ? ` (${all} bytes written)` : '';
  return `SMTP timeout after ${isInGroup(said) ? 'pipelined ' : ''}${commandText(said)}${written}`;
}

/** The dot and what ends its line. */
const END_OCTETS = 3;
const AFTER_DATA: ReadonlySet<Stage> = new Set(['dot', 'bdat', 'body']);

export function malformedAfter(said: Said, line: string): string {
  const where = `${isInGroup(said) ? 'pipelined ' : ''}${commandText(said)}`;
  const shown = line
    .trim()
    .replace(/[^\x20-\x7e]/g, (octet) => `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return shown === ''
    ? `Malformed SMTP reply (an empty line) in response to ${where}`
    : `Malformed SMTP reply in response to ${where}: ${shown}`;
}
