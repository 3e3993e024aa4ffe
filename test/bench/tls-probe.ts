/**
 * A survey of one server, from the command line to its last line, beside sslscan. Ours also asks for signatures,
 * resumption, ALPN, staples and odd hellos; sslscan for the suites and groups alone.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { formatPem } from '../../src/core/pki/issue.ts';
import { type Credential, createLabCa } from '../../src/lab/ca/index.ts';
import { RUN } from './lab-process.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const execute = promisify(execFile);
const PORT = 47_465;
const TARGET = `127.0.0.1:${PORT}`;

export const bench: Bench = {
  name: 'tls probe',
  asks: 'a whole process, versions to odd hellos of an s_server with two certificates, beside sslscan',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-probe-'));
    const server = await startServer(folder);
    try {
      const words = ['tls', 'probe', TARGET, '--starttls', 'none', '--json'];
      const whole = await connectionsOf(words);
      const few = await connectionsOf([...words, '--fast']);
      const times = await inTurns(quick ? 3 : 9, {
        whole: () => probe(words),
        fast: () => probe([...words, '--fast']),
        sslscan: () => execute('sslscan', ['--no-colour', '--no-heartbleed', TARGET]),
      });
      const peer = { name: 'sslscan', value: times.sslscan };
      const aim = { value: 1, better: 'lower' } as const;
      return [
        { name: `everything, ${whole} connections`, ours: times.whole, unit: 'ms', peer, aim },
        { name: `--fast, ${few} connections`, ours: times.fast, unit: 'ms', peer, aim },
      ] satisfies readonly Figure[];
    } finally {
      server.kill();
      rmSync(folder, { recursive: true });
    }
  },
};

const probe = (words: readonly string[]): Promise<{ stdout: string }> =>
  execute(process.execPath, [RUN, ...words], { maxBuffer: 16 * 1024 * 1024 });

async function connectionsOf(words: readonly string[]): Promise<number> {
  const { stdout } = await probe(words);
  return JSON.parse(stdout).data.addresses[0].connections;
}

async function startServer(folder: string): Promise<ChildProcess> {
  const ca = await createLabCa(new Date());
  const write = async (keyType: 'rsa' | 'p256'): Promise<string> => {
    const file = join(folder, `${keyType}.pem`);
    writeFileSync(file, bundle(await ca.issue({ keyType, names: ['mx.test'] })));
    return file;
  };
  const [rsa, ecdsa] = [await write('rsa'), await write('p256')];
  const certificates = ['-cert', rsa, '-key', rsa, '-dcert', ecdsa, '-dkey', ecdsa];
  const server = spawn('openssl', ['s_server', '-accept', TARGET, '-www', '-quiet', ...certificates], {
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers()) return server;
    await sleep(50);
  }
  server.kill();
  throw new Error(`openssl s_server does not answer on ${TARGET}`);
}

const bundle = ({ keyPem, chain }: Credential): string =>
  `${keyPem}${chain.map((der) => formatPem('CERTIFICATE', der)).join('')}`;

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(PORT, '127.0.0.1');
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true)).once('error', settle(false));
  });
}
