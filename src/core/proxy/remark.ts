/** From a header that is right to what is said of it. */
import type { Finding, FindingDef } from '../../base/index.ts';
import { readHeader } from './decode.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/remarks.ts';
import { decodeUtf8 } from './octets-text.ts';
import { readSsl, SSL_CLIENT } from './ssl.ts';
import { subTlvs } from './tlv.ts';
import { describeType, isPrintable, SSL_SUB, TLV } from './tlv-types.ts';
import type { ProxyHeader, Tlv } from './types.ts';
import { V1_START } from './v1.ts';
import { V2_HEAD_OCTETS, V2_SIGNATURE } from './v2.ts';

/** @param octets  the header and what is behind it */
export function remarksOn(header: ProxyHeader, length: number, octets: Uint8Array): readonly Finding[] {
  const found = [...remarksIn(header, length, octets)].map(([def, detail]) => say(def, { detail }));
  return found.some(({ severity }) => severity === 'warn') ? found : [say(rows.wellFormed), ...found];
}

type Remark = readonly [def: FindingDef, detail: string];

function* remarksIn(header: ProxyHeader, length: number, octets: Uint8Array): Generator<Remark> {
  if (beginsHeader(octets.subarray(length))) yield [rows.secondHeader, `it begins at octet ${length}`];
  if (header.command === 'LOCAL') {
    if (length > V2_HEAD_OCTETS && header.tlvs.length === 0)
      yield [rows.localAddresses, `${length - V2_HEAD_OCTETS} octets`];
  } else if (header.source === undefined) yield [rows.unspecified, nameOf(header)];
  else yield* remarksOnEnds(header, length, octets);
  if (length > SMALLEST_MSS) yield [rows.beyondMss, `${length} octets`];
  yield* remarksOnTlvs(header.tlvs);
}

/** RFC 9293 §3.7.1: what a host takes that says nothing. */
const SMALLEST_MSS = 536;

const nameOf = ({ version, family, transport }: ProxyHeader): string =>
  version === 1 ? 'UNKNOWN' : `${family} ${transport}`;

function* remarksOnEnds(header: ProxyHeader, length: number, octets: Uint8Array): Generator<Remark> {
  const { version, family, transport, source, destination } = header;
  if (family === 'UNIX' || transport === 'DGRAM') yield [rows.notTcp, nameOf(header)];
  const line = version === 1 ? Buffer.from(octets.subarray(0, length)).toString('latin1') : '';
  if (family === 'INET6' && line.includes('.')) yield [rows.mixedIpv6, line.trim()];
  if (source?.port === 0 || destination?.port === 0)
    yield [rows.portZero, source?.port === 0 ? 'the source' : 'the destination'];
}

/** Five octets of a signature tell. */
function beginsHeader(octets: Uint8Array): boolean {
  const head = octets.subarray(0, V2_SIGNATURE.length);
  if (head.length < V1_START.length) return false;
  const outcome = readHeader(octets, () => {});
  return outcome.kind !== 'invalid' || outcome.fault.code !== 'no-header';
}

function* remarksOnTlvs(tlvs: readonly Tlv[]): Generator<Remark> {
  yield* remarksOnList(tlvs, false);
  for (const { type, value } of tlvs) {
    if (type !== TLV.ssl) continue;
    const { client } = readSsl(value);
    const inner = subTlvs(value).tlvs;
    if (client & SSL_CLIENT.ssl && !inner.some((sub) => sub.type === SSL_SUB.version))
      yield [rows.sslVersion, 'no SSL_VERSION'];
    if (client > 7) yield [rows.sslBits, `the octet is 0x${client.toString(16)}`];
    yield* remarksOnList(inner, true);
  }
}

function* remarksOnList(tlvs: readonly Tlv[], isSub: boolean): Generator<Remark> {
  const seen = new Set<number>();
  for (const { type, value } of tlvs) {
    const { name, content } = describeType(type, isSub);
    if (seen.has(type) && type !== TLV.noop) yield [rows.twice, name];
    seen.add(type);
    if (/^(?:UNASSIGNED|EXPERIMENT|FUTURE)_/.test(name))
      yield [rows.reserved, `0x${type.toString(16).padStart(2, '0')}`];
    if (content === 'utf8' && decodeUtf8(value) === undefined) yield [rows.badText, `${name} is no UTF-8`];
    if (content === 'ascii' && !isAscii(value)) yield [rows.badText, `${name} is no US-ASCII`];
  }
}

const isAscii = (value: Uint8Array): boolean => isPrintable(value) && value.every((octet) => octet < 0x80);
