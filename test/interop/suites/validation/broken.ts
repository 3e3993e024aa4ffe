/**
 * Zones that are broken in one way each, or look so, or are odd but sound. All are served by nsd, which does not mind.
 *
 * A row: its name, how it is signed, what is done to it, and what is asked. The signer is BIND with P-256 unless told.
 */
import { RR, type SecurityStatus } from '../../../../src/core/dns/index.ts';
import { DAY } from '../../peers/times.ts';
import type { Signing, ZoneRow } from '../../world/types.ts';
import {
  withAlteredData,
  withAlteredSignatures,
  withBrokenSignatures,
  withCopy,
  withDsField,
  without,
  withoutSignatures,
  withTtl,
} from './faults.ts';
import { ODD_LINES, oddQuestions } from './odd-records.ts';
import type { Question, Trial } from './types.ts';

export function brokenTrials(): readonly Trial[] {
  return [...TIMES, ...SIGNATURES, ...DELEGATIONS, ...DENIALS, ...WILDCARDS, ...ALIASES, ...ITERATIONS, ...ODD];
}

const LINES = ['www A 192.0.2.1', 'mail A 192.0.2.2', '*.wild A 192.0.2.3', 'real.wild A 192.0.2.4', 'old DNAME new'];
const SIGNING: Signing = { signer: 'bind', algorithm: 13, denial: 'nsec' };
const NSEC3: Signing = { ...SIGNING, denial: 'nsec3' };

/** `www A bogus` → a question; other judges' views follow in `others`. */
type Asked = readonly [label: string, type: string, expect: SecurityStatus, extra?: Partial<Question>];

function trial(name: string, row: Partial<ZoneRow>, asked: readonly Asked[], children: readonly ZoneRow[] = []): Trial {
  const zone: ZoneRow = { name, server: 'nsd', signing: SIGNING, lines: LINES, ...row };
  const questions = asked.map(([label, type, expect, extra]): Question => {
    return { name: label === '@' ? name : `${label}.${name}`, type, expect, ...extra };
  });
  return { rows: [zone, ...children], questions };
}

function unsigned(name: string): ZoneRow {
  return { name, server: 'nsd', lines: ['host A 192.0.2.9'] };
}

const ALL_BOGUS: readonly Asked[] = [
  ['www', 'A', 'bogus'],
  ['nope', 'A', 'bogus'],
];
const ALL_INSECURE: readonly Asked[] = [
  ['www', 'A', 'insecure'],
  ['nope', 'A', 'insecure'],
];

const TIMES: readonly Trial[] = [
  trial('expired.alpha', { signing: { ...SIGNING, validFrom: -40 * DAY, validUntil: -10 * DAY } }, ALL_BOGUS),
  trial('future.beta', { signing: { ...NSEC3, validFrom: 10 * DAY, validUntil: 40 * DAY } }, ALL_BOGUS),
  trial(
    'expired-rsa.gamma',
    { signing: { ...NSEC3, algorithm: 8, validFrom: -40 * DAY, validUntil: -DAY } },
    ALL_BOGUS,
  ),
];

const SIGNATURES: readonly Trial[] = [
  trial('bad-signature.alpha', { edit: withBrokenSignatures({ owner: 'www', type: RR.A }) }, [
    ['www', 'A', 'bogus'],
    ['mail', 'A', 'secure'],
    ['nope', 'A', 'secure'],
  ]),
  trial('altered-data.beta', { edit: withAlteredData({ owner: 'www', type: RR.A }) }, [
    ['www', 'A', 'bogus'],
    ['mail', 'A', 'secure'],
  ]),
  trial('stripped-one.gamma', { edit: withoutSignatures({ owner: 'www' }) }, [
    ['www', 'A', 'bogus'],
    ['mail', 'A', 'secure'],
  ]),
  trial('stripped-all.alpha', { edit: withoutSignatures() }, ALL_BOGUS),
  trial('bad-keys.alpha', { edit: withBrokenSignatures({ owner: '@', type: RR.DNSKEY }) }, ALL_BOGUS, [
    unsigned('sub.bad-keys.alpha'),
  ]),
  trial(
    'below-bad-keys.alpha',
    { edit: withBrokenSignatures({ type: RR.DNSKEY }) },
    [['host.sub', 'A', 'bogus']],
    [unsigned('sub.below-bad-keys.alpha')],
  ),
  trial('foreign-signer.alpha', { edit: withAlteredSignatures({ owner: 'www' }, () => ({ signer: 'beta' })) }, [
    ['www', 'A', 'bogus'],
  ]),
  trial(
    'other-tag.alpha',
    { edit: withAlteredSignatures({ owner: 'www' }, ({ keyTag }) => ({ keyTag: keyTag ^ 1 })) },
    [['www', 'A', 'bogus']],
  ),
  trial(
    'too-many-labels.alpha',
    { edit: withAlteredSignatures({ owner: 'www' }, ({ labels }) => ({ labels: labels + 1 })) },
    [['www', 'A', 'bogus']],
  ),
  // The TTL that was signed counts, not the one that is served (RFC 4035 §5.3.3).
  trial('long-ttl.alpha', { edit: withTtl({ owner: 'www', type: RR.A }, 86_400) }, [['www', 'A', 'secure']]),
];

const STALE_DS = `${'ab'.repeat(32)}`;

const DELEGATIONS: readonly Trial[] = [
  trial('no-ds.alpha', { ds: () => [] }, ALL_INSECURE),
  trial('no-ds.beta', { ds: () => [] }, ALL_INSECURE),
  trial('no-ds.gamma', { ds: () => [], signing: NSEC3 }, ALL_INSECURE),
  trial('wrong-ds.alpha', { ds: withDsField(3, () => STALE_DS) }, ALL_BOGUS),
  trial('wrong-ds.gamma', { ds: withDsField(3, () => STALE_DS) }, ALL_BOGUS),
  trial('wrong-tag.beta', { ds: withDsField(0, (tag) => String(Number(tag) ^ 1)) }, ALL_BOGUS),
  trial('wrong-algorithm.alpha', { ds: withDsField(1, () => '8') }, ALL_BOGUS),
  trial('unknown-algorithm.alpha', { ds: withDsField(1, () => '99') }, ALL_INSECURE),
  trial('unknown-digest.beta', { ds: withDsField(2, () => '99') }, ALL_INSECURE),
  trial('two-ds.alpha', { ds: (lines) => [...withDsField(3, () => STALE_DS)(lines), ...lines] }, [
    ['www', 'A', 'secure'],
  ]),
  trial('half-known-ds.alpha', { ds: (lines) => [...withDsField(1, () => '99')(lines), ...lines] }, [
    ['www', 'A', 'secure'],
  ]),
  trial('unsigned-with-ds.alpha', { edit: without(RR.DNSKEY, RR.RRSIG, RR.NSEC) }, ALL_BOGUS),
  trial(
    'parent.alpha',
    {},
    [
      ['www.child', 'A', 'secure'],
      ['nope.child', 'A', 'secure'],
      ['www.grand.child', 'A', 'secure'],
    ],
    [
      { name: 'child.parent.alpha', server: 'nsd', signing: { ...NSEC3, signer: 'ldns' }, lines: LINES },
      { name: 'grand.child.parent.alpha', server: 'knotd', signing: { ...SIGNING, signer: 'knot' }, lines: LINES },
    ],
  ),
  // A signed zone with a DS below an unsigned delegation: an island.
  trial(
    'island.beta',
    { ds: () => [] },
    [['www.child', 'A', 'insecure']],
    [{ name: 'child.island.beta', server: 'nsd', signing: SIGNING, lines: LINES }],
  ),
];

const DENIALS: readonly Trial[] = [
  trial(
    'no-nsec.alpha',
    { edit: without(RR.NSEC) },
    [
      ['www', 'A', 'secure'],
      ['www', 'AAAA', 'bogus'],
      ['nope', 'A', 'bogus'],
      ['host.sub', 'A', 'bogus'],
    ],
    [unsigned('sub.no-nsec.alpha')],
  ),
  trial('no-nsec3.beta', { signing: NSEC3, edit: without(RR.NSEC3, RR.NSEC3PARAM) }, [
    ['www', 'A', 'secure'],
    ['www', 'AAAA', 'bogus'],
    ['nope', 'A', 'bogus'],
  ]),
  trial('unsigned-nsec.alpha', { edit: withoutSignatures({ type: RR.NSEC }) }, [
    ['www', 'AAAA', 'bogus'],
    ['nope', 'A', 'bogus'],
  ]),
  trial('bad-nsec.gamma', { edit: withBrokenSignatures({ type: RR.NSEC }) }, [
    ['www', 'AAAA', 'bogus'],
    ['nope', 'A', 'bogus'],
  ]),
  trial('bad-nsec3.beta', { signing: NSEC3, edit: withBrokenSignatures({ type: RR.NSEC3 }) }, [
    ['www', 'AAAA', 'bogus'],
    ['nope', 'A', 'bogus'],
  ]),
];

const WILDCARDS: readonly Trial[] = [
  // The wildcard's record and signature at a name that exists, of which nothing can prove that it does not.
  trial(
    'replayed.alpha',
    { lines: [...LINES, 'victim.wild TXT here'], edit: withCopy('*.wild', 'victim.wild', RR.A) },
    [
      ['victim.wild', 'A', 'bogus'],
      ['x.wild', 'A', 'secure'],
    ],
  ),
  trial(
    'replayed.beta',
    { lines: [...LINES, 'victim.wild TXT here'], signing: NSEC3, edit: withCopy('*.wild', 'victim.wild', RR.A) },
    [
      ['victim.wild', 'A', 'bogus'],
      ['x.wild', 'A', 'secure'],
    ],
  ),
  trial('wildcard-no-proof.alpha', { edit: without(RR.NSEC) }, [['x.wild', 'A', 'bogus']]),
  trial('bad-wildcard.gamma', { edit: withBrokenSignatures({ owner: '*.wild' }) }, [
    ['x.wild', 'A', 'bogus'],
    ['real.wild', 'A', 'secure'],
  ]),
];

const TO = (label: string, target: string): string => `${label} CNAME ${target}.`;
const CHAIN = Array.from({ length: 8 }, (_, index) => TO(`c${index}`, `c${index + 1}.aliases.alpha`));

const ALIASES: readonly Trial[] = [
  trial(
    'aliases.alpha',
    {
      lines: [
        ...LINES,
        TO('to-secure', 'www.two-ds.alpha'),
        TO('to-insecure', 'www.no-ds.alpha'),
        TO('to-bogus', 'www.bad-signature.alpha'),
        TO('to-nowhere', 'nope.two-ds.alpha'),
        TO('to-insecure-nowhere', 'nope.no-ds.beta'),
        TO('through-insecure', 'back.via.aliases.alpha'),
        'gone DNAME no-ds.alpha.',
        'broken DNAME wrong-ds.alpha.',
        ...CHAIN,
        'c8 A 192.0.2.8',
      ],
    },
    [
      ['to-secure', 'A', 'secure'],
      ['to-insecure', 'A', 'insecure'],
      ['to-bogus', 'A', 'bogus'],
      ['to-nowhere', 'A', 'secure'],
      ['to-insecure-nowhere', 'A', 'insecure'],
      ['to-secure', 'CNAME', 'secure'],
      ['www.gone', 'A', 'insecure'],
      ['www.broken', 'A', 'bogus'],
      ['c0', 'A', 'secure'],
      ['c0', 'MX', 'secure'],
      ['back.via', 'A', 'insecure'],
      ['through-insecure', 'A', 'insecure'],
    ],
    [{ name: 'via.aliases.alpha', server: 'nsd', lines: [TO('back', 'www.aliases.alpha')] }],
  ),
  trial(
    'stripped-alias.alpha',
    {
      lines: [...LINES, 'alias CNAME www'],
      edit: withoutSignatures({ owner: 'alias', type: RR.CNAME }),
    },
    [['alias', 'A', 'bogus']],
  ),
  trial('bad-dname.beta', { edit: withBrokenSignatures({ owner: 'old', type: RR.DNAME }) }, [
    ['x.old', 'A', 'bogus'],
    ['www', 'A', 'secure'],
  ]),
  trial('stripped-dname.alpha', { edit: withoutSignatures({ owner: 'old', type: RR.DNAME }) }, [
    ['x.old', 'A', 'bogus'],
  ]),
];

const ITERATIONS: readonly Trial[] = [1, 10, 50, 51, 150, 151, 500].map((iterations) => {
  const signing: Signing = { ...NSEC3, signer: 'ldns', iterations, salt: 'aabbccdd' };
  return trial(`iterations-${iterations}.${iterations % 2 === 0 ? 'alpha' : 'beta'}`, { signing }, [
    ['www', 'A', 'secure'],
    ['nope', 'A', ...underIterations(iterations)],
    ['www', 'AAAA', ...underIterations(iterations)],
  ]);
});

/** RFC 9276 §3.2 leaves the line to validators: ours is 50, that of Debian 12's three is 150. */
function underIterations(iterations: number): readonly [SecurityStatus, Partial<Question>?] {
  if (iterations <= 50) return ['secure'];
  if (iterations > 150) return ['insecure'];
  const because = 'more than 50 NSEC3 iterations count as insecure here, more than 150 there (RFC 9276 §3.2)';
  return ['insecure', { others: { delv: 'secure', unbound: 'secure', bind: 'secure' }, because }];
}

/** Records whose canonical form is a matter of detail, by each signer. */
const ODD: readonly Trial[] = [
  trial('odd-bind.alpha', { lines: ODD_LINES }, oddQuestions),
  trial('odd-ldns.beta', { lines: ODD_LINES, signing: { ...NSEC3, signer: 'ldns' } }, oddQuestions),
  trial('odd-knot.gamma', { lines: ODD_LINES, signing: { ...NSEC3, signer: 'knot' } }, oddQuestions),
];
