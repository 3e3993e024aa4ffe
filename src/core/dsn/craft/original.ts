/** The third part: the original whole, its header, or nothing (RFC 3461 §4.3, RFC 6522 §3; UTF-8 by RFC 6533 §5–§6). */
import { isUtf8 } from 'node:buffer';
import { encodeBase64Lines, encodeQuotedPrintable, readEntity } from '../../mime/index.ts';
import type { Returned } from '../types.ts';
import type { DsnSpec } from './spec.ts';

export interface OriginalPart {
  readonly returned: Returned;
  /** Why less than was asked for. */
  readonly cut?: string;
  /** Absent where nothing comes back. */
  readonly part?: { readonly type: string; readonly encoding: string; readonly octets: Uint8Array };
}

/** RFC 5322 §2.1.1: longer lines do not pass SMTP. */
const MAX_LINE = 998;

export function originalPart(spec: DsnSpec, isUtf8Transport: boolean): OriginalPart {
  if (spec.original === undefined || spec.ret === 'none') return { returned: 'none' };
  const { octets, body } = readEntity(spec.original);
  const header = octets.subarray(0, octets.length - body.length);
  const transport = { isSevenBit: spec.isSevenBit, isUtf8: isUtf8Transport };
  if (!wantsWhole(spec)) return headerPart(spec, header, transport);
  const why = whyNotWhole(spec, octets, header, transport);
  return why === undefined ? wholePart(octets, header, transport) : headerPart(spec, header, transport, why);
}

interface Transport {
  readonly isSevenBit: boolean;
  readonly isUtf8: boolean;
}

/** RFC 3461 §4.3: the whole message goes with a failure alone; without RET that is for us to say. */
const wantsWhole = ({ ret, recipients }: DsnSpec): boolean =>
  ret !== 'headers' && recipients.some(({ action }) => action === 'failed');

function whyNotWhole(
  { maxOriginalOctets }: DsnSpec,
  octets: Uint8Array,
  header: Uint8Array,
  { isSevenBit }: Transport,
): string | undefined {
  if (octets.length > maxOriginalOctets) return `it has ${octets.length} octets, more than ${maxOriginalOctets}`;
  if (!isFitForSmtp(octets)) return 'it has NUL, lone CR, or lines that do not pass SMTP';
  // RFC 2046 §5.2.1: a message/rfc822 is never encoded.
  if (isSevenBit && hasEightBit(octets) && !isGlobal(header)) return 'it has octets beyond ASCII, and 7 bits are to do';
  return undefined;
}

function wholePart(octets: Uint8Array, header: Uint8Array, transport: Transport): OriginalPart {
  if (!isGlobal(header)) {
    const encoding = hasEightBit(octets) ? '8bit' : '7bit';
    return { returned: 'full', part: { type: 'message/rfc822', encoding, octets } };
  }
  // RFC 6532 §3.7: a message/global may be encoded, and is where SMTPUTF8 is not needed otherwise.
  if (transport.isUtf8 && !transport.isSevenBit)
    return { returned: 'full', part: { type: 'message/global', encoding: '8bit', octets } };
  const encoded = Buffer.from(encodeBase64Lines(octets));
  return { returned: 'full', part: { type: 'message/global', encoding: 'base64', octets: encoded } };
}

function headerPart(
  spec: DsnSpec,
  header: Uint8Array,
  { isSevenBit, isUtf8: utf8 }: Transport,
  cut?: string,
): OriginalPart {
  const told = cut !== undefined && { cut };
  if (header.length > spec.maxOriginalOctets)
    return { returned: 'none', cut: `its header has more than ${spec.maxOriginalOctets} octets` };
  const type = isGlobal(header) ? 'message/global-headers' : 'text/rfc822-headers';
  const isPlain = isFitForSmtp(header) && (!hasEightBit(header) || (utf8 && !isSevenBit && isGlobal(header)));
  if (isPlain)
    return {
      returned: 'headers',
      ...told,
      part: { type, encoding: hasEightBit(header) ? '8bit' : '7bit', octets: header },
    };
  const octets = Buffer.from(encodeQuotedPrintable(header), 'latin1');
  return { returned: 'headers', ...told, part: { type, encoding: 'quoted-printable', octets } };
}

/** Fields in UTF-8 (RFC 6532); octets that are nothing known stay a plain header. */
const isGlobal = (header: Uint8Array): boolean => hasEightBit(header) && isUtf8(header);

export function hasEightBit(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i += 1) if (octets[i]! > 0x7f) return true;
  return false;
}

/** No NUL, CR and LF only together (RFC 5321 §2.3.8), no line too long. */
function isFitForSmtp(octets: Uint8Array): boolean {
  let lineStart = 0;
  for (let i = 0; i < octets.length; i += 1) {
    const octet = octets[i]!;
    if (octet === 0) return false;
    if (octet === 13) {
      if (octets[i + 1] !== 10 || i - lineStart > MAX_LINE) return false;
      i += 1;
      lineStart = i + 1;
    }
  }
  return octets.length - lineStart <= MAX_LINE;
}
