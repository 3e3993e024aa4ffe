/**
 * CRLs on disk, one file for an address: a line of JSON (the address, validators), then the DER.
 *
 * Nothing is trusted for lying here: a CRL is verified at each use. Still the folder has to be ours alone (0700), since whoever
 * can write into it can keep us from seeing a newer list. The oldest go when there are too many.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readBoundedFile, replaceFile } from '../../base/index.ts';
import { MAX_CRL_BYTES } from '../pki/index.ts';
import type { CachedCrl, CrlCache } from './types.ts';

const MAX_FILES = 200;
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** `$XDG_CACHE_HOME/mxray/crl`; undefined where there is no home. */
export function crlCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: named } = env;
  if (named !== undefined && isAbsolute(named)) return join(named, 'mxray', 'crl');
  const home = homedir();
  return home === '' ? undefined : join(home, '.cache', 'mxray', 'crl');
}

export function createCrlCache(folder: string): CrlCache {
  const fileOf = (url: string): string => join(folder, `${createHash('sha256').update(url).digest('hex')}.crl`);
  return {
    async get(url) {
      if (!(await isOurs(folder))) return undefined;
      const read = await readBoundedFile(fileOf(url), MAX_CRL_BYTES + MAX_HEADER_BYTES);
      return read.ok ? unpack(read.value, url) : undefined;
    },
    async put(url, entry) {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => false);
      if (made === false || !(await isOurs(folder))) return;
      await replaceFile(fileOf(url), pack(url, entry), { mode: 0o600 });
      await prune(folder);
    },
  };
}

async function isOurs(folder: string): Promise<boolean> {
  const facts = await lstat(folder).catch(() => undefined);
  if (facts?.isDirectory() !== true) return false;
  return (process.getuid === undefined || facts.uid === process.getuid()) && (facts.mode & 0o022) === 0;
}

function pack(url: string, { der, ...validators }: CachedCrl): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ url, ...validators })}\n`), der]);
}

/** Undefined for what we did not write, or wrote for another address. */
function unpack(octets: Uint8Array, url: string): CachedCrl | undefined {
  const end = octets.subarray(0, MAX_HEADER_BYTES).indexOf(0x0a);
  if (end < 0) return undefined;
  try {
    const header: unknown = JSON.parse(Buffer.from(octets.subarray(0, end)).toString('utf8'));
    if (typeof header !== 'object' || header === null || !('url' in header) || header.url !== url) return undefined;
    return { der: octets.subarray(end + 1), ...text(header, 'etag'), ...text(header, 'lastModified') };
  } catch {
    return undefined;
  }
}

function text(header: object, name: 'etag' | 'lastModified'): Partial<CachedCrl> {
  const value = (header as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? { [name]: value } : {};
}

/** The least recently written go first. */
async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.crl'));
  const files = await Promise.all(
    names.map(async (name) => ({ name, facts: await lstat(join(folder, name)).catch(() => undefined) })),
  );
  const newest = files.toSorted((a, b) => (b.facts?.mtimeMs ?? 0) - (a.facts?.mtimeMs ?? 0));
  let total = 0;
  for (const [at, { name, facts }] of newest.entries()) {
    total += facts?.size ?? 0;
    if (at > 0 && (at >= MAX_FILES || total > MAX_TOTAL_BYTES)) await unlink(join(folder, name)).catch(() => {}); // another run's turn
  }
}
