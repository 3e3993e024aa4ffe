/** From what a `message` modifier says to a reply. */
import type { ServerReply } from '../../../core/smtp/index.ts';
import { readReply } from '../../acl/index.ts';
import type { Session } from '../session.ts';

/**
 * @param code  where the message names none of the same class
 * @param anyClass  the message's own code counts whatever its class
 */
export function makeReply(
  session: Session,
  message: string | undefined,
  code: number,
  fallback: string,
  anyClass = false,
): ServerReply {
  if (message === undefined) return { code, text: fallback };
  const read = readReply(message, String(code), anyClass);
  if (read.wrong !== undefined) session.logTrouble(read.wrong);
  const text = replyLines(session, read.text).join('\n');
  const { extended } = read;
  return extended === undefined
    ? { code: Number(read.code), text }
    : { code: Number(read.code), text: enhanced(extended, text), again: text };
}

/** White space that begins a line is left out, and with it a line that has nothing else. */
export function replyLines({ controls }: Session, text: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split(/\n\s*/);
  return controls.isSingleLine ? lines.slice(0, 1) : lines;
}

/** The code of RFC 3463 before each line. */
export const enhanced = (code: string, text: string): string => text.replace(/^/gm, `${code} `);

/** What stands before a text has the code of its lines, where they have one. */
export function enhancedAs(text: string, before: string): string {
  const code = /^[245]\.\d{1,3}\.\d{1,3}(?= )/.exec(text)?.[0];
  return code === undefined ? before : enhanced(code, before);
}
