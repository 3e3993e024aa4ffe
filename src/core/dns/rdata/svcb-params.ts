/**
 * Service parameters of SVCB and HTTPS as zone text: `alpn="h2,h3"`, `port=443`, `key65001="…"` (RFC 9460 §2.1, §7).
 *
 * A parameter whose octets do not fit its key is still carried and shown as octets; only text is judged strictly.
 */
import {
  concatBytes,
  formatIpv4,
  formatIpv6,
  fromBase64,
  parseIpv4,
  parseIpv6,
  toBase64,
} from '../../../base/index.ts';
import type { FieldReader } from './field-reader.ts';
import { quoteOctets, tokenOctets } from './tokens.ts';

export interface SvcParam {
  readonly key: number;
  readonly value: Uint8Array;
}

/** How one key's value reads as text; undefined when it does not fit the key. */
interface ParamForm {
  readonly key: number;
  readonly name: string;
  readonly format: (value: Uint8Array) => string | undefined;
  readonly parse: (text: Uint8Array) => Uint8Array | undefined;
}

/** `name=value`; octets that do not fit a known key are shown as `keyNNN="…"`, which is read back as octets. */
export function formatParam({ key, value }: SvcParam): string {
  const form = FORMS.find((row) => row.key === key);
  const text = form?.format(value);
  if (form !== undefined && text !== undefined) return text === '' ? form.name : `${form.name}=${text}`;
  return value.length === 0 ? `key${key}` : `key${key}=${quoteOctets(value)}`;
}

/** One word `key=value` or `key`. */
export function parseParam(fields: FieldReader): SvcParam {
  const word = fields.word('parameter');
  const [, name = '', text] = /^([a-z0-9-]{1,63})(?:=(.*))?$/s.exec(word) ?? [];
  const key = keyNumber(name);
  const octets = tokenOctets(text ?? '');
  // By its number a key takes octets as they are, also a known one (RFC 9460 §2.1).
  const form = FORMS.find((row) => row.name === name);
  const value = octets === undefined || form === undefined ? octets : form.parse(octets);
  if (key === undefined || value === undefined)
    fields.fail(`its parameter ${JSON.stringify(word)} is not one we can read`);
  return { key: key ?? 0, value: value ?? new Uint8Array(0) };
}

function keyName(key: number): string {
  return FORMS.find((row) => row.key === key)?.name ?? `key${key}`;
}

function keyNumber(name: string): number | undefined {
  const known = FORMS.find((row) => row.name === name);
  if (known !== undefined) return known.key;
  const digits = /^key(0|[1-9]\d{0,4})$/.exec(name)?.[1];
  return digits !== undefined && Number(digits) < 0xffff ? Number(digits) : undefined;
}

/** Items of a comma-separated list; `\,` and `\\` are literal (RFC 9460 §A.1). */
function splitList(octets: Uint8Array): Uint8Array[] {
  const text = Buffer.from(octets).toString('latin1');
  const items = text.match(/(?:[^,\\]|\\.)+/gs) ?? [];
  return items.map((item) => Uint8Array.from(Buffer.from(item.replace(/\\(.)/gs, '$1'), 'latin1')));
}

function formatList(items: readonly Uint8Array[]): string {
  const escaped = items.map((item) => Buffer.from(item).toString('latin1').replace(/[,\\]/g, '\\$&'));
  return quoteOctets(Buffer.from(escaped.join(','), 'latin1'));
}

function formatAlpn(value: Uint8Array): string | undefined {
  const items: Uint8Array[] = [];
  for (let at = 0; at < value.length; at += 1 + value[at]!) {
    const item = value.subarray(at + 1, at + 1 + value[at]!);
    if (item.length === 0 || item.length !== value[at]) return undefined;
    items.push(item);
  }
  return items.length === 0 ? undefined : formatList(items);
}

function parseAlpn(text: Uint8Array): Uint8Array | undefined {
  const items = splitList(text);
  if (items.length === 0 || items.some((item) => item.length > 255)) return undefined;
  return concatBytes(items.flatMap((item) => [Uint8Array.of(item.length), item]));
}

function formatMandatory(value: Uint8Array): string | undefined {
  if (value.length === 0 || value.length % 2 !== 0) return undefined;
  const keys = chunks(value, 2).map((pair) => (pair[0]! << 8) | pair[1]!);
  const ascending = keys.every((key, i) => i === 0 || key > keys[i - 1]!); // RFC 9460 §8
  return ascending ? keys.map(keyName).join(',') : undefined;
}

function parseMandatory(text: Uint8Array): Uint8Array | undefined {
  const keys = latin1(text).split(',').map(keyNumber);
  if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined;
  const sorted = (keys as number[]).sort((a, b) => a - b);
  return Uint8Array.from(sorted.flatMap((key) => [key >> 8, key & 0xff]));
}

function formatPort(value: Uint8Array): string | undefined {
  return value.length === 2 ? String((value[0]! << 8) | value[1]!) : undefined;
}

function parsePort(text: Uint8Array): Uint8Array | undefined {
  const digits = latin1(text);
  const port = Number(digits);
  return /^\d{1,5}$/.test(digits) && port <= 0xffff ? Uint8Array.of(port >> 8, port & 0xff) : undefined;
}

function formatHints(size: number, format: (octets: Uint8Array) => string) {
  return (value: Uint8Array): string | undefined =>
    value.length > 0 && value.length % size === 0 ? chunks(value, size).map(format).join(',') : undefined;
}

function parseHints(parse: (text: string) => Uint8Array | undefined) {
  return (text: Uint8Array): Uint8Array | undefined => {
    const hints = latin1(text).split(',').map(parse);
    return hints.includes(undefined) ? undefined : concatBytes(hints as Uint8Array[]);
  };
}

function chunks(value: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: value.length / size }, (_, i) => value.subarray(i * size, (i + 1) * size));
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

const nothing = (text: Uint8Array): Uint8Array | undefined => (text.length === 0 ? text : undefined);
const some = (octets: Uint8Array | undefined): Uint8Array | undefined => (octets?.length === 0 ? undefined : octets);

/** RFC 9460 §14.3.2, RFC 9461 §5. */
const FORMS: readonly ParamForm[] = [
  { key: 0, name: 'mandatory', format: formatMandatory, parse: parseMandatory },
  { key: 1, name: 'alpn', format: formatAlpn, parse: parseAlpn },
  { key: 2, name: 'no-default-alpn', format: (value) => (value.length === 0 ? '' : undefined), parse: nothing },
  { key: 3, name: 'port', format: formatPort, parse: parsePort },
  { key: 4, name: 'ipv4hint', format: formatHints(4, formatIpv4), parse: parseHints(parseIpv4) },
  {
    key: 5,
    name: 'ech',
    format: (value) => toBase64(value) || undefined,
    parse: (text) => some(fromBase64(latin1(text))),
  },
  { key: 6, name: 'ipv6hint', format: formatHints(16, formatIpv6), parse: parseHints(parseIpv6) },
  { key: 7, name: 'dohpath', format: (value) => (value.length === 0 ? undefined : quoteOctets(value)), parse: some },
];
