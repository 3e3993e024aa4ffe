/** Zones with nothing wrong: signers × algorithms × ways of denial, and the same questions to each. */
import type { Denial, ServerName, SignerName, ZoneRow } from '../../world/types.ts';
import type { Question, Trial } from './types.ts';

const ALGORITHMS = [5, 7, 8, 10, 13, 14, 15, 16] as const;
const DENIALS: readonly Denial[] = ['nsec', 'nsec3', 'nsec3-opt-out'];
const PARENTS = ['alpha', 'beta', 'gamma'] as const;
const SERVERS: Readonly<Record<SignerName, ServerName>> = { bind: 'named', knot: 'knotd', ldns: 'nsd' };
const SIGNERS = Object.keys(SERVERS) as SignerName[];

/** @param full  every combination and question; else each pair of signer and algorithm once, and a third of the questions */
export function healthyTrials(full: boolean): readonly Trial[] {
  const combinations = SIGNERS.flatMap((signer) => ALGORITHMS.map((algorithm) => ({ signer, algorithm })));
  return combinations.flatMap(({ signer, algorithm }, index) => {
    const denials = denialsOf(algorithm);
    const chosen = full ? denials : [denials[(index + Math.floor(index / ALGORITHMS.length)) % denials.length]!];
    return chosen.map((denial) => trial(signer, algorithm, denial, full ? undefined : index % 3));
  });
}

/** Algorithm 5 may not go with NSEC3 (RFC 5155 §2); 7 is its name there. */
function denialsOf(algorithm: number): readonly Denial[] {
  if (algorithm === 5) return ['nsec'];
  return algorithm === 7 ? ['nsec3', 'nsec3-opt-out'] : DENIALS;
}

function trial(signer: SignerName, algorithm: number, denial: Denial, third: number | undefined): Trial {
  const name = `${signer}${algorithm}-${denial}.${PARENTS[algorithm % 3]!}`;
  const zone: ZoneRow = { name, server: SERVERS[signer], signing: { signer, algorithm, denial }, lines: LINES };
  const child: ZoneRow = { name: `sub.${name}`, server: SERVERS[signer], lines: ['host A 192.0.2.9'] };
  const asked = questions(signer, denial).filter((_, index) => third === undefined || index % 3 === third);
  const underSha1 = algorithm === 5 || algorithm === 7 ? { allowSha1: true as const } : {};
  return { rows: [zone, child], questions: asked.map((question) => ({ ...underSha1, ...within(name, question) })) };
}

function within(zone: string, question: Question): Question {
  return { ...question, name: question.name === '' ? zone : `${question.name}.${zone}` };
}

const LINES: readonly string[] = [
  '@ MX 10 mail',
  'www A 192.0.2.1',
  'mail A 192.0.2.2',
  `_25._tcp.mail TLSA 3 1 1 ${'ab'.repeat(32)}`,
  '*.wild A 192.0.2.3',
  'alias CNAME www',
  'old DNAME new',
  'x.new A 192.0.2.4',
  'deep.ent A 192.0.2.5',
];

/** Names relative to the zone. */
function questions(signer: SignerName, denial: Denial): readonly Question[] {
  const optOut = denial === 'nsec3-opt-out';
  return [
    secure('www', 'A'),
    secure('', 'MX'),
    secure('_25._tcp.mail', 'TLSA'),
    absent('nope', 'A', optOut),
    absent('a.b.nope', 'A', optOut),
    secure('www', 'AAAA'),
    fromWildcard('x.wild', 'A', optOut),
    fromWildcard('y.x.wild', 'A', optOut),
    absent('x.wild', 'MX', optOut),
    secure('alias', 'A'),
    secure('x.old', 'A'),
    secure('ent', 'A'),
    { name: 'host.sub', type: 'A', expect: 'insecure' },
    { name: 'nope.sub', type: 'A', expect: 'insecure' },
    // ldns sets the flag and leaves the delegation in the chain all the same.
    absent('sub', 'DS', optOut && signer !== 'ldns'),
    secure('', 'DNSKEY'),
    secure('', 'DS'),
    absent('nope.old', 'A', optOut),
  ];
}

const secure = (name: string, type: string): Question => ({ name, type, expect: 'secure' });

/** That no closer name exists is proven by an opt-out span, and so not proven (RFC 5155 §8.8). */
function fromWildcard(name: string, type: string, optOut: boolean): Question {
  return { name, type, expect: optOut ? 'insecure' : 'secure' };
}

/** A name that an opt-out span covers might be an unsigned delegation, so nothing proves its absence. */
function absent(name: string, type: string, optOut: boolean): Question {
  if (!optOut) return secure(name, type);
  const because = 'delv reports that the proof is signed; resolvers withhold AD for opt-out spans (RFC 5155 §9.2)';
  return { name, type, expect: 'insecure', others: { delv: 'secure' }, because };
}
