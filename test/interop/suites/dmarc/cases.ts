/** Random messages and the records that speak on them, in one zone: every organization has its own case. */
import { seededRandom } from '../../../../src/base/index.ts';

export interface Case {
  readonly id: number;
  readonly from: string;
  readonly spf: Vouched;
  readonly dkim: readonly Vouched[];
  /** Domain → its texts at `_dmarc`. */
  readonly records: Readonly<Record<string, readonly string[]>>;
}

export interface Vouched {
  readonly result: 'pass' | 'fail';
  readonly domain: string;
}

/** Public suffixes of the zone, as a list that every side is given or knows. */
export const SUFFIXES = ['com', 'net', 'uk', 'co.uk'];

export function createCases(count: number, seed: number): readonly Case[] {
  const random = seededRandom(seed);
  const pick = <T>(...list: readonly T[]): T => list[random.below(list.length)]!;
  return Array.from({ length: count }, (_, id): Case => {
    const organization = `o${id}.${pick('com', 'net', 'co.uk')}`;
    const author = pick(organization, `sub.${organization}`, `a.sub.${organization}`);
    const vouched = (): Vouched => ({
      result: pick('pass', 'pass', 'fail'),
      domain: pick(
        author,
        organization,
        `sub.${organization}`,
        `b.${organization}`,
        `x.${author}`,
        'other.com',
        `${organization.slice(0, 2)}.com`,
      ),
    });
    const record = (): string => recordText(pick);
    const places = pick([organization], [organization], [author], [author, organization], [], [`sub.${organization}`]);
    const several = pick(1, 1, 1, 1, 1, 1, 1, 2);
    return {
      id,
      from: author,
      spf: vouched(),
      dkim: Array.from({ length: pick(0, 1, 2) }, vouched),
      records: Object.fromEntries(places.map((place) => [place, Array.from({ length: several }, record)])),
    };
  });
}

type Pick = <T>(...list: readonly T[]) => T;

function recordText(pick: Pick): string {
  const version = pick(true, true, true, true, true, false)
    ? 'v=DMARC1'
    : pick('v=DMARC1 ', 'v = DMARC1', 'v=dmarc1', ' v=DMARC1', 'v=DMARC2');
  const policies = ['none', 'quarantine', 'reject'] as const;
  const p = pick('p=', 'p=', 'p=', 'p = ', 'P=') + pick(...policies, ...policies, ...policies, 'Reject', 'rejekt');
  const rest = [
    pick('', '', '', `sp=${pick(...policies)}`, `sp=${pick(...policies)}`, pick('', '', 'sp=x')),
    pick('', '', 'adkim=s', 'adkim=r', 'adkim=S'),
    pick('', '', 'aspf=s', 'aspf=r', 'aspf=strict'),
    pick('', '', 'rua=mailto:r@other.com', 'rua=r@other.com'),
    pick('', '', '', 'pct=100', 'x=y', 'fo=1', 'junk'),
  ].filter((tag) => tag !== '');
  const tags = pick(true, true, true, true, true, false) ? [version, p, ...rest] : [version, ...rest];
  return tags.join(pick('; ', ';', ' ; ')) + pick('', ';');
}

export function zoneText(cases: readonly Case[]): string {
  const records = cases.flatMap((each) =>
    Object.entries(each.records).flatMap(([domain, texts]) =>
      texts.map((text) => `_dmarc.${domain}. 60 IN TXT ${strings(text)}\n`),
    ),
  );
  return `. 60 IN SOA ns. root. 1 60 60 60 60\n. 60 IN NS ns.\nns. 60 IN A 127.0.0.1\n${records.join('')}`;
}

/** Long ones in two, for those who join them. */
const strings = (text: string): string =>
  (text.length > 40 ? [text.slice(0, 25), text.slice(25)] : [text]).map((part) => `"${part}"`).join(' ');
