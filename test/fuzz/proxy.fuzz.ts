import { decodeProxy, encodeProxy, parseReport, startProxy } from '../../src/core/proxy/index.ts';
import type { FuzzTarget } from './types.ts';

const TCP4 = '0d0a0d0a000d0a515549540a2111000cc0000201c6336401dc040019';
const WITH_TLVS =
  '0d0a0d0a000d0a515549540a2111003fc0000201c6336401dc040019' +
  '010004736d74700200026d7805000261622000130100000000210007544c5376312e33220001783000016e040000ea000101e00000';
const LINES = [
  'PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n',
  'PROXY TCP6 2001:db8::1 ::1 1 2\r\nEHLO',
  'PROXY UNKNOWN x\r\n',
];

/** Whole as octet by octet; no more is held than a header takes; a header is encoded again; every octet is explained. */
export const target: FuzzTarget = {
  name: 'proxy',
  seeds: [
    ...[TCP4, WITH_TLVS, TCP4.replace('2111', '2011')].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    ...LINES.map((line) => Uint8Array.from(Buffer.from(line))),
  ],
  run(bytes: Uint8Array): void {
    const whole = decodeProxy(startProxy, bytes);
    const pieces = inPieces(bytes);
    if (pieces.kind !== whole.kind) throw new Error(`whole ${whole.kind}, in pieces ${pieces.kind}`);
    if (whole.kind === 'invalid' && pieces.kind === 'invalid' && whole.fault.code !== pieces.fault.code)
      throw new Error(`whole ${whole.fault.code}, in pieces ${pieces.fault.code}`);
    if (whole.kind === 'more' && whole.state.held.length > 16 + 65_535) throw new Error('holds more than a header');
    if (whole.kind === 'header') checkAgain(whole);
    checkParts(bytes);
  },
};

function inPieces(bytes: Uint8Array): ReturnType<typeof decodeProxy> {
  let last = decodeProxy(startProxy, new Uint8Array());
  for (let at = 0; at < bytes.length && last.kind === 'more'; at += 1 + (at % 5))
    last = decodeProxy(last.state, bytes.subarray(at, at + 1 + (at % 5)));
  return last;
}

function checkAgain({ header, length }: ReturnType<typeof decodeProxy> & { readonly kind: 'header' }): void {
  if (length > 16 + 65_535 || (header.version === 1 && length > 107)) throw new Error(`a header of ${length} octets`);
  const again = encodeProxy(header);
  if (!again.ok) throw new Error(`cannot be encoded again: ${again.error.message}`);
  const once = decodeProxy(startProxy, again.value);
  if (once.kind !== 'header') throw new Error('encoded again, it is no header');
  if (JSON.stringify(once.header.source) !== JSON.stringify(header.source)) throw new Error('another source');
  if (once.header.tlvs.length !== header.tlvs.length) throw new Error('other TLVs');
}

function checkParts(bytes: Uint8Array): void {
  const { data, findings } = parseReport(bytes);
  let end = 0;
  for (const { offset, length } of data.parts) {
    if (offset !== end) throw new Error(`a part at ${offset} where ${end} was due`);
    end += length;
  }
  if (end > bytes.length) throw new Error('a part beyond the octets');
  if (findings.some(({ detail = '' }) => /[\x00-\x1f\x7f]/.test(detail)))
    throw new Error('control characters in a finding');
}
