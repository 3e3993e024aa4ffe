/** A message or a part of one, with the parts in it. */
import { createLineEnds, type Field, parseFields } from '../message/index.ts';
import { decodeText } from './charset.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { type MimeFault, splitMultipart } from './multipart.ts';
import { decodeBase64, decodeQuotedPrintable } from './transfer-encoding.ts';
import { firstValue } from './values.ts';

export interface Entity {
  /** As received, one character an octet. */
  readonly fields: readonly Field[];
  readonly type: MediaType;
  /** Header and body with CRLF line ends. */
  readonly octets: Uint8Array;
  /** Still encoded. */
  readonly body: Uint8Array;
  /** Lower case; `7bit` where none is given. */
  readonly encoding: string;
  /** Of a multipart its parts, of a message/rfc822 or message/global the message. */
  readonly children: readonly Entity[];
  readonly faults: readonly MimeFault[];
}

/** What decoding needs of an entity. */
export type ContentEntity = Pick<Entity, 'body' | 'encoding' | 'type'>;

/** Real mail has some ten; each costs a pass over what is in it. */
const MAX_DEPTH = 30;
/** In all: digests have hundreds. */
const MAX_ENTITIES = 2_000;

interface Budget {
  entities: number;
}

/** @param message  header, an empty line, body; a bare LF ends a line as well, as in files */
export function readEntity(message: Uint8Array): Entity {
  return read(withCrlf(message), 'text/plain', 0, { entities: MAX_ENTITIES });
}

function withCrlf(message: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  const lines = createLineEnds('lenient', (octets) => parts.push(Buffer.from(octets)));
  lines.push(message);
  lines.end();
  return Buffer.concat(parts);
}

function read(octets: Buffer, defaultType: string, depth: number, budget: Budget): Entity {
  budget.entities -= 1;
  const { header, body } = splitHeader(octets);
  const fields = parseFields(header);
  const type = parseMediaType(firstValue(fields, 'content-type'), defaultType);
  const encoding = (firstValue(fields, 'content-transfer-encoding') ?? '7bit').toLowerCase().replace(/[\s;].*$/s, '');
  const leaf = { fields, type, octets, body, encoding, children: [], faults: [] };
  return isLeaf(leaf) ? leaf : { ...leaf, ...childrenOf(leaf, depth, budget) };
}

/** Without an empty line, all is header where it begins as one, else all is body. */
function splitHeader(octets: Buffer): { readonly header: string; readonly body: Buffer } {
  if (octets[0] === 13 && octets[1] === 10) return { header: '', body: octets.subarray(2) };
  const end = octets.indexOf('\r\n\r\n');
  const head = octets.subarray(0, Math.min(end < 0 ? octets.length : end, MAX_HEADER)).toString('latin1');
  if (!/^(?:[!-9;-~]+[ \t]*:|From |>From )/.test(head)) return { header: '', body: octets };
  return { header: head, body: end < 0 ? octets.subarray(octets.length) : octets.subarray(end + 4) };
}

/** As core/message has it. */
const MAX_HEADER = 1024 * 1024;

const isMultipart = ({ name }: MediaType): boolean => name.startsWith('multipart/');
/** RFC 2046 §5.2.1, RFC 6532 §3.7. */
const isMessage = ({ name }: MediaType): boolean => name === 'message/rfc822' || name === 'message/global';
const isLeaf = ({ type, body }: ContentEntity): boolean => body.length === 0 || !(isMultipart(type) || isMessage(type));

function childrenOf(entity: Entity, depth: number, budget: Budget): Pick<Entity, 'children' | 'faults'> {
  if (depth >= MAX_DEPTH) return { children: [], faults: ['too-deep'] };
  if (isMessage(entity.type)) {
    if (budget.entities <= 0) return { children: [], faults: ['too-many-parts'] };
    return { children: [read(Buffer.from(contentOf(entity)), 'text/plain', depth + 1, budget)], faults: [] };
  }
  const { parts, faults } = splitMultipart(entity.body, entity.type.parameters.get('boundary'));
  // RFC 2046 §5.1.5: in a digest a part without a type is a message.
  const defaultType = entity.type.name === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const children: Entity[] = [];
  for (const part of parts) {
    if (budget.entities <= 0) return { children, faults: [...faults, 'too-many-parts'] };
    children.push(read(part, defaultType, depth + 1, budget));
  }
  return { children, faults };
}

/** Decoded; an encoding that is not known is taken as none (RFC 2045 §6.4 would have it unreadable). */
export function contentOf({ body, encoding }: ContentEntity): Uint8Array {
  if (encoding === 'base64') return decodeBase64(body);
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
}

/** Decoded as text of its charset, lines ended by LF. */
export const textOf = (entity: ContentEntity): string =>
  decodeText(contentOf(entity), entity.type.parameters.get('charset')?.trim() ?? '').replace(/\r\n?/g, '\n');
