/** Names beside those of the suite `dane`: hosts that a man in the middle stands before, with TLSA records, a policy, or nothing. */
import { MISCHIEFS, type Mischief } from '../../../support/man-in-the-middle.ts';
import type { ZoneRow } from '../../world/types.ts';
import { tlsa } from '../dane/cases.ts';
import { mitmAddress, PUBLIC_HOP } from './hops.ts';

export const GUARDS = ['dane', 'sts', 'nothing'] as const;
export type Guard = (typeof GUARDS)[number];

const ZONES: Readonly<Record<Guard, string>> = {
  dane: 'signed-mitm.alpha',
  sts: 'sts-mitm.alpha',
  nothing: 'bare-mitm.alpha',
};

/** Mail domain; its host is `mx.` below it. */
export const mitmDomain = (guard: Guard, mischief: Mischief): string => `${mischief}.${ZONES[guard]}`;

/** Domains with a policy, whose host is reached directly: what is wrong is the policy or the certificate. */
export const STS_DOMAINS = {
  good: { mode: 'enforce', host: 'public' },
  unnamed: { mode: 'enforce', host: 'public', pattern: 'mx.other.alpha' },
  stranger: { mode: 'enforce', host: 'private' },
  'stranger-testing': { mode: 'testing', host: 'private' },
  'stranger-none': { mode: 'none', host: 'private' },
} as const;
export type StsName = keyof typeof STS_DOMAINS;
export const stsDomain = (name: StsName): string => `${name}.sts.alpha`;

/** What the good hop's certificate is for. */
export const PUBLIC_NAMES: readonly [string, ...string[]] = [
  'mx.good.sts.alpha',
  'mx.unnamed.sts.alpha',
  ...Object.values(ZONES).flatMap((zone) => MISCHIEFS.map((mischief) => `mx.${mischief}.${zone}`)),
];

/** @param leaf  DER of the good hop's certificate */
export function moreZones(leaf: Uint8Array, privateHop: string): readonly ZoneRow[] {
  const signing = { signer: 'bind', algorithm: 13, denial: 'nsec' } as const;
  const hosts = (lines: (mischief: Mischief) => readonly string[]): readonly string[] =>
    MISCHIEFS.flatMap((mischief) => [
      `${mischief} MX 10 mx.${mischief}`,
      `mx.${mischief} A ${mitmAddress(mischief)}`,
      ...lines(mischief),
    ]);
  const policy = (name: string): readonly string[] => [
    `_mta-sts.${name} TXT "v=STSv1; id=1;"`,
    `mta-sts.${name} A 127.0.0.1`,
  ];
  return [
    {
      name: ZONES.dane,
      server: 'named',
      signing,
      lines: hosts((mischief) => [`_25._tcp.mx.${mischief} TLSA ${tlsa(3, 1, 1, leaf)}`]),
    },
    { name: ZONES.sts, server: 'named', lines: hosts(policy) },
    { name: ZONES.nothing, server: 'named', lines: hosts(() => []) },
    {
      name: 'sts.alpha',
      server: 'named',
      lines: Object.entries(STS_DOMAINS).flatMap(([name, { host }]) => [
        `${name} MX 10 mx.${name}`,
        `mx.${name} A ${host === 'public' ? PUBLIC_HOP : privateHop}`,
        ...policy(name),
      ]),
    },
  ];
}

/** Files of the policy hosts, by their names. */
export const policySites = (): ReadonlyMap<string, { readonly text: string }> =>
  new Map([
    ...MISCHIEFS.map((mischief) => siteOf(mitmDomain('sts', mischief), 'enforce')),
    ...Object.entries(STS_DOMAINS).map(([name, one]) =>
      siteOf(stsDomain(name as StsName), one.mode, 'pattern' in one ? one.pattern : undefined),
    ),
  ]);

function siteOf(domain: string, mode: string, pattern = `mx.${domain}`): readonly [string, { readonly text: string }] {
  return [`mta-sts.${domain}`, { text: `version: STSv1\r\nmode: ${mode}\r\nmx: ${pattern}\r\nmax_age: 86400\r\n` }];
}
