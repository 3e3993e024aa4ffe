/** TLSA records beside certificates, and what a sender makes of them. */
import { createHash, X509Certificate } from 'node:crypto';
import type { IdentityName, Parts } from './identities.ts';

/**
 * What a sender with DANE does: `match` delivers authenticated, `no-match` does not deliver, `encrypt` delivers over TLS
 * without authentication, `opportunistic` as without DANE, `defer` does not even connect.
 */
export type Outcome = 'match' | 'no-match' | 'encrypt' | 'opportunistic' | 'defer';
export type Peer = 'posttls-finger' | 's_client';

export interface DaneCase {
  /** A DNS label. */
  readonly name: string;
  readonly identity: IdentityName;
  readonly records: (parts: Parts) => readonly string[];
  readonly expect: Outcome;
  /** Which kind of key is asked for where the server has two. */
  readonly key?: 'rsa' | 'ecdsa';
  /** How the records stand in DNS; default in a signed zone. */
  readonly dns?: 'unsigned-zone' | 'bogus' | 'alias-record' | 'alias-host';
  /** Where others are known to see it differently, and why. */
  readonly others?: Partial<Readonly<Record<Peer, Outcome>>>;
  readonly because?: string;
}

/** RDATA as text; `matching` 0, 1, 2 as in RFC 6698 §2.1.3. */
export function tlsa(usage: number, selector: number, matching: number, der: Uint8Array): string {
  const selected = selector === 0 ? der : new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  const hash = matching === 1 ? 'sha256' : 'sha512';
  const data = matching === 0 ? Buffer.from(selected) : createHash(hash).update(selected).digest();
  return `${usage} ${selector} ${matching} ${data.toString('hex')}`;
}

const STALE = 'cd'.repeat(32);
const STALE_512 = 'cd'.repeat(64);

const PKIX: Partial<DaneCase> = {
  others: { s_client: 'no-match' },
  because: 's_client knows PKIX usages, which are unusable for SMTP (RFC 7672 §3.1.3)',
};

const combinations = [0, 1].flatMap((selector) => [0, 1, 2].map((matching) => [selector, matching] as const));

export const CASES: readonly DaneCase[] = [
  ...combinations.map(
    ([selector, matching]): DaneCase => ({
      name: `ee-${selector}-${matching}`,
      identity: matching === 1 ? 'rsa' : 'ecdsa',
      records: ({ leaf }) => [tlsa(3, selector, matching, leaf)],
      expect: 'match',
    }),
  ),
  ...combinations.map(
    ([selector, matching]): DaneCase => ({
      name: `ta-${selector}-${matching}`,
      identity: matching === 1 ? 'rsa' : 'ecdsa',
      records: ({ intermediate }) => [tlsa(2, selector, matching, intermediate)],
      expect: 'match',
    }),
  ),
  row('stale', 'ecdsa', () => [`3 1 1 ${STALE}`], 'no-match'),
  row('stale-ta', 'ecdsa', () => [`2 1 1 ${STALE}`], 'no-match'),
  row('stale-and-good', 'ecdsa', ({ leaf }) => [`3 1 1 ${STALE}`, tlsa(3, 1, 1, leaf)], 'match'),
  row('stale-ee-good-ta', 'rsa', ({ intermediate }) => [`3 1 1 ${STALE}`, tlsa(2, 0, 1, intermediate)], 'match'),
  row('good-ee-stale-ta', 'rsa', ({ leaf }) => [tlsa(3, 0, 2, leaf), `2 1 1 ${STALE}`], 'match'),
  // Trust anchors: in the chain, or whole in DNS (RFC 7671 §5.2).
  row('root-sent', 'with-root', ({ root }) => [tlsa(2, 0, 1, root)], 'match'),
  row('root-key-sent', 'with-root', ({ root }) => [tlsa(2, 1, 1, root)], 'match'),
  row('root-not-sent', 'ecdsa', ({ root }) => [tlsa(2, 0, 1, root)], 'no-match'),
  row('root-whole-in-dns', 'ecdsa', ({ root }) => [tlsa(2, 0, 0, root)], 'match'),
  row('root-key-in-dns', 'ecdsa', ({ root }) => [tlsa(2, 1, 0, root)], 'match'),
  row('intermediate-not-sent', 'leaf-only', ({ intermediate }) => [tlsa(2, 1, 1, intermediate)], 'no-match'),
  row('intermediate-whole-in-dns', 'leaf-only', ({ intermediate }) => [tlsa(2, 0, 0, intermediate)], 'match'),
  row('intermediate-key-in-dns', 'leaf-only', ({ intermediate }) => [tlsa(2, 1, 0, intermediate)], 'match'),
  row('leaf-as-ta', 'ecdsa', ({ leaf }) => [tlsa(2, 0, 1, leaf)], 'no-match'),
  row('intermediate-as-ee', 'ecdsa', ({ intermediate }) => [tlsa(3, 0, 1, intermediate)], 'no-match'),
  row('with-stranger', 'with-stranger', ({ intermediate }) => [tlsa(2, 1, 1, intermediate)], 'match'),
  row('self-signed-ee', 'self-signed', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match'),
  // A leaf is no issuer, not even of itself.
  row('self-signed-ta', 'self-signed', ({ leaf }) => [tlsa(2, 0, 1, leaf)], 'no-match'),
  // Dates and names count for DANE-TA alone (RFC 7671 §5.1).
  row('expired-ee', 'expired', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match'),
  row('expired-ta', 'expired', ({ intermediate }) => [tlsa(2, 1, 1, intermediate)], 'no-match'),
  row('expired-intermediate', 'under-expired', ({ root }) => [tlsa(2, 1, 1, root)], 'no-match'),
  // An anchor's own dates count only where it is a root, for then its self-signature is checked as well.
  row('expired-anchor', 'under-expired', ({ intermediate }) => [tlsa(2, 0, 1, intermediate)], 'match'),
  row('expired-root-anchor', 'under-expired-root', ({ root }) => [tlsa(2, 0, 1, root)], 'no-match'),
  row('wrong-name-ee', 'wrong-name', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match'),
  row('wrong-name-ta', 'wrong-name', ({ intermediate }) => [tlsa(2, 1, 1, intermediate)], 'no-match'),
  // What is not usable for SMTP (RFC 7672 §3.1.3), and what nobody knows.
  row('pkix-ee', 'ecdsa', ({ leaf }) => [tlsa(1, 1, 1, leaf)], 'encrypt', PKIX),
  row('pkix-ta', 'ecdsa', ({ intermediate }) => [tlsa(0, 1, 1, intermediate)], 'encrypt', PKIX),
  row('pkix-and-good', 'ecdsa', ({ leaf }) => [tlsa(1, 1, 1, leaf), tlsa(3, 1, 1, leaf)], 'match'),
  row('pkix-and-stale', 'ecdsa', ({ leaf }) => [tlsa(1, 1, 1, leaf), `3 1 1 ${STALE}`], 'no-match'),
  row('unknown-usage', 'ecdsa', () => [`4 1 1 ${STALE}`], 'encrypt'),
  row('unknown-selector', 'ecdsa', () => [`3 9 1 ${STALE}`], 'encrypt'),
  row('unknown-matching', 'ecdsa', () => [`3 1 9 ${STALE}`], 'encrypt'),
  row('unknown-and-good', 'ecdsa', ({ leaf }) => [`3 1 9 ${STALE}`, tlsa(3, 1, 1, leaf)], 'match'),
  row('short-digest', 'ecdsa', () => [`3 1 1 ${STALE.slice(2)}`], 'encrypt'),
  row('short-digest-and-good', 'ecdsa', ({ leaf }) => [`3 1 1 ${STALE.slice(2)}`, tlsa(3, 1, 1, leaf)], 'match'),
  row('garbled-certificate', 'ecdsa', () => ['2 0 0 3082010203'], 'encrypt'),
  row('garbled-key', 'ecdsa', () => ['3 1 0 30820102'], 'encrypt'),
  // Of each usage and selector only the strongest digest counts (RFC 7671 §9).
  row('agility-512-stale', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 1, leaf), `3 1 2 ${STALE_512}`], 'no-match'),
  row('agility-256-stale', 'ecdsa', ({ leaf }) => [`3 1 1 ${STALE}`, tlsa(3, 1, 2, leaf)], 'match'),
  row('agility-whole', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 0, leaf), `3 1 2 ${STALE_512}`], 'match'),
  row('agility-other-selector', 'ecdsa', ({ leaf }) => [tlsa(3, 0, 1, leaf), `3 1 2 ${STALE_512}`], 'match'),
  // Two keys: each is judged by itself.
  row('both-ecdsa', 'both', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match', { key: 'ecdsa' }),
  row('both-ecdsa-only', 'both', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'no-match', { key: 'rsa' }),
  row('both-rsa', 'both', ({ rsaLeaf }) => [tlsa(3, 1, 1, rsaLeaf)], 'match', { key: 'rsa' }),
  row('both-rsa-only', 'both', ({ rsaLeaf }) => [tlsa(3, 1, 1, rsaLeaf)], 'no-match', { key: 'ecdsa' }),
  row('both-covered', 'both', ({ intermediate }) => [tlsa(2, 1, 1, intermediate)], 'match', { key: 'rsa' }),
  // How the records stand in DNS.
  row('none', 'ecdsa', () => [], 'opportunistic'),
  row('unsigned', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'opportunistic', { dns: 'unsigned-zone' }),
  row('bogus', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'defer', { dns: 'bogus' }),
  row('alias-record', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match', { dns: 'alias-record' }),
  row('alias-host', 'ecdsa', ({ leaf }) => [tlsa(3, 1, 1, leaf)], 'match', { dns: 'alias-host' }),
];

function row(
  name: string,
  identity: IdentityName,
  records: DaneCase['records'],
  expect: Outcome,
  extra: Partial<DaneCase> = {},
): DaneCase {
  return { name, identity, records, expect, ...extra };
}
