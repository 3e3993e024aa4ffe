/** The targets of this folder, and what once broke them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { FuzzTarget } from './types.ts';

export const FUZZ_ROOT = new URL('./', import.meta.url);

export async function loadTargets(): Promise<readonly FuzzTarget[]> {
  const files = readdirSync(FUZZ_ROOT).filter((name) => name.endsWith('.fuzz.ts'));
  const modules = files.sort().map((name) => import(new URL(name, FUZZ_ROOT).href) as Promise<{ target: FuzzTarget }>);
  return (await Promise.all(modules)).map(({ target }) => target);
}

export function readCorpus(name: string): readonly { readonly file: string; readonly bytes: Uint8Array }[] {
  const folder = new URL(`corpus/${name}/`, FUZZ_ROOT);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => ({ file, bytes: new Uint8Array(readFileSync(new URL(file, folder))) }));
}
