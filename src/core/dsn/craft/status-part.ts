/** The second part: fields in groups (RFC 3464 §2; in UTF-8 by RFC 6533 §4). */
import { formatMailDate } from '../../mime/index.ts';
import { encodeUtf8Xtext } from '../address.ts';
import type { DsnSpec, SpecRecipient } from './spec.ts';

/** Needs UTF-8: an address, or what a server said. */
export const needsGlobal = ({ recipients, envelopeId = '' }: DsnSpec): boolean =>
  beyondAscii(envelopeId) ||
  recipients.some((one) =>
    [one.address, one.originalRecipient?.address, one.diagnostic, one.remoteMta].some((text) =>
      beyondAscii(text ?? ''),
    ),
  );

export const beyondAscii = (text: string): boolean => /[^\x00-\x7f]/.test(text);

/** @returns groups with an empty line between, CRLF at each line's end */
export function statusPart(spec: DsnSpec, isGlobal: boolean): string {
  const groups = [messageGroup(spec), ...spec.recipients.map((one) => recipientGroup(one, isGlobal))];
  return groups.map((group) => group.map((field) => `${field}\r\n`).join('')).join('\r\n');
}

function messageGroup(spec: DsnSpec): readonly string[] {
  return fields([
    ['Original-Envelope-Id', spec.envelopeId],
    ['Reporting-MTA', mta(spec.reportingMta)],
    ['DSN-Gateway', mta(spec.dsnGateway)],
    ['Received-From-MTA', mta(spec.receivedFromMta)],
    ['Arrival-Date', date(spec.arrival)],
  ]);
}

function recipientGroup(one: SpecRecipient, isGlobal: boolean): readonly string[] {
  const { originalRecipient } = one;
  return fields([
    ['Original-Recipient', originalRecipient && address(originalRecipient.type, originalRecipient.address, isGlobal)],
    ['Final-Recipient', address(beyondAscii(one.address) ? 'utf-8' : 'rfc822', one.address, isGlobal)],
    ['Action', one.action],
    ['Status', one.status],
    ['Remote-MTA', mta(one.remoteMta)],
    ['Diagnostic-Code', diagnostic(one.diagnostic)],
    ['Last-Attempt-Date', date(one.lastAttempt)],
    ['Final-Log-Id', one.finalLogId],
    ['Will-Retry-Until', date(one.willRetryUntil)],
  ]);
}

const fields = (rows: readonly (readonly [name: string, value: string | undefined])[]): readonly string[] =>
  rows.flatMap(([name, value]) => (value === undefined ? [] : [fold(`${name}: ${value}`)]));

const mta = (name: string | undefined): string | undefined => (name === undefined ? undefined : `dns; ${name}`);
const date = (time: Date | undefined): string | undefined => (time === undefined ? undefined : formatMailDate(time));

/** RFC 6533 §3: as it is where UTF-8 is allowed, else in the 7-bit form. */
const address = (type: string, text: string, isGlobal: boolean): string =>
  `${type}; ${type === 'utf-8' && !isGlobal ? encodeUtf8Xtext(text) : text}`;

/** Lines of a reply become one; a type that is given stays (RFC 3464 §2.3.6). */
function diagnostic(text: string | undefined): string | undefined {
  const line = text?.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  if (line === undefined || line === '') return undefined;
  return /^[A-Za-z][A-Za-z0-9-]*;/.test(line) ? line : `smtp; ${line}`;
}

const LINE = 76;
/** No line of mail may be longer (RFC 5322 §2.1.1). */
const MAX_LINE = 900;

/** Folded before white space (RFC 5322 §2.2.3); a word that never ends is cut, as no reader could take it. */
export function fold(field: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of field.split(/(?= )/).flatMap(pieces)) {
    if (
      line.trim() !== '' &&
      Buffer.byteLength(line) + Buffer.byteLength(word) > LINE &&
      /^ /.test(word) &&
      word.trim() !== ''
    ) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].join('\r\n');
}

/** In characters of at most four octets. */
const PIECE = /^ ?.{1,224}|.{1,224}/gsu;

const pieces = (word: string): readonly string[] =>
  Buffer.byteLength(word) <= MAX_LINE ? [word] : (word.match(PIECE) ?? []).map((one, i) => (i === 0 ? one : ` ${one}`));
