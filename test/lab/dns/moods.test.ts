/** Each mood does what it says, to the octets. */
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeQuery, formatRcode, formatType, RR } from '../../../src/core/dns/index.ts';
import { createResponder, createZone, RESOLVER_MOODS, type Respond } from '../../../src/lab/dns/index.ts';
import { source, style, zonesOf } from './zones.ts';

const zones = zonesOf([createZone(source('org', 'mx A 192.0.2.1', style()))]);
/** The data are bogus by the judge: who is told is what some moods are about. */
const bogus = createResponder({
  zones,
  role: 'resolver',
  judge: async () => ({ authenticated: false, isBogus: true }),
});
const secure = createResponder({
  zones,
  role: 'resolver',
  judge: async () => ({ authenticated: true, isBogus: false }),
});

interface Flags {
  readonly edns?: boolean;
  readonly cd?: boolean;
  readonly over?: 'udp' | 'stream';
  readonly judged?: 'secure' | 'bogus';
  readonly name?: string;
}

async function respond(
  mood: string,
  { edns = true, cd = false, over = 'udp', judged = 'secure', name = 'mx.org' }: Flags,
) {
  const row = RESOLVER_MOODS.find((each) => each.name === mood)!;
  const good: Respond = (judged === 'secure' ? secure : bogus).respond;
  const options = { id: 0x1234, edns, dnssecOk: edns, checkingDisabled: cd, recursionDesired: true };
  return row.around(good, { slowMs: 0 })(encodeQuery({ name, type: RR.A }, options), over);
}

/** The response in one line: id where it is not the query's, rcode, flags, question, and the records' types. */
async function check(mood: string, flags: Flags, expected: string): Promise<void> {
  const octets = await respond(mood, flags);
  expect(octets === undefined ? 'silence' : show(octets)).toBe(expected);
}

function show(octets: Uint8Array): string {
  const decoded = decodeMessage(octets);
  if (!decoded.ok) return 'unreadable';
  const { id, rcode, flags, questions, answers, authorities, edns } = decoded.value;
  const set = (['ad', 'cd', 'tc'] as const).filter((flag) => flags[flag]);
  const types = [...answers, ...authorities].map(({ type }) => formatType(type));
  return [
    ...(id === 0x1234 ? [] : ['other id']),
    formatRcode(rcode),
    ...set,
    ...(questions[0]?.name === 'mx.org' || questions[0]?.name === 'no.org' ? [] : ['other question']),
    ...types,
    ...(edns?.dnssecOk ? ['do'] : []),
  ].join(' ');
}

describe('a resolver that', () => {
  it.each<[string, Flags, string]>([
    ['strips', {}, 'NOERROR A'],
    ['strips', { name: 'no.org', cd: true }, 'NXDOMAIN cd SOA'],
    ['no-edns', {}, 'FORMERR'],
    ['no-edns', { edns: false }, 'NOERROR A'],
    ['servfail', {}, 'SERVFAIL'],
    ['refuses', {}, 'REFUSED'],
    ['silent', {}, 'silence'],
    ['silent', { over: 'stream' }, 'silence'],
    ['garbage', {}, 'unreadable'],
    ['wrong-id', {}, 'other id NOERROR ad A RRSIG do'],
    ['spoofs', {}, 'NOERROR ad other question A RRSIG do'],
    ['truncates', {}, 'NOERROR ad tc do'],
    ['truncates', { over: 'stream' }, 'NOERROR ad tc do'],
    ['udp-only', {}, 'NOERROR ad tc do'],
    ['udp-only', { over: 'stream' }, 'silence'],
    ['lies', {}, 'NOERROR ad A RRSIG do'],
    ['oversize', { over: 'stream' }, 'NOERROR ad A RRSIG do'],
    ['slow', {}, 'NOERROR ad A RRSIG do'],
    ['ignores-do', {}, 'NOERROR A'],
    ['does-not-validate', {}, 'NOERROR A RRSIG do'],
    ['does-not-validate', { judged: 'bogus' }, 'NOERROR A RRSIG do'],
    ['does-not-validate', { judged: 'bogus', cd: true }, 'NOERROR cd A RRSIG do'],
    ['believes', { judged: 'bogus' }, 'NOERROR ad A RRSIG do'],
    ['believes', { judged: 'bogus', edns: false }, 'NOERROR ad A'],
  ])('%s, asked with %o: %s', check);

  it('lies has another address than the zone', async () => {
    const decoded = decodeMessage((await respond('lies', {}))!);
    expect(decoded.ok && [...decoded.value.answers[0]!.rdata]).toEqual([192, 0, 2, 0]);
  });

  it('oversize sends far more than UDP was offered to take', async () => {
    expect((await respond('oversize', {}))!.length).toBeGreaterThan(30_000);
  });
});

describe('the registry', () => {
  it('has each name and each address once, beside those of the good servers', () => {
    const unique = (of: (mood: (typeof RESOLVER_MOODS)[number]) => string): number =>
      new Set(RESOLVER_MOODS.map(of)).size;
    expect([unique(({ name }) => name), unique(({ address }) => address)]).toEqual([
      RESOLVER_MOODS.length,
      RESOLVER_MOODS.length,
    ]);
    const hosts = RESOLVER_MOODS.map(({ address }) => Number(address.replace('192.0.2.', '')));
    expect(hosts.every((host) => host > 0 && host < 53)).toBe(true);
  });
});
