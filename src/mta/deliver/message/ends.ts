/** The beginning and the end of a body, for `$message_body` and `$message_body_end`. */
import type { OutgoingMessage } from '../../transport/index.ts';

/** A body that cannot be read shows nothing: its delivery will tell why. */
export async function readEnds(
  message: OutgoingMessage,
  visibleOctets: number,
): Promise<{ readonly beginning: string; readonly end: string }> {
  const opened = await message.body();
  if (!opened.ok) return { beginning: '', end: '' };
  const body = opened.value;
  try {
    const beginning = await first(body.chunks(), visibleOctets);
    const end = await first(body.chunks(Math.max(0, body.octets - visibleOctets)), visibleOctets);
    return { beginning: shown(beginning), end: shown(end) };
  } finally {
    await body.close();
  }
}

async function first(chunks: AsyncIterable<Uint8Array>, octets: number): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += Buffer.from(chunk).toString('latin1');
    if (text.length >= octets) break;
  }
  return text.slice(0, octets);
}

/** Line ends and NULs are blanks. */
const shown = (text: string): string => text.replace(/\r?\n|\0/g, ' ');
