/** The beginning and the end of a body, for `$message_body` and `$message_body_end`. */
import type { OutgoingMessage } from '../../transport/index.ts';

export interface Show {
  /** `message_body_visible`: so many octets of either end, line ends counted as LF. */
  readonly visibleOctets: number;
  /** `message_body_newlines`: ends of lines stay, and are no blanks. */
  readonly keepsNewlines: boolean;
}

/** A body that cannot be read shows nothing: its delivery will tell why. */
export async function readEnds(
  message: OutgoingMessage,
  { visibleOctets, keepsNewlines }: Show,
): Promise<{ readonly beginning: string; readonly end: string }> {
  const opened = await message.body();
  if (!opened.ok) return { beginning: '', end: '' };
  const body = opened.value;
  // As it came over a network, an end of a line is twice as long.
  const wanted = message.stored.body.wireFormat ? visibleOctets * 2 : visibleOctets;
  const shown = (text: string): string => text.replaceAll('\r\n', '\n').replace(keepsNewlines ? /\0/g : /[\n\0]/g, ' ');
  try {
    const beginning = shown(await first(body.chunks(), wanted));
    const end = shown(await first(body.chunks(Math.max(0, body.octets - wanted)), wanted));
    return {
      beginning: beginning.slice(0, visibleOctets),
      end: end.slice(Math.max(0, end.length - visibleOctets)),
    };
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
