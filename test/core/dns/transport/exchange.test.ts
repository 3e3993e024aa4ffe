import { describe, expect, it } from 'vitest';
import { seededRandom, type TraceEvent } from '../../../../src/base/index.ts';
import {
  createExchange,
  type DnsError,
  type ExchangeOptions,
  extendedErrorOption,
  parseServer,
  RCODE,
  type Reply,
  RR,
  type ServerSpec,
} from '../../../../src/core/dns/index.ts';
import { frame } from '../../../../src/core/dns/transport/frames.ts';
import { respond, type Script, type ScriptedNet, scriptedNet } from './scripted-net.ts';

const question = { name: 'mx.example', type: RR.TLSA };
const bits = { dnssecOk: true, checkingDisabled: true };
const edns = { version: 0, udpSize: 1232, dnssecOk: true, options: [] };

const server = (text: string): ServerSpec => {
  const spec = parseServer(text);
  if (!spec.ok) throw new Error(spec.error.message);
  return spec.value;
};

interface Outcome {
  readonly net: ScriptedNet;
  readonly reply?: Reply;
  readonly error?: DnsError;
}

async function ask(script: Script, servers = ['192.0.2.53'], options: ExchangeOptions = {}): Promise<Outcome> {
  const net = scriptedNet(script);
  const exchange = createExchange(net, servers.map(server), { random: seededRandom(1), ...options });
  const reply = await exchange.ask(question, bits);
  await exchange.close();
  return reply.ok ? { net, reply: reply.value } : { net, error: reply.error };
}

/** Takes the length off a framed query, answers, puts it on again. */
const overTcp = (written: Uint8Array): Uint8Array[] => [frame(respond(written.subarray(2)))];

describe('over UDP', () => {
  it('gives the response and who gave it', async () => {
    const { reply } = await ask({ udp: (query) => [respond(query)] });
    expect(reply).toMatchObject({
      server: '192.0.2.53:53',
      message: { rcode: 0, questions: [{ name: 'mx.example' }] },
    });
  });

  it('passes over what does not fit and takes what does (RFC 5452 §9.1)', async () => {
    const { reply } = await ask({
      udp: (query) => {
        const spoofed = respond(query);
        spoofed[1]! ^= 1;
        return [spoofed, new Uint8Array(5), query, respond(query)];
      },
    });
    expect(reply?.message.flags.qr).toBe(true);
  });

  it.each<[string, DnsError['code'], string, (query: Uint8Array) => Uint8Array]>([
    ['another identifier', 'dns/mismatch', '1 with another identifier', (query) => change(respond(query), 0)],
    ['another question', 'dns/mismatch', '1 to another question', (query) => change(respond(query), 14)],
    ['another type', 'dns/mismatch', '1 to another question', (query) => change(respond(query), 25)],
    ['no question', 'dns/mismatch', '1 to another question', (query) => respond(query, { questions: [] })],
    ['a query', 'dns/garbage', '1 that are no DNS response', (query) => query],
    ['an update', 'dns/garbage', '1 that are no DNS response', (query) => respond(query, { opcode: 5 })],
    ['noise', 'dns/garbage', '1 that are no DNS response', () => Uint8Array.of(1, 2, 3)],
    ['more than we take', 'dns/garbage', '1 longer than 1232 octets', (query) => padded(query, 1_233)],
  ])('refuses %s (RFC 5452 §9.1, RFC 6891 §6.2.3)', async (_what, code, told, reply) => {
    const { error } = await ask({ udp: (query) => [reply(query)] }, ['192.0.2.53'], { attempts: 1 });
    expect(error).toMatchObject({ code, server: '192.0.2.53:53', question });
    expect(error?.message).toContain(told);
  });

  it('takes exactly what we said we take', async () => {
    const { reply } = await ask({ udp: (query) => [padded(query, 1_232)] });
    expect(reply?.message.edns?.options).toHaveLength(1);
  });

  it('refuses a response it cannot read, and says where it breaks', async () => {
    const { error } = await ask({ udp: (query) => [Buffer.concat([respond(query), Buffer.of(0)])] });
    expect(error).toMatchObject({ code: 'dns/garbage', fault: 'peer' });
    expect(error?.message).toBe(
      '192.0.2.53:53 was asked for mx.example. TLSA: not a DNS message: 1 octets follow its last record',
    );
  });

  it('asks again over TCP when the response was cut, also in the middle of a record (RFC 7766 §5)', async () => {
    const cut = (query: Uint8Array): Uint8Array =>
      Uint8Array.of(...respond(query, { flags: { ...NO_FLAGS, tc: true } }), 0xc0);
    const { reply, net } = await ask({ udp: (query) => [cut(query)], tcp: overTcp });
    expect(net.log).toEqual(['udp 192.0.2.53', 'dial 192.0.2.53:53']);
    expect(reply?.message.flags.tc).toBe(false);
  });

  it('says that TCP is needed when only UDP is open (RFC 7766 §5)', async () => {
    const script: Script = {
      udp: (query) => [respond(query, { flags: { ...NO_FLAGS, tc: true } })],
      tcp: () => 'close',
    };
    const { error } = await ask(script, ['192.0.2.53'], { attempts: 1 });
    expect(error).toMatchObject({ code: 'dns/unreachable' });
    expect(error?.hint).toContain('must also be reachable over TCP');
  });

  it('takes only our spelling of the question where it was mixed (0x20)', async () => {
    const lower = (query: Uint8Array): Uint8Array =>
      respond(Uint8Array.from(query, (octet) => (octet >= 65 && octet <= 90 ? octet + 32 : octet)));
    const mixed = await ask({ udp: (query) => [respond(query)] }, ['192.0.2.53'], { mixCase: true });
    expect(mixed.reply?.message.questions[0]?.name).toBe('mx.example');
    const folded = await ask({ udp: (query) => [lower(query)] }, ['192.0.2.53'], { mixCase: true, attempts: 1 });
    expect(folded.error?.code).toBe('dns/mismatch');
    const usual = await ask({ udp: (query) => [lower(query)] });
    expect(usual.reply).toBeDefined();
  });

  it('uses a new identifier each time (RFC 5452 §9.2)', async () => {
    const ids = new Set<number>();
    await ask(
      {
        udp: (query) => {
          ids.add((query[0]! << 8) | query[1]!);
          return [];
        },
      },
      ['192.0.2.53', '192.0.2.54', '192.0.2.55'],
      { attempts: 5 },
    );
    expect(ids.size).toBe(15);
  });
});

describe('servers', () => {
  it('tries the next one when one is silent, and comes back to them in each round', async () => {
    const { error, net } = await ask({ udp: () => [] }, ['192.0.2.1', '192.0.2.2'], { attempts: 2 });
    expect(net.log.toSorted()).toEqual(['udp 192.0.2.1', 'udp 192.0.2.1', 'udp 192.0.2.2', 'udp 192.0.2.2']);
    expect(error).toMatchObject({ code: 'dns/timeout', temporary: true });
  });

  it('prefers what a refusal tells to what silence does not', async () => {
    const udp = (query: Uint8Array, address: string): Uint8Array[] =>
      address === '192.0.2.1' ? [respond(query, { rcode: RCODE.REFUSED })] : [];
    const { error } = await ask({ udp }, ['192.0.2.1', '192.0.2.2'], { attempts: 2 });
    expect(error).toMatchObject({ code: 'dns/refused', server: '192.0.2.1:53' });
  });

  it('does not ask those again that said no', async () => {
    const { error, net } = await ask({ udp: (query) => [respond(query, { rcode: RCODE.SERVFAIL, edns })] });
    expect(net.log).toHaveLength(1);
    expect(error).toMatchObject({ code: 'dns/servfail', fault: 'peer', temporary: true });
  });

  it('takes NXDOMAIN for an answer (RFC 2308 §2.1)', async () => {
    const { reply } = await ask({ udp: (query) => [respond(query, { rcode: RCODE.NXDOMAIN })] });
    expect(reply?.message.rcode).toBe(RCODE.NXDOMAIN);
  });

  it('passes on extended errors, safe to print (RFC 8914 §2)', async () => {
    const options = [extendedErrorOption(7, 'expired\u001b[31m\u202e!'), { code: 15, data: Uint8Array.of(1) }];
    const { error } = await ask({
      udp: (query) => [respond(query, { rcode: RCODE.SERVFAIL, edns: { ...edns, options } })],
    });
    expect(error?.ede).toEqual([{ code: 7, text: 'expired [31m !' }]);
    expect(error?.message).toContain('SERVFAIL (Signature Expired: expired [31m !)');
  });

  it('asks without EDNS where it is not understood, says so, and remembers (RFC 6891 §7)', async () => {
    const traced: TraceEvent[] = [];
    const seen: number[] = [];
    const net = scriptedNet({
      udp: (query) => {
        seen.push(query[11]!);
        return [query[11] === 0 ? respond(query) : formatError(query)];
      },
    });
    const exchange = createExchange(net, [server('192.0.2.53')], { trace: (event) => traced.push(event) });
    expect(await exchange.ask(question, bits)).toMatchObject({ ok: true, value: { withoutEdns: true } });
    expect(await exchange.ask(question, bits)).toMatchObject({ ok: true, value: { withoutEdns: true } });
    expect(seen).toEqual([1, 0, 0]);
    expect(traced.some(({ text }) => text.includes('does not understand EDNS'))).toBe(true);
  });

  it('reports the refusal where it is not EDNS that is refused', async () => {
    const { error, net } = await ask({ udp: (query) => [formatError(query)] });
    expect(net.log).toHaveLength(2);
    expect(error).toMatchObject({ code: 'dns/servfail' });
    expect(error?.message).toContain('FORMERR');
  });

  it('stops at the deadline', async () => {
    let nowMs = 0;
    const clock = { now: () => new Date(0), monotonicMs: () => (nowMs += 400) };
    const { error, net } = await ask({ udp: () => [] }, ['192.0.2.53'], { clock, attempts: 100, deadlineMs: 2_000 });
    expect(net.log.length).toBeLessThan(6);
    expect(error?.code).toBe('dns/timeout');
  });

  it('says who refused the connection', async () => {
    const { error } = await ask({ refuse: 'net/refused' }, ['[2001:db8::53]:5353'], { attempts: 1 });
    expect(error).toMatchObject({ code: 'dns/unreachable', server: '[2001:db8::53]:5353' });
  });
});

describe('over TLS', () => {
  it('verifies the name given, or else the address (RFC 8310 §5)', async () => {
    const named = await ask({ tcp: overTcp }, ['tls://192.0.2.53#dns.example']);
    expect(named.net.log).toEqual(['dial 192.0.2.53:853', 'tls dns.example dot']);
    expect(named.reply?.server).toBe('tls://192.0.2.53:853#dns.example');
    const bare = await ask({ tcp: overTcp }, ['tls://192.0.2.53']);
    expect(bare.net.log).toEqual(['dial 192.0.2.53:853', 'tls 192.0.2.53 dot']);
  });

  it('shares one connection and sorts responses that come out of order (RFC 7766 §6.2, §7)', async () => {
    const held: Uint8Array[] = [];
    const net = scriptedNet({
      tcp: (written) => {
        held.push(...overTcp(written));
        return held.length === 3 ? [Buffer.concat(held.toReversed())] : [];
      },
    });
    const exchange = createExchange(net, [server('tls://192.0.2.53')]);
    const names = ['a.example', 'b.example', 'c.example'];
    const replies = await Promise.all(names.map((name) => exchange.ask({ name, type: RR.A }, bits)));
    expect(replies.map((reply) => reply.ok && reply.value.message.questions[0]?.name)).toEqual(names);
    expect(net.log.filter((line) => line.startsWith('dial'))).toHaveLength(1);
    await exchange.close();
  });

  it('takes a response in single octets as it takes a whole one', async () => {
    const tcp = (written: Uint8Array): Uint8Array[] =>
      Array.from(overTcp(written)[0]!, (octet) => Uint8Array.of(octet));
    expect((await ask({ tcp }, ['tls://192.0.2.53'])).reply).toBeDefined();
  });

  it('asks again on a new connection when the kept one was closed while idle (RFC 7766 §6.2.4)', async () => {
    let asked = 0;
    const net = scriptedNet({
      tcp: (written, connection) => {
        asked += 1;
        return connection === 1 && asked === 2 ? 'close' : overTcp(written);
      },
    });
    const exchange = createExchange(net, [server('tls://192.0.2.53')]);
    expect(await exchange.ask(question, bits)).toMatchObject({ ok: true });
    expect(await exchange.ask(question, bits)).toMatchObject({ ok: true });
    expect(net.log.filter((line) => line.startsWith('dial'))).toHaveLength(2);
    await exchange.close();
  });

  it('gives up on a server that only closes', async () => {
    const { error } = await ask({ tcp: () => 'close' }, ['tls://192.0.2.53'], { attempts: 1 });
    expect(error).toMatchObject({ code: 'dns/unreachable' });
  });

  it.each<[string, DnsError['code'], (query: Uint8Array) => Uint8Array]>([
    ['a response to something else', 'dns/mismatch', (query) => change(respond(query), 14)],
    ['a response nobody waits for', 'dns/mismatch', (query) => change(respond(query), 0)],
    ['an empty message', 'dns/mismatch', () => new Uint8Array(0)],
    ['a query', 'dns/garbage', (query) => query],
  ])('ends a connection that brings %s', async (_what, code, reply) => {
    const { error } = await ask({ tcp: (written) => [frame(reply(written.subarray(2)))] }, ['tls://192.0.2.53'], {
      attempts: 1,
    });
    expect(error?.code).toBe(code);
  });

  it('lets go of an asker that was cancelled', async () => {
    const exchange = createExchange(scriptedNet({}), [server('tls://192.0.2.53')]);
    const stop = new AbortController();
    const reply = exchange.ask(question, { ...bits, signal: stop.signal });
    stop.abort();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'dns/aborted' } });
    await exchange.close();
  });
});

describe('over HTTPS', () => {
  const url = 'https://dns.example/dns-query';

  it('posts the query with identifier 0 (RFC 8484 §4.1)', async () => {
    const { reply, net } = await ask(
      {
        https: ({ body, headers, maxRedirects }) => {
          expect([body![0], body![1], maxRedirects]).toEqual([0, 0, 0]);
          expect(headers).toEqual({ 'content-type': 'application/dns-message', accept: 'application/dns-message' });
          return { body: respond(body!) };
        },
      },
      [url],
    );
    expect(net.log).toEqual([`POST ${url}`]);
    expect(reply?.server).toBe(url);
  });

  it.each<[string, DnsError['code'], NonNullable<Script['https']>]>([
    ['an error status', 'dns/garbage', () => ({ status: 404 })],
    ['a web page', 'dns/garbage', () => ({ headers: { 'content-type': 'text/html' } })],
    ['another answer', 'dns/mismatch', ({ body }) => ({ body: change(respond(body!), 14) })],
    ['nothing', 'dns/mismatch', () => ({})],
  ])('refuses %s (RFC 8484 §4.2.1)', async (_what, code, https) => {
    const { error } = await ask({ https }, [url], { attempts: 1 });
    expect(error).toMatchObject({ code, server: url });
  });
});

const NO_FLAGS = { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false };

/** One octet changed. */
function change(octets: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(octets);
  changed[at]! ^= 1;
  return changed;
}

/** A fitting response of so many octets. */
function padded(query: Uint8Array, octets: number): Uint8Array {
  const bare = respond(query, { edns }).length;
  const padding = { code: 12, data: new Uint8Array(octets - bare - 4) };
  return respond(query, { edns: { ...edns, options: [padding] } });
}

/** As servers older than EDNS give it: the header alone. */
function formatError(query: Uint8Array): Uint8Array {
  return Uint8Array.of(query[0]!, query[1]!, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0);
}
