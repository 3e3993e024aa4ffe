/**
 * Messages taken and durable before 250, and kept: `serve` beside Postfix and Exim with configurations of their own, the same
 * generator for all, in turns. Each runs on as many processes as it likes; what they take stays in their queues.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownMessage, stuffed } from '../interop/framework/known-message.ts';
import { MailServer, memoryOf, processorSeconds } from '../interop/framework/mail-server.ts';
import { Talk } from '../interop/framework/smtp-talk.ts';
import { median } from './measure.ts';
import { type Receiver, startEximReceiver, startPostfixReceiver } from './peers/receivers.ts';
import type { Bench, Figure } from './types.ts';

const PORTS = { ours: 27_251, postfix: 27_252, exim: 27_253 } as const;
type Name = keyof typeof PORTS;
const ROUNDS = 3;
/** A peer that says nothing for so long ends the run. */
const STALL_MS = 20_000;

interface Load {
  readonly sessions: number;
  readonly octets: number;
  /** Many messages a connection, or one. */
  readonly isKept: boolean;
  /** Of ours to Postfix. */
  readonly aim: number;
  /** The greatest p99, in ms. */
  readonly aimP99?: number;
}

const kept = (sessions: number, octets: number, aim: number, aimP99?: number): Load => ({
  sessions,
  octets,
  isKept: true,
  aim,
  ...(aimP99 !== undefined && { aimP99 }),
});
const single = (sessions: number, aim: number): Load => ({ sessions, octets: 10_240, isKept: false, aim });

const LOADS: readonly Load[] = [
  kept(1, 1024, 1.8),
  kept(10, 1024, 3),
  kept(50, 1024, 5),
  kept(1, 10_240, 2),
  kept(10, 10_240, 2.6, 5),
  kept(50, 10_240, 4.4, 15),
  kept(1, 102_400, 1.6),
  kept(10, 102_400, 2.2),
  kept(50, 102_400, 2.5),
  single(1, 1.7),
  single(10, 2.8),
  single(50, 3.8),
];

export const bench: Bench = {
  name: 'reception',
  asks: 'messages a second, durable before 250, beside Postfix and Exim',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-reception-'));
    chmodSync(folder, 0o755); // all of them give up root
    const server = new MailServer({ folder: join(folder, 'ours'), port: PORTS.ours });
    const peers: Receiver[] = [];
    try {
      const startedMs = await timed(() => server.start());
      peers.push(await startPostfixReceiver(join(folder, 'postfix'), PORTS.postfix));
      peers.push(await startEximReceiver(join(folder, 'exim'), PORTS.exim));
      for (const port of Object.values(PORTS)) await send(port, kept(4, 1024, 1), 400); // warm
      const figures: Figure[] = [...(await standing(server, startedMs))];
      const loads = quick ? LOADS.filter(({ octets }) => octets === 10_240) : LOADS;
      for (const load of loads) figures.push(...(await compare(server, load, countOf(load, quick))));
      return figures;
    } finally {
      await server.stop();
      for (const peer of peers) await peer.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function countOf({ octets, sessions }: Load, quick: boolean): number {
  const usual = octets > 50_000 ? 400 : sessions === 1 ? 500 : 2000;
  return quick ? Math.ceil(usual / 4) : usual;
}

/** What it is before anybody sends. */
async function standing(server: MailServer, startedMs: number): Promise<readonly Figure[]> {
  const { acceptor = 0, workers } = server.processes();
  const largest = Math.max(...[acceptor, ...workers].map((pid) => memoryOf(pid).rssKiB / 1024));
  const banners: number[] = [];
  for (let at = 0; at < 50; at += 1) banners.push(await timed(async () => (await Talk.open(server.port)).destroy()));
  return [
    { name: 'from start to serving', ours: startedMs, unit: 'ms', aim: { value: 300, better: 'lower' } },
    { name: 'greeting', ours: median(banners), unit: 'ms', aim: { value: 0.3, better: 'lower' } },
    { name: 'largest process, idle', ours: largest, unit: 'MiB', aim: { value: 75, better: 'lower' } },
  ];
}

async function compare(server: MailServer, load: Load, count: number): Promise<readonly Figure[]> {
  const runs: Record<Name, Sent[]> = { ours: [], postfix: [], exim: [] };
  const costs: number[] = [];
  const names = Object.keys(PORTS) as Name[];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const before = costOf(server);
      runs[name].push(await send(PORTS[name], load, count));
      if (name === 'ours') costs.push(((costOf(server) - before) * 1e6) / count);
    }
  }
  const rate = (name: Name): number => median(runs[name].map(({ perSecond }) => perSecond));
  const p99 = (name: Name): number => median(runs[name].map((sent) => sent.p99Ms));
  const title = `${load.sessions} sessions, ${load.octets / 1024} KiB${load.isKept ? '' : ', a connection each'}`;
  const others = `Exim ${Math.round(rate('exim'))}; p99 ${p99('ours').toFixed(1)} ms, Postfix ${p99('postfix').toFixed(1)}`;
  const note = `${others}; ${median(costs).toFixed(0)} µs of processor a message; load ${loadavg()[0]!.toFixed(0)}`;
  const rates: Figure = {
    name: title,
    ours: rate('ours'),
    unit: '1/s',
    peer: { name: 'Postfix', value: rate('postfix') },
    aim: { value: load.aim, better: 'higher' },
    note,
  };
  if (load.aimP99 === undefined) return [rates];
  const late: Figure = {
    name: `${title}: p99`,
    ours: p99('ours'),
    unit: 'ms',
    aim: { value: load.aimP99, better: 'lower' },
  };
  const cost: Figure = {
    name: `${title}: processor a message`,
    ours: median(costs),
    unit: 'µs',
    aim: { value: 200, better: 'lower' },
  };
  return [rates, late, cost];
}

/** Seconds of all its processes. */
function costOf(server: MailServer): number {
  const { master, acceptor = 0, workers } = server.processes();
  return [master, acceptor, ...workers].reduce((sum, pid) => sum + processorSeconds(pid), 0);
}

interface Sent {
  readonly perSecond: number;
  readonly p99Ms: number;
}

async function send(port: number, { sessions, octets, isKept }: Load, count: number): Promise<Sent> {
  const message = stuffed(knownMessage('bench', octets));
  const times: number[] = [];
  let left = count;
  const session = async (): Promise<void> => {
    let talk: Talk | undefined;
    while (left > 0) {
      left -= 1;
      talk ??= await begun(port);
      const began = performance.now();
      const reply = await talk.mail(message);
      if (reply.code !== 250) throw new Error(`port ${port}: ${reply.code} ${reply.text}`);
      times.push(performance.now() - began);
      if (isKept) continue;
      await talk.ask('QUIT');
      talk.destroy();
      talk = undefined;
    }
    talk?.destroy();
  };
  const tookMs = await timed(() => Promise.all(Array.from({ length: sessions }, session)));
  const sorted = times.sort((a, b) => a - b);
  return { perSecond: (count * 1000) / tookMs, p99Ms: sorted[Math.floor(sorted.length * 0.99)]! };
}

async function begun(port: number): Promise<Talk> {
  const talk = await Talk.open(port);
  talk.socket.setTimeout(STALL_MS, () => talk.destroy());
  await talk.ask('EHLO client.example.net');
  return talk;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
