/**
 * Validated look-ups with nothing known but the trust anchor, beside unbound with one thread. Both forward to the same lab,
 * which runs in a process of its own; unbound is asked over UDP by this process, so it has a core less to itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/base/index.ts';
import { createExchange, createResolver, type Exchange, parseAnchors, RR } from '../../src/core/dns/index.ts';
import { createConnectMap, createNet } from '../../src/core/net/index.ts';
import { bulkName, type LabProcess, startLabProcess } from './lab-process.ts';
import { elapsedMs, median, pooled } from './measure.ts';
import type { Bench } from './types.ts';

const DOMAINS = 1000;
const IN_FLIGHT = 64;

export const bench: Bench = {
  name: 'cold look-ups',
  asks: 'secure A records a second in 1,000 zones never asked before, each with its DS and DNSKEY, beside unbound with one thread',
  async run(quick) {
    const lab = await startLabProcess(DOMAINS);
    try {
      await ours(lab); // the lab signs what it has not been asked for before
      const rounds = quick ? 3 : 9;
      const [mine, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        mine.push(await ours(lab));
        theirs.push(await unbound(lab));
      }
      const rate = (times: readonly number[]): number => (DOMAINS / median(times)) * 1000;
      return [
        {
          name: 'mx.bulkNNNN.bulk.test A',
          ours: rate(mine),
          unit: '1/s',
          peer: { name: 'unbound', value: rate(theirs) },
          aim: { value: 0.5, better: 'higher' },
        },
      ];
    } finally {
      await lab.close();
    }
  },
};

/** Milliseconds for all names, by a resolver made for the round. */
async function ours(lab: LabProcess): Promise<number> {
  const net = createNet({ connectMap: lab.connectMap });
  const anchors = parseAnchors(lab.trustAnchor);
  if (!anchors.ok) throw new Error(anchors.error.message);
  const exchange = createExchange(net, [{ kind: 'plain', address: '192.0.2.53', port: 53 }]);
  const resolver = createResolver({ exchange, clock: systemClock, anchors: anchors.value });
  const ms = await elapsedMs(() =>
    pooled(names(), IN_FLIGHT, async (name) => {
      const found = await resolver.lookup(name, RR.A);
      if (!found.ok || found.value.status !== 'secure') throw new Error(`${name} is not secure`);
    }),
  );
  await resolver.close();
  await net.close();
  return ms;
}

async function unbound(lab: LabProcess): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'mxray-bench-unbound-'));
  const port = await freePort();
  await writeFile(join(folder, 'anchor'), lab.trustAnchor);
  await writeFile(
    join(folder, 'unbound.conf'),
    configuration(folder, port, lab.connectMap.resolve('192.0.2.53', 53).port),
  );
  const child = spawn('unbound', ['-d', '-c', join(folder, 'unbound.conf')], { stdio: 'ignore' });
  const net = createNet({ connectMap: createConnectMap([]) });
  const exchange = createExchange(net, [{ kind: 'plain', address: '127.0.0.1', port }], {
    attempts: 5,
    timeoutMs: 500,
  });
  try {
    await answering(exchange, child);
    return await elapsedMs(() => pooled(names(), IN_FLIGHT, (name) => askAd(exchange, name)));
  } finally {
    await exchange.close();
    await net.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

async function askAd(exchange: Exchange, name: string): Promise<void> {
  const reply = await exchange.ask({ name, type: RR.A }, { dnssecOk: true, checkingDisabled: false });
  if (!reply.ok) throw new Error(reply.error.message);
  if (!reply.value.message.flags.ad) throw new Error(`unbound does not find ${name} secure`);
}

/** Asks for the root's keys until there is an answer, so that starting is not counted. */
async function answering(exchange: Exchange, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 50 && child.exitCode === null; tries += 1) {
    const reply = await exchange.ask({ name: '', type: RR.SOA }, { dnssecOk: true, checkingDisabled: false });
    if (reply.ok) return;
    await sleep(100); // a refused port answers at once
  }
  throw new Error('unbound does not answer: is it installed?');
}

const names = (): string[] => Array.from({ length: DOMAINS }, (_, i) => `mx.${bulkName(i)}`);

const configuration = (folder: string, port: number, upstream: number): string => `
server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "${folder}/log"
  interface: 127.0.0.1@${port}
  access-control: 127.0.0.0/8 allow
  num-threads: 1
  module-config: "validator iterator"
  trust-anchor-file: "${folder}/anchor"
  local-zone: "test." nodefault
  do-not-query-localhost: no
  outgoing-range: 900
  num-queries-per-thread: 512
  edns-buffer-size: 1232
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${upstream}
`;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
