/** Options of a router, as what they are. */
import type { Driver } from '../config/index.ts';

/** @param otherwise  what it is where it is not set */
export function flag({ settings }: Driver, name: string, otherwise = false): boolean {
  const value = settings.get(name)?.value;
  return typeof value === 'boolean' ? value : otherwise;
}

/** One of several options that set the same: the last that was written. */
export function lastFlag({ settings }: Driver, names: readonly string[], otherwise: boolean): boolean {
  let value = otherwise;
  for (const [name, setting] of settings) if (names.includes(name)) value = setting.value === true;
  return value;
}

export function text({ settings }: Driver, name: string): string | undefined {
  const value = settings.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

export function number({ settings }: Driver, name: string): number | undefined {
  const value = settings.get(name)?.value;
  return typeof value === 'number' ? value : undefined;
}
