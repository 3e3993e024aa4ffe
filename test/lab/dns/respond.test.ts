/** Octets in, octets out: header bits, EDNS, sizes, memory, and the resolver's verdict. */
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, encodeQuery, type Message, RCODE, RR } from '../../../src/core/dns/index.ts';
import { createResponder, createZone, type ResponderOptions, type Zone } from '../../../src/lab/dns/index.ts';
import { source, style, zonesOf } from './zones.ts';

const long = Array.from({ length: 8 }, (_, index) => `big TXT "${String(index).repeat(250)}"`).join('\n');
const zone = createZone(
  source('org', `mx A 192.0.2.1\nmid TXT "${'x'.repeat(250)}" "${'y'.repeat(250)}"\n${long}`, style()),
);
const options: ResponderOptions = { zones: zonesOf([zone]), role: 'resolver' };
const { respond } = createResponder(options);

type Query = Parameters<typeof encodeQuery>[1];
const query = (name: string, type: number, change: Partial<Query> = {}): Uint8Array =>
  encodeQuery(
    { name, type },
    { id: 0x1234, edns: true, recursionDesired: true, dnssecOk: false, checkingDisabled: false, ...change },
  );

function read(octets: Uint8Array | undefined): Message {
  const decoded = decodeMessage(octets ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

const ask = async (octets: Uint8Array, transport: 'udp' | 'stream' = 'udp', from = respond): Promise<Message> =>
  read(await from(octets, transport));

describe('the header', () => {
  it('repeats id, RD and CD, and says what kind of server it is', async () => {
    const asked = query('mx.org', RR.A, { recursionDesired: true, checkingDisabled: true });
    const { id, flags } = await ask(asked);
    expect(id).toBe(0x1234);
    expect(flags).toEqual({ qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: true });
    const authority = createResponder({ ...options, role: 'authoritative' });
    expect((await ask(query('mx.org', RR.A, { recursionDesired: false }), 'udp', authority.respond)).flags).toEqual({
      ...{ qr: true, aa: true, tc: false, rd: false, ra: false, ad: false, cd: false },
    });
  });

  it('repeats the question letter for letter, for those who mix their case', async () => {
    const asked = query('mx.org', RR.A);
    asked[13] = 'M'.charCodeAt(0);
    const response = await respond(asked, 'udp');
    expect(Buffer.from(response!).subarray(12, 20).toString('latin1')).toBe('\x02Mx\x03org\x00');
    expect(read(response).answers[0]?.name).toBe('mx.org');
  });
});

describe('what is no question', () => {
  const change = (at: number, octet: number): Uint8Array => {
    const asked = query('mx.org', RR.A, { edns: false });
    asked[at] = octet;
    return asked;
  };
  it.each([
    ['an opcode other than QUERY', change(2, 0x28), RCODE.NOTIMP],
    ['another class', change(23, 3), RCODE.REFUSED],
    ['no question', change(5, 0), RCODE.FORMERR],
    ['a record that is not there', change(7, 1), RCODE.FORMERR],
  ])('%s is refused', async (_, asked, rcode) => {
    const response = await ask(asked);
    expect([response.id, response.rcode, response.flags.qr]).toEqual([0x1234, rcode, true]);
  });

  it.each([
    ['a response', change(2, 0x80)],
    ['less than a header', Uint8Array.of(1, 2, 3)],
    ['nothing', new Uint8Array()],
  ])('%s gets no answer', (_, asked) => {
    expect(respond(asked, 'udp')).toBeUndefined();
  });
});

describe('EDNS', () => {
  it('is answered with EDNS, and its absence without (RFC 6891 §6.1.1, §7)', async () => {
    expect((await ask(query('mx.org', RR.A))).edns).toEqual({
      version: 0,
      udpSize: 1232,
      dnssecOk: false,
      options: [],
    });
    expect((await ask(query('mx.org', RR.A, { edns: false }))).edns).toBeUndefined();
  });

  it('of a version to come is answered with BADVERS (RFC 6891 §6.1.3)', async () => {
    const asked = read(query('mx.org', RR.A));
    const later = encodeMessage({ ...asked, edns: { version: 1, udpSize: 1232, dnssecOk: false, options: [] } });
    const { rcode, answers, edns } = await ask(later);
    expect([rcode, answers.length, edns?.version]).toEqual([RCODE.BADVERS, 0, 0]);
  });

  it('with DO brings the signatures and DO back (RFC 3225 §3)', async () => {
    const { answers, edns } = await ask(query('mx.org', RR.A, { dnssecOk: true, checkingDisabled: true }));
    expect([answers.map(({ type }) => type), edns?.dnssecOk]).toEqual([[RR.A, RR.RRSIG], true]);
  });
});

describe('sizes', () => {
  it.each([
    ['mid.org', { edns: false }, 'udp', true],
    ['mid.org', {}, 'udp', false],
    ['big.org', {}, 'udp', true],
    ['big.org', {}, 'stream', false],
  ] as const)('%s %o over %s: truncated %s', async (name, change, transport, isCut) => {
    const response = await ask(query(name, RR.TXT, change), transport);
    expect(response.flags.tc).toBe(isCut);
    expect(response.answers.length > 0).toBe(!isCut);
  });

  it('what the client takes is not believed beyond what IP carries uncut', async () => {
    const asked = read(query('big.org', RR.TXT));
    const greedy = encodeMessage({ ...asked, edns: { ...asked.edns!, udpSize: 65_535 } });
    expect((await respond(greedy, 'udp'))!.length).toBeLessThanOrEqual(1232);
  });
});

describe('memory', () => {
  it('answers again without the zones, under the new id, until it forgets', async () => {
    let looks = 0;
    const counting = {
      find: (): Zone => {
        looks += 1;
        return zone;
      },
    };
    const seen: number[] = [];
    const responder = createResponder({ zones: counting, role: 'resolver', onQuery: ({ id }) => seen.push(id) });
    const first = await ask(query('mx.org', RR.A), 'udp', responder.respond);
    const second = await ask(query('mx.org', RR.A, { id: 7 }), 'udp', responder.respond);
    expect(second).toEqual({ ...first, id: 7 });
    expect([looks, seen]).toEqual([1, [0x1234, 7]]);
    await ask(query('mx.org', RR.A), 'stream', responder.respond); // other sizes, other answers
    expect(looks).toBe(2);
    responder.forget();
    await ask(query('mx.org', RR.A), 'udp', responder.respond);
    expect(looks).toBe(3);
  });

  it('keeps nothing long', async () => {
    let looks = 0;
    const find = (): Zone => {
      looks += 1;
      return zone;
    };
    const responder = createResponder({ zones: { find }, role: 'resolver' });
    for (const id of [1, 2]) await ask(query('big.org', RR.TXT, { id }), 'stream', responder.respond);
    expect(looks).toBe(2);
  });
});

describe('a resolver with a judge (RFC 4035 §3.2.2, §3.2.3)', () => {
  const judged = (authenticated: boolean, isBogus: boolean) => {
    let asked = 0;
    const judge = async () => {
      asked += 1;
      return { authenticated, isBogus };
    };
    return { ...createResponder({ ...options, judge }), asked: () => asked };
  };

  it.each([
    ['DO', { dnssecOk: true }, true],
    ['CD', { dnssecOk: true, checkingDisabled: true }, false],
    ['neither', {}, false],
  ] as const)('with %s: AD %s', async (_, change, expected) => {
    const { flags } = await ask(query('mx.org', RR.A, change), 'udp', judged(true, false).respond);
    expect(flags.ad).toBe(expected);
  });

  it('sets AD for who sets AD (RFC 6840 §5.7)', async () => {
    const asked = query('mx.org', RR.A);
    asked[3]! |= 0x20;
    expect((await ask(asked, 'udp', judged(true, false).respond)).flags.ad).toBe(true);
  });

  it('keeps bogus data to itself, except for those who check themselves', async () => {
    const bogus = judged(false, true).respond;
    const refused = await ask(query('mx.org', RR.A, { dnssecOk: true }), 'udp', bogus);
    expect([refused.rcode, refused.answers.length]).toEqual([RCODE.SERVFAIL, 0]);
    const given = await ask(query('mx.org', RR.A, { dnssecOk: true, checkingDisabled: true }), 'udp', bogus);
    expect([given.rcode, given.answers.length]).toEqual([RCODE.NOERROR, 2]);
  });

  it('is judged anew each time: verdicts end with their signatures', async () => {
    const { respond: from, asked } = judged(true, false);
    await ask(query('mx.org', RR.A, { dnssecOk: true }), 'udp', from);
    await ask(query('mx.org', RR.A, { dnssecOk: true }), 'udp', from);
    expect(asked()).toBe(2);
  });
});
