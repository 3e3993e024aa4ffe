/**
 * `dane check --batch` over a thousand domains, from the command line to the last result. The share of TLS is what bare
 * handshakes with the same servers take, in number and kind those of the batch.
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { bulkName, type LabProcess, RUN, startLabProcess } from './lab-process.ts';
import { pooled } from './measure.ts';
import type { Bench } from './types.ts';

const JOBS = 16;

export const bench: Bench = {
  name: 'dane check --batch',
  asks: 'domains a second: MX, addresses, TLSA, and a handshake for each address and key type',
  async run(quick) {
    const domains = quick ? 200 : 1000;
    const lab = await startLabProcess(domains);
    try {
      await runBatch(lab, Math.min(domains, 100)); // code cache and signatures
      const began = performance.now();
      const { handshakes, passed } = await runBatch(lab, domains);
      const ms = performance.now() - began;
      if (passed !== domains) throw new Error(`${domains - passed} domains did not pass`);
      const bareMs = await bareHandshakes(lab, Math.min(handshakes, 400));
      const share = (bareMs * handshakes) / ms;
      return [
        { name: `${domains} domains, ${handshakes} handshakes`, ours: (domains / ms) * 1000, unit: '1/s' },
        {
          name: 'share of bare TLS handshakes in it',
          ours: share * 100,
          unit: '%',
          note: `${bareMs.toFixed(2)} ms each at ${JOBS} at a time`,
        },
      ];
    } finally {
      await lab.close();
    }
  },
};

function runBatch(lab: LabProcess, count: number): Promise<{ handshakes: number; passed: number }> {
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify({ id: i, target: bulkName(i) })).join('\n');
  const child = spawn(process.execPath, [RUN, 'dane', 'check', '--batch', '-', '--jobs', String(JOBS)], {
    env: { ...process.env, ...lab.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${lines}\n`);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', () => {
      const results = Buffer.concat(parts)
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const keys = results
        .flatMap(({ data }) => data?.hosts ?? [])
        .flatMap(({ addresses }) => addresses)
        .flatMap((address) => address.keys);
      resolve({ handshakes: keys.length * 2, passed: results.filter(({ verdict }) => verdict === 'pass').length }); // one more each, for the key type that is not there
    });
  });
}

/** Milliseconds a handshake, STARTTLS and TCP included, with nothing looked at. */
async function bareHandshakes(lab: LabProcess, count: number): Promise<number> {
  const { port } = lab.connectMap.resolve(await addressOfBulk(lab), 25);
  const began = performance.now();
  await pooled(Array.from({ length: count }), JOBS, () => bareHandshake(port));
  return (performance.now() - began) / count;
}

async function addressOfBulk(lab: LabProcess): Promise<string> {
  const { createExchange, formatIpv4, RR } = await import('../../src/core/dns/index.ts');
  const { createNet } = await import('../../src/core/net/index.ts');
  const net = createNet({ connectMap: lab.connectMap });
  const exchange = createExchange(net, [{ kind: 'plain', address: '192.0.2.53', port: 53 }]);
  const reply = await exchange.ask(
    { name: `mx.${bulkName(0)}`, type: RR.A },
    { dnssecOk: false, checkingDisabled: true },
  );
  await exchange.close();
  await net.close();
  if (!reply.ok) throw new Error(reply.error.message);
  return formatIpv4(reply.value.message.answers.find(({ type }) => type === RR.A)!.rdata);
}

function bareHandshake(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const says = ['EHLO bench.test\r\n', 'STARTTLS\r\n'];
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      const line = says.shift();
      if (line !== undefined) return void socket.write(line);
      if (!chunk.toString().startsWith('220')) return reject(new Error(chunk.toString()));
      socket.removeAllListeners('data');
      const tls = connectTls({ socket, rejectUnauthorized: false }, () => {
        tls.destroy();
        resolve();
      });
      tls.once('error', reject);
    });
  });
}
