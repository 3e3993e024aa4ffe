/** A message made ready for the wire: every line ends in CRLF, the last one too, and what was met is told. */
import { concatBytes } from '../../base/index.ts';
import { createLineEnds } from '../message/index.ts';

export interface PreparedMessage {
  readonly octets: Uint8Array;
  /** Met in what was given, and made CRLF. */
  readonly bareLf: number;
  readonly bareCr: number;
  readonly has8Bit: boolean;
  /** There are octets beyond ASCII in the header, as RFC 6532 has them. */
  readonly hasUtf8Header: boolean;
  /** Lines beyond 998 octets (RFC 5322 §2.1.1). */
  readonly longLines: number;
  /** The last line had no end. */
  readonly wasOpen: boolean;
}

const MAX_LINE_OCTETS = 998;
const CRLF = Uint8Array.of(13, 10);

export function prepareMessage(given: Uint8Array): PreparedMessage {
  const parts: Uint8Array[] = [];
  const lineEnds = createLineEnds('lenient', (octets) => void parts.push(octets.slice()));
  lineEnds.push(given);
  lineEnds.end();
  const { bareLf, bareCr } = lineEnds.tally;
  const joined = concatBytes(parts);
  const whole = bareCr > 0 ? withoutBareCr(joined) : joined;
  const wasOpen = whole.length > 0 && whole.at(-1) !== 10;
  const octets = wasOpen ? concatBytes([whole, CRLF]) : whole;
  return { octets, bareLf, bareCr, wasOpen, ...factsOf(octets) };
}

/** A CR alone is a line end to some servers and none to others: it never goes out (RFC 5321 §2.3.8). */
const withoutBareCr = (octets: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(octets)
      .toString('latin1')
      .replace(/\r(?!\n)/g, '\r\n'),
    'latin1',
  );

function factsOf(octets: Uint8Array): Pick<PreparedMessage, 'has8Bit' | 'hasUtf8Header' | 'longLines'> {
  let has8Bit = false;
  let hasUtf8Header = false;
  let longLines = 0;
  let isHeader = true;
  for (let at = 0; at < octets.length; ) {
    const end = octets.indexOf(10, at);
    const line = octets.subarray(at, end < 0 ? octets.length : end + 1);
    if (line.length === 2) isHeader = false;
    if (line.length > MAX_LINE_OCTETS + 2) longLines += 1;
    if ((!has8Bit || (isHeader && !hasUtf8Header)) && line.some((octet) => octet >= 0x80)) {
      has8Bit = true;
      hasUtf8Header ||= isHeader;
    }
    at += line.length;
  }
  return { has8Bit, hasUtf8Header, longLines };
}
