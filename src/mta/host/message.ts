/** The message that expansions are about: its header fields as octets, and what variables say of it. */
import { readableHeader } from '../expand/index.ts';

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Behind the colon, folds and the last line end as they are: LF. */
  readonly value: string;
}

export interface MessageText {
  readonly fields: readonly HeaderField[];
  readonly variable: (name: string) => string | undefined;
}

export const NO_MESSAGE: MessageText = { fields: [], variable: () => undefined };

/** @param text  octets; CRLF and LF both end lines, and inside Exim every line end is LF */
export function readMessageText(text: string): MessageText {
  const lines = text.replace(/\r\n/g, '\n');
  const { fields, header, body } = split(lines);
  const facts = factsOf(fields, header, body);
  return { fields, variable: (name) => facts[name]?.() };
}

const FIELD = /([!-9;-~]+)[ \t]*:([^\n]*\n(?:[ \t][^\n]*\n)*)/y;

function split(text: string): {
  readonly fields: readonly HeaderField[];
  readonly header: string;
  readonly body: string;
} {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const fields: HeaderField[] = [];
  let at = 0;
  for (;;) {
    FIELD.lastIndex = at;
    const [found, name, value] = FIELD.exec(whole) ?? [];
    if (found === undefined) break;
    fields.push({ name: name!.toLowerCase(), value: value! });
    at += found.length;
  }
  const bodyAt = text[at] === '\n' ? at + 1 : at;
  return { fields, header: text.slice(0, at), body: text.slice(bodyAt) };
}

/** What `$message_body` shows at most (message_body_visible). */
const VISIBLE_OCTETS = 500;

const spaced = (text: string): string => text.replace(/[\n\0]/g, ' ');
const linesIn = (text: string): number => text.split('\n').length - 1;

function factsOf(fields: readonly HeaderField[], header: string, body: string): Readonly<Record<string, () => string>> {
  const last = (name: string): string | undefined => fields.find((field) => field.name === name)?.value.trim();
  return {
    message_body: () => spaced(body.slice(0, VISIBLE_OCTETS)),
    message_body_end: () => spaced(body.slice(-VISIBLE_OCTETS)),
    message_body_size: () => String(body.length),
    message_size: () => String(header.length + 1 + body.length),
    message_headers_raw: () => header,
    message_headers: () => readableHeader(header),
    body_linecount: () => String(linesIn(body)),
    message_linecount: () => String(linesIn(header) + 1 + linesIn(body)),
    body_zerocount: () => String(body.split('\0').length - 1),
    received_count: () => String(fields.filter(({ name }) => name === 'received').length),
    reply_address: () => last('reply-to') ?? last('from') ?? '',
  };
}
