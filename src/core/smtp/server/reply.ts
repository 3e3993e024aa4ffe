/** Replies as they leave (RFC 5321 §4.2). What a peer said never puts a line end or a control character into one. */

export interface ServerReply {
  /** 200–599. */
  readonly code: number;
  /** Lines are parted by `\n`; no other control character leaves. */
  readonly text: string;
  /** What is said again where all recipients were refused with it; absent: all of the text. */
  readonly again?: string;
}

/** RFC 5321 §4.5.3.1.5 gives 512 octets with code and CRLF. */
const MAX_TEXT = 500;

/** @param octets  the text is an octet string; else characters of UTF-8 */
export function formatServerReply({ code, text }: ServerReply, octets = false): string {
  const clean = octets ? cleanOctets : cleanText;
  if (!text.includes('\n')) return `${code} ${clean(text)}\r\n`;
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines.map((line, index) => `${code}${index === last ? ' ' : '-'}${clean(line)}\r\n`).join('');
}

function cleanText(line: string): string {
  const safe = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/.test(line) ? line.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/g, '?') : line;
  return safe.length > MAX_TEXT ? safe.slice(0, MAX_TEXT) : safe;
}

function cleanOctets(line: string): string {
  const safe = /[\x00-\x08\x0a-\x1f\x7f]/.test(line) ? line.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, '?') : line;
  return safe.length > MAX_TEXT ? safe.slice(0, MAX_TEXT) : safe;
}
