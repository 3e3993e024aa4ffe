/**
 * Responses read from DER and verified a second, beside d2i_OCSP_RESPONSE and OCSP_basic_verify of libcrypto on the same
 * responses in the same minute. Ours compares the CertID and the dates besides. Both are counted in processor time, ours with
 * the threads that compile and collect, so that other work on the machine does not count.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SigningKeyType } from '../../src/core/pki/issue.ts';
import { HOUR_MS, type OcspWorld, ocspWorld } from '../support/ocsp.ts';
import { median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const PEER = fileURLToPath(new URL('./peers/ocsp_basic_verify.py', import.meta.url));
const RESPONSES = 200;
/** Times that all of them are verified in one turn: long enough for compilers to have done. */
const ROUNDS = 10;

/** One delegate's certificate is read and checked once by ours; of many, none is still known when it comes again. */
type Signers = 'issuer' | 'delegate' | 'delegates';

export const bench: Bench = {
  name: 'OCSP verifications',
  asks: 'responses read and verified a second, beside OCSP_basic_verify of libcrypto on the same ones',
  async run(quick) {
    const turns = quick ? 3 : 9;
    const rows: readonly (readonly [string, SigningKeyType, Signers])[] = [
      ['P-256, the issuer signs', 'p256', 'issuer'],
      ['P-256, one delegate signs', 'p256', 'delegate'],
      ['P-256, another delegate each time', 'p256', 'delegates'],
      ['RSA-2048, the issuer signs', 'rsa', 'issuer'],
      ['RSA-2048, one delegate signs', 'rsa', 'delegate'],
    ];
    const figures: Figure[] = [];
    for (const [name, type, signers] of rows) figures.push(await figure(name, type, signers, turns));
    return figures;
  },
};

async function figure(name: string, type: SigningKeyType, signers: Signers, turns: number): Promise<Figure> {
  const world = await ocspWorld(type, new Date());
  const responses = await makeResponses(world, signers);
  const folder = await mkdtemp(join(tmpdir(), 'mxray-bench-'));
  try {
    const files = await writeAll(folder, [world.issuer.der, ...responses]);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns + 2; turn += 1) {
      const [own, peer] = [cpuMs(() => verifyAll(world, responses)) / ROUNDS, await peerMs(files)];
      if (turn > 1) ours.push(own); // the first two warm up
      theirs.push(peer);
    }
    const rate = (ms: number): number => (RESPONSES / ms) * 1000;
    return {
      name,
      ours: rate(median(ours)),
      unit: '1/s',
      peer: { name: 'libcrypto', value: rate(median(theirs)) },
      aim: { value: 0.5, better: 'higher' },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All different, as those of a responder of some thousand certificates are. */
async function makeResponses(world: OcspWorld, signers: Signers): Promise<readonly Uint8Array[]> {
  const one = signers === 'issuer' ? world.issuer : await world.delegate();
  const make = async (_: unknown, i: number): Promise<Uint8Array> => {
    const signer = signers === 'delegates' ? await world.delegate() : one;
    const responses = [world.single({ thisUpdate: world.after(-HOUR_MS - i * 1000) })];
    return world.respond({ responses, certificates: signers === 'issuer' ? [] : [signer.der] }, signer);
  };
  return Promise.all(Array.from({ length: RESPONSES }, make));
}

/** The built library: what ships, without the loader that runs this file. */
const LIBRARY = new URL('../../dist/lib/index.js', import.meta.url).href;
const { ocsp } = (await import(LIBRARY)) as typeof import('../../src/index.ts');

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function verifyAll({ leaf, issuer, now }: OcspWorld, responses: readonly Uint8Array[]): void {
  const about = { certificate: leaf.certificate, issuer: issuer.certificate, at: now };
  const all = Array.from({ length: ROUNDS }, () => responses).flat();
  for (const response of all) {
    const { status, detail } = ocsp.verifyOcsp({ response, ...about });
    if (status !== 'good') throw new Error(`it is ${status}: ${detail}`);
  }
}

async function writeAll(folder: string, contents: readonly Uint8Array[]): Promise<readonly string[]> {
  const files = contents.map((_, i) => join(folder, `${i}.der`));
  await Promise.all(files.map((file, i) => writeFile(file, contents[i]!)));
  return files;
}

const runPeer = promisify(execFile);

async function peerMs(files: readonly string[]): Promise<number> {
  const { stdout } = await runPeer('python3', [PEER, String(ROUNDS), ...files]);
  return Number(stdout) * 1000;
}
