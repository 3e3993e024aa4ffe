/** The stream of events (`log_json`): one JSON object a line, with the facts the line of the log is made of. */
import type { LogEntry } from '../entry.ts';

/** Octets of UTF-8, one a character. Octets within texts are read as UTF-8 where they can be. */
export function formatEvent({ event, facts, text, to }: LogEntry, at: Date, pid: number, id?: string): string {
  const line = { time: at.toISOString(), event, ...(id !== undefined && { id }), pid, logs: to, text, facts };
  return `${Buffer.from(JSON.stringify(line, readable)).toString('latin1')}\n`;
}

const readable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && /[\x80-\xff]/.test(value) ? decoded(value) : value;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoded(octets: string): string {
  try {
    return utf8.decode(Buffer.from(octets, 'latin1'));
  } catch {
    return octets; // some other character set: each octet as the character of that number
  }
}
