/** Comparing the names of distribution points, and reasons as a mask (RFC 5280 §4.2.1.13, §5.2.5). */
import { equalBytes } from '../../../base/index.ts';
import { TAG } from '../der.ts';
import type { DistributionPoint } from '../extensions/types.ts';
import type { GeneralName } from '../general-names.ts';
import { sameName } from '../name-compare.ts';

export type PointName = Pick<DistributionPoint, 'fullNames' | 'relativeName'>;

/** keyCompromise (bit 1) to aACompromise (bit 8); bit 0 is unused. */
export const ALL_REASONS = 0b1_1111_1110;

export function reasonMask(reasons: ReadonlySet<number> | undefined): number {
  if (reasons === undefined) return ALL_REASONS;
  return [...reasons].reduce((mask, bit) => mask | (1 << bit), 0) & ALL_REASONS;
}

/** The point that every certificate has: its issuer's name, all reasons (§6.3.3). */
export const pointOfIssuer = (issuer: Uint8Array): DistributionPoint => ({ fullNames: [directory(issuer)] });

export const hasName = ({ fullNames, relativeName }: PointName): boolean =>
  fullNames.length > 0 || relativeName !== undefined;

/** Its names; a relative one is put behind the name of the CRL's issuer (§4.2.1.13). */
export function wholeNames({ fullNames, relativeName }: PointName, issuer: Uint8Array): readonly GeneralName[] {
  return relativeName === undefined ? fullNames : [directory(extended(issuer, relativeName))];
}

/** Octet for octet, as the CA/Browser Forum's rules ask for it, but for directory names (§7.1). */
export function isNameShared(some: readonly GeneralName[], others: readonly GeneralName[]): boolean {
  return some.some((name) => others.some((other) => isSame(name, other)));
}

function isSame(name: GeneralName, other: GeneralName): boolean {
  if (name.kind === 'directory' && other.kind === 'directory') return sameName(name.name, other.name);
  return name.kind === other.kind && equalBytes(name.contents, other.contents);
}

/** The directory names among them, each a Name as DER. */
export const directoryNames = (names: readonly GeneralName[]): readonly Uint8Array[] =>
  names.flatMap((name) => (name.kind === 'directory' ? [name.name] : []));

const directory = (name: Uint8Array): GeneralName => ({ kind: 'directory', name, text: '', contents: name });

/** One more RDN. */
function extended(name: Uint8Array, rdn: Uint8Array): Uint8Array {
  const header = name[1]! < 0x80 ? 2 : 2 + (name[1]! & 0x7f);
  return encode(TAG.SEQUENCE, Buffer.concat([name.subarray(header), encode(TAG.SET, rdn)]));
}

function encode(tag: number, contents: Uint8Array): Uint8Array {
  const { length } = contents;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from([tag, ...octets]), contents]);
}
