/** Policies made at random from a seed: a zone full of records, most of them right, and the senders to try on each. */

export interface Policy {
  readonly domain: string;
  readonly record: string;
}

export interface Case {
  readonly id: number;
  readonly ip: string;
  readonly sender: string;
  readonly helo: string;
  /** What the sender's domain publishes, for who reads a difference. */
  readonly record: string;
}

type Pick = <T>(list: readonly T[]) => T;

const ZONE = 'spf.example';
const HELO = 'helo.spf.example';
const CLIENTS = ['192.0.2.1', '192.0.2.77', '198.51.100.9', '2001:db8::1', '2001:db8:1::9'];

/** Hosts and policies that the random ones lead to. */
const FIXED = `
host4 A 192.0.2.1
host6 AAAA 2001:db8::1
both A 192.0.2.77
both AAAA 2001:db8:1::9
alias CNAME both
far A 203.0.113.9
far AAAA 2001:db8:ffff::1
mail MX 10 host4
mail MX 20 both
mail A 203.0.113.1
nomail MX 0 .
empty HINFO "x" "y"
inc-pass TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"
inc-fail TXT "v=spf1 -all"
inc-soft TXT "v=spf1 ip4:198.51.100.0/24 ~all"
inc-neutral TXT "v=spf1 ?all"
inc-bad TXT "v=spf1 ip4:192.0.2.300 -all"
inc-none TXT "hello"
inc-two TXT "v=spf1 -all"
inc-two TXT "v=spf1 +all"
inc-deep TXT "v=spf1 include:inc-soft.${ZONE} include:inc-pass.${ZONE} -all"
inc-loop TXT "v=spf1 include:inc-loop.${ZONE} -all"
inc-many TXT "v=spf1 a:far.${ZONE} a:far.${ZONE} a:far.${ZONE} a:far.${ZONE} a:far.${ZONE} a:far.${ZONE} -all"
why TXT "%{i} is not allowed to send for %{d}"
${HELO}. TXT "v=spf1 a:host4.${ZONE} -all"
1.2.0.192.ok A 127.0.0.2
alice.ok A 127.0.0.2
`.trim();

const HOSTS = ['host4', 'host6', 'both', 'alias', 'far', 'mail', 'nomail', 'empty', 'gone'];
const INCLUDES = ['pass', 'fail', 'soft', 'neutral', 'bad', 'none', 'two', 'deep', 'loop', 'many', 'gone'];
const MASKS = [
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '/24',
  '/24',
  '/32',
  '/16',
  '/0',
  '//64',
  '//64',
  '//128',
  '/24//48',
  '/8//32',
];
const MACROS = ['%{ir}.ok', '%{l}.ok', '%{i}.gone', '%{l1r-}.ok', '%{d2}', '%{o}.gone', '%%x', '%{h}'];
const BAD = [
  'foo',
  'a:',
  'ip4:1.2.3',
  'ip4:192.0.2.0/33',
  'ip6:::1/129',
  'all:x',
  'a:%{x}.b',
  'mx:%',
  'include',
  'ptr/24',
  'a/33',
  'exists:x y',
];

export function createPolicies(count: number, seed: number): readonly Policy[] {
  const random = generator(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, (_, i) => ({ domain: `d${i}.${ZONE}`, record: recordFrom(pick, random) }));
}

export function casesOf(policies: readonly Policy[]): readonly Case[] {
  return policies.map(({ domain, record }, id) => ({
    id,
    ip: CLIENTS[id % CLIENTS.length]!,
    sender: `${id % 7 === 0 ? 'Strong-Bad' : 'alice'}@${domain}`,
    helo: HELO,
    record,
  }));
}

/** The root zone, as text. */
export function zoneText(policies: readonly Policy[]): string {
  const fixed = FIXED.split('\n').map((line) =>
    line.replace(/^(\S+) (\w+) (.*)$/, (_, name, type, data) => `${absolute(name)} ${type} ${targets(type, data)}`),
  );
  const random = policies.map(
    ({ domain, record }) =>
      `${domain}. TXT ${strings(record)}\n${domain}. A 203.0.113.200\n${domain}. MX 5 host4.${ZONE}.`,
  );
  return [
    '$TTL 300',
    '. SOA ns.example. root.example. 1 3600 600 86400 300',
    '. NS ns.example.',
    'ns.example. A 127.0.0.1',
    ...fixed,
    ...random,
    '',
  ].join('\n');
}

const absolute = (name: string): string => (name.endsWith('.') ? name : `${name}.${ZONE}.`);

function targets(type: string, data: string): string {
  if (type === 'CNAME') return absolute(data);
  return type === 'MX' ? data.replace(/\S+$/, (name) => (name === '.' ? name : absolute(name))) : data;
}

const strings = (record: string): string =>
  (record.match(/.{1,200}/gs) ?? []).map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');

function recordFrom(pick: Pick, random: () => number): string {
  const terms = Array.from({ length: Math.floor(random() * 6) }, () => qualified(pick, termFrom(pick, random)));
  const end = pick(['-all', '-all', '~all', '?all', '+all', '', `redirect=inc-${pick(INCLUDES)}.${ZONE}`]);
  const exp = random() < 0.15 ? `exp=why.${ZONE}` : '';
  const words = [pick(['v=spf1', 'v=spf1', 'v=spf1', 'V=SPF1']), ...terms, end, exp].filter((word) => word !== '');
  return words.join(random() < 0.1 ? '  ' : ' ');
}

/** Modifiers have no qualifier. */
const qualified = (pick: Pick, term: string): string =>
  term.includes('=') ? term : `${pick(['', '', '', '+', '-', '~', '?'])}${term}`;

function termFrom(pick: Pick, random: () => number): string {
  if (random() < 0.03) return pick(BAD);
  const kind = pick(['a', 'a', 'mx', 'ip4', 'ip4', 'ip6', 'include', 'include', 'exists', 'A', 'unknown']);
  switch (kind) {
    case 'ip4':
      return `ip4:${pick(['192.0.2.1', '192.0.2.0/24', '198.51.100.0/23', '203.0.113.9', '192.0.2.76/31', '198.51.100.8/29', '192.0.0.0/8', '0.0.0.0/0'])}`;
    case 'ip6':
      return `ip6:${pick(['2001:db8::1', '2001:db8::/32', '2001:DB8:1::/48', '2001:db8:1::8/125', '2000::/3', '::/0', '::ffff:192.0.2.1'])}`;
    case 'include':
      return `include:inc-${pick(INCLUDES)}.${ZONE}`;
    case 'exists':
      return `exists:${pick(MACROS)}.${ZONE}`;
    case 'unknown':
      return pick(['x-op=1', 'foo.bar=%{d}', 'a']);
    default:
      return `${kind}${pick(['', `:${pick(HOSTS)}.${ZONE}`])}${pick(MASKS)}`;
  }
}

/** Mulberry32: the same numbers from the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
