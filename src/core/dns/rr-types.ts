/**
 * Numbers and words of the DNS registries: record types and classes.
 *
 * A type without a mnemonic here is written `TYPE65280` and read back the same way (RFC 3597 §5).
 */

/** Record types by mnemonic (IANA "Resource Record (RR) TYPEs"). */
export const RR = {
  A: 1,
  NS: 2,
  MD: 3,
  MF: 4,
  CNAME: 5,
  SOA: 6,
  MB: 7,
  MG: 8,
  MR: 9,
  NULL: 10,
  WKS: 11,
  PTR: 12,
  HINFO: 13,
  MINFO: 14,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  RT: 21,
  SIG: 24,
  KEY: 25,
  PX: 26,
  AAAA: 28,
  LOC: 29,
  NXT: 30,
  SRV: 33,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  DNAME: 39,
  OPT: 41,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  IPSECKEY: 45,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  HIP: 55,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  DSYNC: 66,
  SPF: 99,
  EUI48: 108,
  EUI64: 109,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  MAILB: 253,
  MAILA: 254,
  ANY: 255,
  URI: 256,
  CAA: 257,
  TA: 32768,
  DLV: 32769,
} as const;

/** Classes (RFC 1035 §3.2.4, RFC 2136 §2.4). */
export const CLASS = { IN: 1, CH: 3, HS: 4, NONE: 254, ANY: 255 } as const;

const typeWords: ReadonlyMap<number, string> = new Map(Object.entries(RR).map(([word, code]) => [code, word]));
const classWords: ReadonlyMap<number, string> = new Map(Object.entries(CLASS).map(([word, code]) => [code, word]));

/** `TLSA`, or `TYPE65280` where there is no mnemonic (RFC 3597 §5). */
export function formatType(type: number): string {
  return typeWords.get(type) ?? `TYPE${type}`;
}

/** The number of a mnemonic or `TYPE###` in any case; undefined when it is neither. */
export function parseType(text: string): number | undefined {
  const word = text.toUpperCase();
  return lookUp(RR, word) ?? numbered(word, 'TYPE');
}

/** `IN`, or `CLASS32` (RFC 3597 §5). */
export function formatClass(code: number): string {
  return classWords.get(code) ?? `CLASS${code}`;
}

export function parseClass(text: string): number | undefined {
  const word = text.toUpperCase();
  return lookUp(CLASS, word) ?? numbered(word, 'CLASS');
}

/** Types that exist only in questions or as a message's own data; no zone holds them (RFC 6895 §3.1). */
export function isMetaType(type: number): boolean {
  return type === RR.OPT || (type >= 128 && type <= 255 && type !== RR.SPF);
}

function lookUp(table: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function numbered(word: string, prefix: string): number | undefined {
  if (!word.startsWith(prefix)) return undefined;
  const digits = word.slice(prefix.length);
  return /^\d{1,5}$/.test(digits) && Number(digits) <= 0xffff ? Number(digits) : undefined;
}
