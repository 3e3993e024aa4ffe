/**
 * Paths from a leaf to the trust anchor of a DANE-TA record, among the certificates that were sent (RFC 7671 §5.2).
 *
 * Servers send chains out of order, with strangers, twice, or cross-signed; so every way up from the leaf is tried, within
 * bounds against chains made to branch: a peer has 16 certificates and gets 64 paths and one signature check a pair.
 */
import { equalBytes } from '../../base/index.ts';
import type { Tlsa } from '../dns/index.ts';
import { type Certificate, isIssuedBy, isSignedBy, readCertificate } from '../pki/index.ts';
import { publicKeyOf } from './usability.ts';

/** Leaf first, each signed by the next; made once for all records, and only as far as somebody asks. */
export type Paths = () => readonly (readonly Certificate[])[];

export interface AnchoredPath {
  /** The certificates below the anchor, leaf first; at least one. */
  readonly below: readonly Certificate[];
  /** Absent where it is a bare key in DNS. */
  readonly anchor?: Certificate;
}

const MAX_PATHS = 64;

/** Every path from the leaf upwards and every beginning of one, shorter ones before what they begin. */
export function pathsFromLeaf(chain: readonly Certificate[]): Paths {
  let made: readonly (readonly Certificate[])[] | undefined;
  return () => {
    made ??= climb(chain);
    return made;
  };
}

/**
 * The paths that end at the record's anchor. A leaf is nobody's anchor, not even its own: OpenSSL, and Postfix by it,
 * take certificates from depth 1 on.
 */
export function* anchoredPaths(
  paths: Paths,
  record: Tlsa,
  fits: (certificate: Certificate) => boolean,
): Generator<AnchoredPath> {
  for (const path of paths()) {
    if (path.length > 1 && fits(path.at(-1)!)) yield { below: path.slice(0, -1), anchor: path.at(-1)! };
  }
  if (record.matchingType === 0) yield* anchoredInDns(paths(), record);
}

/** RFC 7671 §5.2.1, §5.2.2: with matching type 0 the anchor itself is in DNS and need not be sent. */
function* anchoredInDns(paths: ReturnType<Paths>, { selector, data }: Tlsa): Generator<AnchoredPath> {
  const anchor = selector === 0 ? readCertificate(data) : undefined;
  const key = selector === 1 ? publicKeyOf(data) : undefined;
  for (const path of paths) {
    const top = path.at(-1)!;
    if (anchor?.ok === true && !equalBytes(anchor.value.der, top.der) && isIssuedBy(top, anchor.value))
      yield { below: path, anchor: anchor.value };
    if (key !== undefined && isSignedBy(top, key)) yield { below: path };
  }
}

function climb(sent: readonly Certificate[]): readonly (readonly Certificate[])[] {
  const chain = sent.filter((one, i) => sent.findIndex(({ der }) => equalBytes(der, one.der)) === i);
  const checked = new Map<string, boolean>();
  const issued = (below: number, above: number): boolean => {
    const pair = `${below} ${above}`;
    const known = checked.get(pair) ?? isIssuedBy(chain[below]!, chain[above]!);
    checked.set(pair, known);
    return known;
  };
  const paths: Certificate[][] = [];
  const visit = (path: readonly number[]): void => {
    if (paths.length === MAX_PATHS) return;
    paths.push(path.map((i) => chain[i]!));
    for (let above = 1; above < chain.length; above += 1) {
      if (!path.includes(above) && issued(path.at(-1)!, above)) visit([...path, above]);
    }
  };
  if (chain.length > 0) visit([0]);
  return paths;
}
