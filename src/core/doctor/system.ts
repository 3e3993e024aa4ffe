/** What the system says of itself, by its own files and one program; what it does not say is absent. */
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { parseIpv6 } from '../../base/index.ts';
import { runProgram } from '../../base/process/index.ts';
import type { HostFacts } from './types.ts';

/** A program that waits for a bus nobody answers on is not waited for. */
const TIMEOUT_MS = 2000;

/** Never rejects. */
export async function readHostFacts(): Promise<
  Pick<HostFacts, 'addresses' | 'nodeVersion' | 'openFiles' | 'entropyBits' | 'clock' | 'environment'>
> {
  const [openFiles, entropyBits, clock] = await Promise.all([readOpenFiles(), readEntropy(), readClock()]);
  return {
    addresses: ownAddresses(),
    nodeVersion: process.versions.node,
    ...(openFiles !== undefined && { openFiles }),
    ...(entropyBits !== undefined && { entropyBits }),
    clock,
    environment: Object.keys(process.env)
      .filter((name) => name.startsWith('MXRAY_'))
      .sort(),
  };
}

/** Link-local addresses lead nowhere beyond the wire (RFC 4291 §2.5.6). */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ internal, address }) => !internal && !isLinkLocal(address)).map(({ address }) => address);
}

function isLinkLocal(address: string): boolean {
  const octets = parseIpv6(address);
  return octets !== undefined && octets[0] === 0xfe && (octets[1]! & 0xc0) === 0x80;
}

/** Infinite where there is no limit. */
async function readOpenFiles(): Promise<number | undefined> {
  const text = await readText('/proc/self/limits');
  const soft = /^Max open files\s+(\d+|unlimited)\s/m.exec(text ?? '')?.[1];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

async function readEntropy(): Promise<number | undefined> {
  const text = (await readText('/proc/sys/kernel/random/entropy_avail'))?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** systemd's word for the kernel's (adjtimex), which no file shows. */
async function readClock(): Promise<HostFacts['clock']> {
  const args = ['show', '--property=NTPSynchronized', '--value'];
  const ended = await runProgram({ command: 'timedatectl', args, timeoutMs: TIMEOUT_MS });
  const word = ended.kind === 'exit' && ended.status === 0 ? ended.output.trim() : '';
  return ({ yes: 'synchronized', no: 'free-running' } as const)[word] ?? 'unknown';
}

const readText = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
