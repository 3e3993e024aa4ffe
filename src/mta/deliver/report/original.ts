/** The third part of a report: the message, or its header alone (RFC 3461 §4.3). */
import { flagOf, numberOf } from '../options.ts';
import type { Round } from '../round.ts';

export interface OriginalPart {
  readonly type: string;
  readonly parts: () => AsyncIterable<Uint8Array>;
}

/** @param mayBeWhole  of warnings and successes the header is enough */
export function originalPart(round: Round, mayBeWhole: boolean): OriginalPart {
  const { stored } = round;
  const how = mayBeWhole ? choice(round) : { whole: false };
  const kind = stored.flags?.smtpUtf8 === true ? 'global' : 'rfc822';
  const headers = kind === 'global' ? 'message/global-headers' : 'text/rfc822-headers';
  return {
    type: how.whole ? `message/${kind}` : headers,
    parts: () => parts(round, how),
  };
}

interface Choice {
  readonly whole: boolean;
  /** Less comes back than was asked for. */
  readonly isLimited?: boolean;
}

function choice({ ports, stored }: Round): Choice {
  const { configuration } = ports;
  const { dsn, body, bodyOctets } = stored;
  if (dsn?.ret === 'HDRS') return { whole: false };
  if (!flagOf(configuration, 'bounce_return_body')) return { whole: false, isLimited: dsn?.ret === 'FULL' };
  const mostLine = numberOf(configuration, 'bounce_return_linesize_limit');
  const most = roundedUp(numberOf(configuration, 'bounce_return_size_limit'));
  const size = body.wireFormat ? bodyOctets - body.lineCount : bodyOctets;
  const isTooMuch = (body.maxLineOctets ?? 0) > mostLine || (most > 0 && size > most);
  return isTooMuch ? { whole: false, isLimited: true } : { whole: true };
}

const BUFFER_OCTETS = 8192;

/** Exim counts in buffers that it has begun. */
const roundedUp = (octets: number): number =>
  octets === 0 ? 0 : (Math.floor(octets / BUFFER_OCTETS) + 1) * BUFFER_OCTETS;

const LIMITED = 'X-Exim-DSN-Information: Due to administrative limits only headers are returned\n';

async function* parts({ message, stored }: Round, { whole, isLimited }: Choice): AsyncIterable<Uint8Array> {
  const headers = stored.headers.filter(({ letter }) => letter !== '*').map(({ text }) => text);
  const head = `Return-path: <${stored.sender}>\n${headers.join('')}${isLimited === true ? LIMITED : ''}\n`;
  yield Buffer.from(head, 'latin1');
  if (!whole) return;
  const opened = await message.body();
  if (!opened.ok) return;
  try {
    for await (const chunk of opened.value.chunks()) yield stored.body.wireFormat ? withLf(chunk) : chunk;
  } finally {
    await opened.value.close();
  }
}

/** Own messages have the line ends of this host; a CR that stands at the end of a chunk is one of a CRLF. */
function withLf(chunk: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(chunk)
      .toString('latin1')
      .replace(/\r(?=\n|$)/g, ''),
    'latin1',
  );
}
