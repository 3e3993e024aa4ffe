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
  const enhanced = read.extended === undefined ? '' : `${read.extended} `;
  const text = replyLines(session, read.text).map((line) => enhanced + line);
  return { code: Number(read.code), text: text.join('\n') };
}

/** White space that begins a line is left out, and with it a line that has nothing else. */
export function replyLines({ controls }: Session, text: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split(/\n\s*/);
  return controls.isSingleLine ? lines.slice(0, 1) : lines;
}
