/** Files that the settings name: read whole, within a bound, and known again by their stamps. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, exactFactsAt, factsAt, ok, type Result } from '../../base/index.ts';
import type { TlsProblem } from './types.ts';

/** A bundle of all roots that the web trusts has some 250 KiB. */
const MAX_BYTES = 8 * 1024 * 1024;
/** A hashed directory of roots has some hundred entries, twice as many with links. */
const MAX_FILES = 5000;

/** Another one where a file has changed, been replaced, come or gone. */
export function stampOf(path: string): string {
  const facts = exactFactsAt(path);
  return facts === undefined ? '-' : `${facts.mtimeNs}.${facts.ctimeNs}.${facts.ino}.${facts.size}`;
}

export function readText(option: string, path: string, wanted: string): Result<string, TlsProblem> {
  const octets = readOctets(option, path, wanted);
  return octets.ok ? ok(octets.value.toString('latin1')) : octets;
}

/** @param wanted  what should be in it, for the hint */
export function readOctets(option: string, path: string, wanted: string): Result<Buffer, TlsProblem> {
  try {
    const facts = statSync(path);
    if (!facts.isFile()) return err(problem(option, `${path} is no file`, wanted));
    if (facts.size > MAX_BYTES) return err(problem(option, `${path} is larger than ${MAX_BYTES} octets`, wanted));
    return ok(readFileSync(path));
  } catch (cause) {
    return err({ ...problem(option, `${path} ${reason(cause)}`, wanted), isUnread: true });
  }
}

/** A file, or all files of a directory that can be read. */
export function readTexts(option: string, path: string, wanted: string): Result<readonly string[], TlsProblem> {
  if (factsAt(path)?.isDirectory() !== true) {
    const text = readText(option, path, wanted);
    return text.ok ? ok([text.value]) : text;
  }
  try {
    const names = readdirSync(path).sort().slice(0, MAX_FILES);
    return ok(
      names.map((name) => readText(option, join(path, name), wanted)).flatMap((text) => (text.ok ? [text.value] : [])),
    );
  } catch (cause) {
    return err(problem(option, `${path} ${reason(cause)}`, wanted));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by the user we run as',
  EPERM: 'may not be read by the user we run as',
  ENOTDIR: 'does not exist',
};

function reason(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? `cannot be read: ${code === '' ? message : code}`;
}

const problem = (option: string, message: string, wanted: string): TlsProblem => ({
  option,
  message,
  hint: `give ${wanted}`,
});
