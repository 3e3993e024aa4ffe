/** The message as conditions on its content read it. */
import type { ContentService } from '../../acl/index.ts';
import type { Incoming } from '../intake/intake.ts';
import type { Session } from '../session.ts';

export function contentOf(session: Session, { writer }: Incoming): ContentService {
  const fields = (): readonly string[] =>
    (session.message?.headers ?? []).filter(({ letter }) => letter !== '*').map(({ text }) => text);
  return { lines: () => linesOf(fields(), writer.reread()) };
}

async function* linesOf(fields: readonly string[], body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  for (const field of fields) yield* field.replace(/\n$/, '').split('\n');
  yield '';
  let rest = '';
  for await (const octets of body) {
    const lines = (rest + Buffer.from(octets).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}
