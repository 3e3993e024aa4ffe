/** Where to ask and fetch: authority information access and distribution points (RFC 5280 §4.2.1.13, §4.2.2.1). */
import { type DerElement, readElement, readElements, readOid } from '../der.ts';
import { readGeneralName, readGeneralNames } from '../general-names.ts';
import { every, readSequence } from './elements.ts';
import type { DistributionPoint, Reader } from './types.ts';

const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

export const readAuthorityInfoAccess: Reader = (value) => {
  const entries = every(readSequence(value)?.map(readAccessDescription));
  if (entries === undefined) return undefined;
  const urls = (wanted: string): string[] =>
    entries.flatMap(({ method, location }) => (method === wanted && location.kind === 'uri' ? [location.value] : []));
  return { authorityInfoAccess: { ocsp: urls(OCSP), caIssuers: urls(CA_ISSUERS) } };
};

function readAccessDescription({ tag, contents }: DerElement) {
  const [oid, name, ...more] = (tag === 0x30 ? readElements(contents) : undefined) ?? [];
  const method = oid?.tag === 0x06 ? readOid(oid.contents) : undefined;
  const location = name && readGeneralName(name);
  return method === undefined || location === undefined || more.length > 0 ? undefined : { method, location };
}

export const readCrlDistributionPoints: Reader = (value) => {
  const crlDistributionPoints = every(readSequence(value)?.map(readDistributionPoint));
  return crlDistributionPoints && { crlDistributionPoints };
};

export const readFreshestCrl: Reader = (value) => {
  const freshestCrl = every(readSequence(value)?.map(readDistributionPoint));
  return freshestCrl && { freshestCrl };
};

/** distributionPoint [0], reasons [1], cRLIssuer [2]; CRLs' issuing distribution points are built alike. */
export function readDistributionPoint({ tag, contents }: DerElement): DistributionPoint | undefined {
  const parts = tag === 0x30 ? readElements(contents) : undefined;
  if (parts?.every((part) => part.tag === 0xa0 || part.tag === 0x81 || part.tag === 0xa2) !== true) return undefined;
  const [point, reasons, issuer] = [0xa0, 0x81, 0xa2].map((wanted) => parts.find((part) => part.tag === wanted));
  const name = point === undefined ? { fullNames: [] } : readDistributionPointName(point.contents);
  const crlIssuer = issuer && readGeneralNames(issuer.contents);
  if (name === undefined || (issuer !== undefined && crlIssuer === undefined)) return undefined;
  return {
    ...name,
    ...(reasons !== undefined && { reasons: readBits(reasons.contents) }),
    ...(crlIssuer !== undefined && { crlIssuer }),
  };
}

/** fullName [0] or nameRelativeToCRLIssuer [1]. */
export function readDistributionPointName(
  contents: Uint8Array,
): Pick<DistributionPoint, 'fullNames' | 'relativeName'> | undefined {
  const choice = readElement(contents);
  if (choice?.whole.length !== contents.length) return undefined;
  if (choice.tag === 0xa1) return { fullNames: [], relativeName: choice.contents };
  const fullNames = choice.tag === 0xa0 ? readGeneralNames(choice.contents) : undefined;
  return fullNames && { fullNames };
}

/** Contents of a BIT STRING; ReasonFlags has nine bits. */
export function readBits(contents: Uint8Array): ReadonlySet<number> {
  const bits = new Set<number>();
  for (const [i, octet] of contents.subarray(1, 5).entries()) {
    for (let bit = 0; bit < 8; bit += 1) if ((octet & (0x80 >> bit)) !== 0) bits.add(i * 8 + bit);
  }
  return bits;
}
