/** A report as a message, octet by octet. */
import { concatBytes, err, ok, type Result } from '../../../base/index.ts';
import { parseFields } from '../../message/index.ts';
import { encodeQuotedPrintable, encodeWords, firstValue, formatMailDate, readEntity } from '../../mime/index.ts';
import { type DsnError, dsnError } from '../errors.ts';
import type { Returned } from '../types.ts';
import { humanPart, subjectOf } from './human-part.ts';
import { checkLoops } from './loops.ts';
import { hasEightBit, type OriginalPart, originalPart } from './original.ts';
import { checkSpec, type DsnSpec } from './spec.ts';
import { beyondAscii, fold, needsGlobal, statusPart } from './status-part.ts';

export interface CraftedDsn {
  /** The message, CRLF line ends. */
  readonly octets: Uint8Array;
  /** What came back of the original. */
  readonly returned: Returned;
  /** Why less than was asked for. */
  readonly cut?: string;
  /** What the next hop must offer: 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531). */
  readonly needs: { readonly eightBitMime: boolean; readonly smtpUtf8: boolean };
}

/**
 * Writes the report that `spec` describes. To be sent with the null sender and, where DSN is offered, NOTIFY=NEVER.
 *
 * @returns a refusal where it could loop (loops.ts), or where the spec cannot be said in a report (spec.ts)
 * @see RFC 3461 §6; RFC 3464 §2; RFC 6522 §3; RFC 6533 §4–§6; RFC 3834 §3
 */
export function craftDsn(spec: DsnSpec): Result<CraftedDsn, DsnError> {
  const actions = spec.recipients.map(({ action }) => action);
  const allowed = checkLoops({ to: spec.to, actions, ...(spec.original && { original: spec.original }) });
  if (!allowed.ok) return allowed;
  const sound = checkSpec(spec);
  if (!sound.ok) return sound;
  const isUtf8 = beyondAscii(spec.to) || beyondAscii(addressIn(spec.from));
  const original = originalPart(spec, isUtf8);
  const parts = [textPart(spec, original.returned), fieldsPart(spec, isUtf8), ...thirdPart(original)];
  if (parts.some((part) => Buffer.from(part).includes(`--${spec.boundary}`)))
    return err(dsnError('dsn/spec', `the boundary "${spec.boundary}" stands in the original: give another`));
  const octets = concatBytes([header(spec), ...parts.flatMap((part) => [open(spec), part]), close(spec)]);
  const needs = { eightBitMime: hasEightBit(octets), smtpUtf8: isUtf8 };
  return ok({ octets, returned: original.returned, ...(original.cut !== undefined && { cut: original.cut }), needs });
}

const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
const open = ({ boundary }: DsnSpec): Uint8Array => text(`--${boundary}\r\n`);
const close = ({ boundary }: DsnSpec): Uint8Array => text(`--${boundary}--\r\n`);

function header(spec: DsnSpec): Uint8Array {
  const about = originalId(spec.original);
  const fields = [
    `Date: ${formatMailDate(spec.date)}`,
    `From: ${formatFrom(spec.from)}`,
    `To: <${spec.to}>`,
    `Message-ID: ${spec.messageId}`,
    ...(about === undefined ? [] : [`In-Reply-To: ${about}`, `References: ${about}`]),
    `Subject: ${encodeWords(subjectOf(spec))}`,
    'Auto-Submitted: auto-replied', // RFC 3834 §5
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${spec.boundary}"`,
  ];
  return text(`${fields.map((field) => (field.includes('\r\n') ? field : fold(field))).join('\r\n')}\r\n\r\n`);
}

/** The original's id, if it is one that a header may hold. */
function originalId(original: Uint8Array | undefined): string | undefined {
  if (original === undefined) return undefined;
  const { octets, body } = readEntity(original);
  const head = Buffer.from(octets.subarray(0, octets.length - body.length)).toString('latin1');
  return /<[!-;=?-~]{1,250}>/.exec(firstValue(parseFields(head), 'message-id') ?? '')?.[0];
}

const addressIn = (from: string): string => /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;

function formatFrom(from: string): string {
  const [, name = '', address] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(from) ?? [];
  if (address === undefined) return from.trim();
  const bare = name.replace(/^"(.*)"$/, '$1').trim();
  const isPhrase = /^[\w !#$%&'*+/=?^`{|}~-]*$/.test(bare);
  const shown = beyondAscii(bare) ? encodeWords(bare) : isPhrase ? bare : `"${bare.replace(/["\\]/g, '\\$&')}"`;
  return bare === '' ? `<${address}>` : `${shown} <${address}>`;
}

const partOf = (type: string, encoding: string, content: Uint8Array, more: readonly string[] = []): Uint8Array => {
  const fields = [
    `Content-Type: ${type}`,
    ...more,
    ...(encoding === '7bit' ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
  ];
  return concatBytes([text(`${fields.join('\r\n')}\r\n\r\n`), content, text('\r\n')]);
};

function textPart(spec: DsnSpec, returned: Returned): Uint8Array {
  const content = humanPart(spec, returned);
  const more = [`Content-Language: ${spec.language.tag}`]; // RFC 3282 §2
  if (!beyondAscii(content)) return partOf('text/plain; charset=us-ascii', '7bit', text(content), more);
  const encoded = Buffer.from(encodeQuotedPrintable(text(content)), 'latin1');
  return partOf('text/plain; charset=utf-8', 'quoted-printable', encoded, more);
}

/** UTF-8 in a part of its own type, encoded unless the report goes by SMTPUTF8 anyway (RFC 6533 §4). */
function fieldsPart(spec: DsnSpec, isUtf8: boolean): Uint8Array {
  const isGlobal = needsGlobal(spec);
  const content = text(statusPart(spec, isGlobal));
  if (!isGlobal) return partOf('message/delivery-status', '7bit', content);
  if (isUtf8 && !spec.isSevenBit) return partOf('message/global-delivery-status', '8bit', content);
  const encoded = Buffer.from(encodeQuotedPrintable(content), 'latin1');
  return partOf('message/global-delivery-status', 'quoted-printable', encoded);
}

const thirdPart = ({ part }: OriginalPart): readonly Uint8Array[] =>
  part === undefined ? [] : [partOf(part.type, part.encoding, part.octets)];
