/** TLVs from words, as a command line has them: `ALPN=smtp`, `0xEA=hex:01`, `ssl.version=TLSv1.3`. */
import { concatBytes, err, type Failure, fromBase64, fromHex, ok, type Result } from '../../base/index.ts';
import { encodeTlv } from './encode-tlv.ts';
import { readOctets } from './octets-text.ts';
import { SSL_CLIENT } from './ssl.ts';
import { SSL_TYPES, TLV, TLV_TYPES } from './tlv-types.ts';
import type { Tlv } from './types.ts';

export type TlvWordError = Failure<'proxy/tlv-word'>;

/**
 * TLVs in the order given: `TYPE=VALUE`, the type by its name or its number (`0xEA`), the value a text with escapes (`\x00`),
 * `hex:…` or `base64:…`. `CRC32C` needs no value. `ssl.version=TLSv1.3`, `ssl.cn=…`, `ssl.verify=0`, `ssl.client=7` and so on
 * make one SSL between them, in the place of the first.
 */
export function parseTlvs(words: readonly string[]): Result<readonly Tlv[], TlvWordError> {
  const tlvs: Tlv[] = [];
  const inner: Word[] = [];
  let sslAt: number | undefined;
  for (const text of words) {
    const word = parseWord(text);
    if (!word.ok) return word;
    const { name, value } = word.value;
    if (/^SSL\./.test(name)) {
      sslAt ??= tlvs.length;
      inner.push({ name: name.slice('SSL.'.length), value });
      continue;
    }
    const type = typeOf(name, TLV_TYPES);
    if (type === undefined) return failed(`there is no TLV type "${name}"`, NAMES);
    tlvs.push({ type, value: type === TLV.crc32c && value.length === 0 ? new Uint8Array(4) : value });
  }
  if (sslAt === undefined) return ok(tlvs);
  const ssl = sslOf(inner);
  return ssl.ok ? ok([...tlvs.slice(0, sslAt), ssl.value, ...tlvs.slice(sslAt)]) : ssl;
}

interface Word {
  /** In capitals. */
  readonly name: string;
  readonly value: Uint8Array;
}

const SSL_NAMES = SSL_TYPES.map(({ name }) => name.replace('SSL_', 'ssl.').toLowerCase()).join(', ');
const NAMES = `types are ${TLV_TYPES.map(({ name }) => name).join(', ')}, ssl.client, ssl.verify, ${SSL_NAMES}, or a number such as 0xE0`;

function parseWord(text: string): Result<Word, TlvWordError> {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).toUpperCase();
  const said = at < 0 ? '' : text.slice(at + 1);
  const [, spelling, digits = ''] = /^(hex|base64):(.*)$/s.exec(said) ?? [];
  const read = readOctets(said);
  const value =
    spelling === 'hex'
      ? fromHex(digits)
      : spelling === 'base64'
        ? fromBase64(digits)
        : read.ok
          ? read.value
          : undefined;
  if (name === '' || value === undefined)
    return failed(`"${text.slice(0, 80)}" is no TLV`, 'write TYPE=VALUE, the value as text, hex:… or base64:…');
  if (value.length > 0xffff) return failed(`the value of ${name} has more than 65535 octets`, 'shorten it');
  return ok({ name, value });
}

function typeOf(name: string, types: typeof TLV_TYPES): number | undefined {
  const number = /^(?:0X[0-9A-F]{1,2}|\d{1,3})$/.test(name) ? Number(name.toLowerCase()) : undefined;
  if (number !== undefined) return number <= 0xff ? number : undefined;
  const plain = name.replaceAll('-', '_');
  return types.find((def) => def.name === plain || def.name === `SSL_${plain}`)?.type;
}

/** Client bits as given, or those that fit what is said; `verify` as given, or 0. */
function sslOf(words: readonly Word[]): Result<Tlv, TlvWordError> {
  const numberOf = (name: string, otherwise: number): number => {
    const given = words.find((word) => word.name === name);
    return given === undefined ? otherwise : Number(Buffer.from(given.value).toString());
  };
  const subs: Uint8Array[] = [];
  for (const { name, value } of words) {
    if (name === 'CLIENT' || name === 'VERIFY') continue;
    const type = typeOf(name, SSL_TYPES);
    if (type === undefined) return failed(`there is no TLV type "ssl.${name.toLowerCase()}"`, NAMES);
    subs.push(encodeTlv({ type, value }));
  }
  const hasCertificate = words.some(({ name }) => name === 'CN' || name === 'CLIENT-CERT');
  const client = numberOf('CLIENT', SSL_CLIENT.ssl | (hasCertificate ? SSL_CLIENT.certConn | SSL_CLIENT.certSess : 0));
  const verify = numberOf('VERIFY', 0);
  if (
    !(
      Number.isInteger(client) &&
      client >= 0 &&
      client <= 0xff &&
      Number.isInteger(verify) &&
      verify >= 0 &&
      verify <= 0xffff_ffff
    )
  )
    return failed(
      'ssl.client is a number up to 255, ssl.verify one of 32 bits',
      'bits of client: 1 over TLS, 2 and 4 with a certificate',
    );
  const head = Buffer.alloc(5);
  head.writeUInt8(client);
  head.writeUInt32BE(verify, 1);
  return ok({ type: TLV.ssl, value: concatBytes([head, ...subs]) });
}

function failed(message: string, hint: string): Result<never, TlvWordError> {
  return err({ code: 'proxy/tlv-word', message, hint, fault: 'configuration', temporary: false });
}
