/**
 * The message, from a template, a body, header fields and attachments, as swaks makes one.
 *
 * A template given as text may have tokens (`%FROM_ADDRESS%`) and `\n`; octets of a file are taken as they are, so that what
 * is sent is what is in the file. Everything is handled one character an octet.
 */
import { type Attachment, mimeBody } from './mime.ts';

export interface ComposeSpec {
  /** The whole of it: text with tokens, or octets; the test message when absent. */
  readonly data?: { readonly text: string } | { readonly octets: Uint8Array };
  readonly body?: Uint8Array;
  /** `Name: value`: in place of the field of that name, or new. */
  readonly headers: readonly string[];
  readonly addHeaders: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  /** Without brackets. */
  readonly messageId: string;
  readonly boundary: string;
  readonly version: string;
  /** A line of an mbox before the first field is no part of a message. */
  readonly stripsFrom: boolean;
}

const TEST_MESSAGE =
  'Date: %DATE%\\nTo: %TO_ADDRESS%\\nFrom: %FROM_ADDRESS%\\nSubject: test %DATE%\\n' +
  'Message-Id: <%MESSAGEID%>\\nX-Mailer: mxray %VERSION%\\n%MIME_HEADERS%%NEW_HEADERS%\\n%BODY%';
const TEST_BODY = Buffer.from('This is a test mailing\n');

/** Line ends are as they come; what is on the wire is the business of prepare.ts. */
export function composeMessage(spec: ComposeSpec): Uint8Array {
  const { data } = spec;
  if (data !== undefined && 'octets' in data) {
    const text = withFields(latin1(stripFrom(data.octets, spec)), spec.headers, spec.addHeaders);
    return Buffer.from(text, 'latin1');
  }
  return Buffer.from(fromTemplate(data?.text ?? TEST_MESSAGE, spec), 'latin1');
}

const latin1 = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');
const octetsOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function stripFrom(octets: Uint8Array, { stripsFrom }: ComposeSpec): Uint8Array {
  if (!stripsFrom || Buffer.from(octets.subarray(0, 5)).toString('latin1') !== 'From ') return octets;
  const end = octets.indexOf(10);
  return end < 0 ? new Uint8Array() : octets.subarray(end + 1);
}

/** Tokens last, so that what they stand for is never read as a token itself. */
function fromTemplate(template: string, spec: ComposeSpec): string {
  const mime = mimeBody(spec.body ?? TEST_BODY, spec.attachments, spec.boundary);
  const lines = octetsOf(template).replaceAll('\\n', '\n');
  const end = headerEnd(lines);
  const fields = lines.slice(0, end).replaceAll('%MIME_HEADERS%', mime.fields);
  const [replaced, added] = replaceFields(fields, spec.headers, [...spec.addHeaders]);
  const news = added.map((field) => `${octetsOf(field)}\n`).join('');
  const header = replaced.includes('%NEW_HEADERS%') ? replaced.replaceAll('%NEW_HEADERS%', news) : replaced + news;
  return replaceTokens(header + lines.slice(end), spec, mime.body);
}

function replaceTokens(text: string, spec: ComposeSpec, body: string): string {
  const date = formatDate(spec.date);
  const values: Readonly<Record<string, string>> = {
    DATE: date,
    TO_ADDRESS: octetsOf(spec.to),
    FROM_ADDRESS: octetsOf(spec.from),
    MESSAGEID: spec.messageId,
    VERSION: spec.version,
    SWAKS_VERSION: spec.version,
    NEWLINE: '\n',
    BODY: body,
  };
  return text.replace(/%([A-Z_]+)%/g, (whole, name: string) => values[name] ?? whole);
}

function withFields(text: string, headers: readonly string[], added: readonly string[]): string {
  if (headers.length === 0 && added.length === 0) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const end = headerEnd(text);
  const [fields, news] = replaceFields(text.slice(0, end), headers, added);
  const complete = fields === '' || fields.endsWith('\n') ? fields : fields + lineEnd;
  return complete + news.map((field) => octetsOf(field) + lineEnd).join('') + text.slice(end);
}

/** Where the empty line begins that ends the header; the end of the text where there is none. */
function headerEnd(text: string): number {
  const match = /(^|\n)\r?\n/.exec(text);
  return match === null ? text.length : match.index + match[1]!.length;
}

/** Fields in place of those of their name, continuation lines and all; those of no name there are new. */
function replaceFields(
  header: string,
  headers: readonly string[],
  added: readonly string[],
): readonly [header: string, added: readonly string[]] {
  let text = header;
  const news = [...added];
  for (const field of headers) {
    const name = field.slice(0, field.indexOf(':'));
    const pattern = new RegExp(
      `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[ \\t]*:.*(\\r?\\n(?:[ \\t].*\\r?\\n?)*|$)`,
      'im',
    );
    const match = pattern.exec(text);
    if (match === null) news.push(field);
    else {
      const lineEnd = match[0].endsWith('\r\n') ? '\r\n' : match[0].endsWith('\n') ? '\n' : '';
      text = text.slice(0, match.index) + octetsOf(field) + lineEnd + text.slice(match.index + match[0].length);
    }
  }
  return [text, news];
}

/** RFC 5322 §3.3, in UTC. */
export function formatDate(date: Date): string {
  const [day, dayOfMonth, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day}, ${dayOfMonth} ${month} ${year} ${time} +0000`;
}
