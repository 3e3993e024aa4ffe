/** SPF evaluations a second beside mailauth: a record of eight look-ups, out of memory and over a name server on loopback. */
import { Resolver as NodeResolver } from 'node:dns/promises';
import { spf as mailauthSpf } from 'mailauth/lib/spf/index.js';
import { ok, parseIpv4, systemClock } from '../../src/base/index.ts';
import { type Exchange, formatRdata, type Message, parseType, RR, txtRdata } from '../../src/core/dns/index.ts';
import type { SpfDns } from '../../src/core/spf/index.ts';
import { mxray } from './built-library.ts';
import { inTurns } from './measure.ts';
import { CLIENT, LOOKUPS, recordsOf, startSpfServer } from './spf-server.ts';
import type { Bench, Figure } from './types.ts';

const { checkHost } = mxray.spf;
const { createExchange, createResolver } = mxray.dns;
const { createNet } = mxray.net;
const ip = parseIpv4(CLIENT)!;
const HELO = 'h.example';

export const bench: Bench = {
  name: 'SPF evaluations',
  asks: `a record of ${LOOKUPS} look-ups, one check after the other, beside mailauth`,
  run: async (quick) => [await inMemory(quick ? 2000 : 10_000), await overLoopback(quick ? 100 : 400)],
};

async function ours(dns: SpfDns, domain: string, asksAhead: boolean): Promise<void> {
  const { result, lookups } = await checkHost(
    { ip, sender: `a@${domain}`, helo: HELO },
    { dns, now: () => new Date(), asksAhead },
  );
  if (result !== 'pass' || lookups !== LOOKUPS) throw new Error(`ours: ${result} after ${lookups} look-ups`);
}

/** As Node's resolver, whose answers differ by type. */
type NodeAnswer = (name: string, type: string) => Promise<string[]>;

async function theirs(resolver: NodeAnswer, domain: string): Promise<void> {
  const { status } = await mailauthSpf({ sender: `a@${domain}`, ip: CLIENT, helo: HELO, mta: 'mx.example', resolver });
  if (status.result !== 'pass') throw new Error(`mailauth: ${status.result}`);
}

async function repeat(count: number, work: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index += 1) await work(index);
}

/** Ours out of the resolver's cache; mailauth out of a map of answers ready in the form it takes. */
async function inMemory(count: number): Promise<Figure> {
  const resolver = createResolver({ exchange: memoryExchange, clock: systemClock, trust: 'none' });
  const known = new Map<string, unknown>();
  const peer: NodeAnswer = async (name, type) => {
    const key = `${name} ${type}`;
    if (!known.has(key)) known.set(key, nodeAnswer(name, type));
    return known.get(key) as string[];
  };
  await ours(resolver, 'd.test', false);
  await theirs(peer, 'd.test');
  const times = await inTurns(5, {
    ours: () => repeat(count, () => ours(resolver, 'd.test', false)),
    peer: () => repeat(count / 10, () => theirs(peer, 'd.test')),
  });
  return figure('in memory, warm', (count / times.ours) * 1000, (count / 10 / times.peer) * 1000, 3);
}

/** Each check of a domain that nobody has asked for before, so that every look-up goes over the wire. */
async function overLoopback(count: number): Promise<Figure> {
  const server = await startSpfServer();
  const net = createNet({});
  const exchange = createExchange(net, [{ kind: 'plain', address: '127.0.0.1', port: server.port }]);
  const resolver = createResolver({ exchange, clock: systemClock, trust: 'none' });
  const node = new NodeResolver();
  node.setServers([`127.0.0.1:${server.port}`]);
  const nodeAsks: NodeAnswer = async (name, type) => (await node.resolve(name, type)) as string[];
  let next = 0;
  const domain = (): string => {
    next += 1;
    return `d${next}.test`;
  };
  await repeat(50, () => ours(resolver, domain(), true));
  await repeat(50, () => theirs(nodeAsks, domain()));
  const times = await inTurns(5, {
    ours: () => repeat(count, () => ours(resolver, domain(), true)),
    peer: () => repeat(count, () => theirs(nodeAsks, domain())),
  });
  await resolver.close();
  await net.close();
  server.close();
  return figure('over loopback, nothing known', (count / times.ours) * 1000, (count / times.peer) * 1000, 5);
}

const figure = (name: string, value: number, peer: number, aim: number): Figure => ({
  name,
  ours: value,
  unit: '1/s',
  peer: { name: 'mailauth', value: peer },
  aim: { value: aim, better: 'higher' },
});

const memoryExchange: Exchange = {
  ask: async (question) => ok({ message: messageFor(question), server: '192.0.2.53:53' }),
  close: async () => {},
};

function messageFor(question: Parameters<Exchange['ask']>[0]): Message {
  return {
    id: 1,
    opcode: 0,
    rcode: 0,
    flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
    questions: [{ ...question, class: 1 }],
    answers: recordsOf(question),
    authorities: [],
    additionals: [],
  };
}

/** As Node's resolver gives it. */
function nodeAnswer(name: string, word: string): unknown {
  const type = parseType(word)!;
  const rdatas = recordsOf({ name, type }).map(({ rdata }) => rdata);
  if (type === RR.TXT)
    return rdatas.map((rdata) => {
      const strings = txtRdata.decode(rdata);
      return strings.ok ? strings.value.map((string) => Buffer.from(string).toString()) : [];
    });
  const texts = rdatas.map((rdata) => formatRdata(type, rdata));
  return type === RR.MX ? texts.map((text) => ({ priority: 1, exchange: text.split(' ')[1]!.slice(0, -1) })) : texts;
}
