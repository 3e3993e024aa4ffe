/** Key agreement groups by number: the IANA registry "TLS Supported Groups" (RFC 8422, 7919, 8446, 8734; hybrids by draft). */

export interface GroupRow {
  readonly name: string;
  /** Agrees on keys that a quantum computer does not open. */
  readonly postQuantum?: boolean;
  /** Weaker than 112 bits, or withdrawn (RFC 8422 §5.1.1). */
  readonly weak?: boolean;
}

/** In the order offered: what servers should have first. */
export const GROUPS: ReadonlyMap<number, GroupRow> = new Map<number, GroupRow>([
  [0x11ec, { name: 'X25519MLKEM768', postQuantum: true }],
  [0x11eb, { name: 'SecP256r1MLKEM768', postQuantum: true }],
  [0x11ed, { name: 'SecP384r1MLKEM1024', postQuantum: true }],
  [0x6399, { name: 'X25519Kyber768Draft00', postQuantum: true }],
  [0x0201, { name: 'MLKEM768', postQuantum: true }],
  [0x0202, { name: 'MLKEM1024', postQuantum: true }],
  [0x0200, { name: 'MLKEM512', postQuantum: true }],
  [29, { name: 'x25519' }],
  [23, { name: 'secp256r1' }],
  [30, { name: 'x448' }],
  [24, { name: 'secp384r1' }],
  [25, { name: 'secp521r1' }],
  [31, { name: 'brainpoolP256r1tls13' }],
  [32, { name: 'brainpoolP384r1tls13' }],
  [33, { name: 'brainpoolP512r1tls13' }],
  [26, { name: 'brainpoolP256r1' }],
  [27, { name: 'brainpoolP384r1' }],
  [28, { name: 'brainpoolP512r1' }],
  [256, { name: 'ffdhe2048' }],
  [257, { name: 'ffdhe3072' }],
  [258, { name: 'ffdhe4096' }],
  [259, { name: 'ffdhe6144' }],
  [260, { name: 'ffdhe8192' }],
  [22, { name: 'secp256k1' }],
  [21, { name: 'secp224r1', weak: true }],
  [20, { name: 'secp224k1', weak: true }],
  [19, { name: 'secp192r1', weak: true }],
  [18, { name: 'secp192k1', weak: true }],
  [16, { name: 'secp160r1', weak: true }],
]);

/** Finite fields are no curves: ECDHE of TLS 1.2 has no use for them (RFC 7919 §3). */
export const isFiniteField = (group: number): boolean => group >= 256 && group <= 260;

export const isPostQuantum = (name: string): boolean =>
  [...GROUPS.values()].some((row) => row.name === name && row.postQuantum === true);

export const groupName = (group: number): string =>
  GROUPS.get(group)?.name ?? `0x${group.toString(16).padStart(4, '0')}`;
