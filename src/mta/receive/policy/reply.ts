/** From what a `message` modifier says to a reply. */
import type { ServerReply } from '../../../core/smtp/index.ts';
import { readReply } from '../../acl/index.ts';
import type { Session } from '../session.ts';

/** @param code  where the message names none of the same class */
export function makeReply(session: Session, message: string | undefined, code: number, fallback: string): ServerReply {
  if (message === undefined) return { code, text: fallback };
  const read = readReply(message, String(code));
  if (read.wrong !== undefined) session.logTrouble(read.wrong);
  const lines = read.text.replace(/\n$/, '').split('\n');
  const told = session.controls.isSingleLine ? lines.slice(0, 1) : lines;
  const enhanced = read.extended === undefined ? '' : `${read.extended} `;
  const text = told.map((line, index) => enhanced + (index === 0 ? line : line.trimStart())).join('\n');
  return { code: Number(read.code), text };
}
