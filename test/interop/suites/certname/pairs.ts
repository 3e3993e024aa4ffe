/** Names put to certificates: every name to every certificate of the table, and random ones with a fixed seed. */
import { randomNumbers } from '../../../fuzz/mutate.ts';
import { CERTIFICATE_NAMES } from './certificates.ts';

export interface Pair {
  readonly id: string;
  readonly name: string;
  readonly certificate: string;
}

export const NAMES = [
  'mx.example.org',
  'MX.Example.Org',
  'mx.example.org.',
  'mx1.example.org',
  'mx-1.example.org',
  'example.org',
  'a.mx.example.org',
  'xn--bcher-kva.example.org',
  '_x.example.org',
  '*.example.org',
  'other.example',
  'org',
  '192.0.2.1',
  '2001:db8::1',
  '::ffff:192.0.2.1',
  '127.0.0.1',
] as const;

export const MAILBOXES = [
  'user@example.org',
  'User@example.org',
  'user@EXAMPLE.ORG',
  'user@other.example',
  'user',
  '"a@b"@example.org',
] as const;

export const isAddress = (name: string): boolean => name.includes(':') || /^\d+(\.\d+){3}$/.test(name);

/** Names that Exim can be given as a host: what /etc/hosts may hold, in lower case since it folds, and the one address. */
export const deliverable = (name: string): boolean => /^[a-z0-9_.-]*[a-z0-9_]$/.test(name) && name !== '192.0.2.1';

export function tablePairs(): readonly Pair[] {
  return CERTIFICATE_NAMES.flatMap((certificate) => NAMES.map((name) => pair(name, certificate)));
}

const pair = (name: string, certificate: string): Pair => ({ id: `${name} on ${certificate}`, name, certificate });

const LABELS = ['a', 'b', 'mx', 'mx1', 'm-x', 'xn--bcher-kva', 'xn--mnchen-3ya', '_x', '9a'];
const WILD = ['*', 'm*', '*x', 'm*x', '*-a', 'm-*', 'xn--*', '*xn--bcher-kva', '**', '-*', 'a_*', ...LABELS];

/** Random certificates (names joined by a comma are their dNSNames) and names near them. */
export function randomPairs(count: number): {
  readonly certificates: Readonly<Record<string, { readonly dnsNames: readonly string[] }>>;
  readonly pairs: readonly Pair[];
} {
  const random = randomNumbers(20261125);
  const one = (words: readonly string[]): string => words[random(words.length)]!;
  const certificates: Record<string, { dnsNames: readonly string[] }> = {};
  const pairs = Array.from({ length: count }, () => {
    const labels = Array.from({ length: 1 + random(4) }, () => one(LABELS));
    const patterns = Array.from({ length: 1 + random(2) }, () => {
      const near = [one(WILD), ...labels.slice(random(2))];
      return random(4) === 0 ? [one(WILD), ...near].join('.') : near.join('.');
    });
    certificates[patterns.join(',')] = { dnsNames: patterns };
    return pair(labels.join('.'), patterns.join(','));
  });
  return { certificates, pairs };
}
