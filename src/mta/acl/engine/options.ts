/** Main options that ACLs look at. */
import { OPTION_ROWS } from '../../config/index.ts';
import type { AclWorld } from '../types.ts';

const DEFAULTS = new Map(OPTION_ROWS.filter(({ scope }) => scope === 'main').map((row) => [row.name, row.default]));

export function isOn({ configuration }: AclWorld, name: string): boolean {
  const setting = configuration.main.get(name);
  return setting === undefined ? DEFAULTS.get(name) === 'true' : setting.value === true;
}

/** As configured; undefined: unset, and without a default. */
export function textOption({ configuration }: AclWorld, name: string): string | undefined {
  const setting = configuration.main.get(name);
  return setting === undefined ? DEFAULTS.get(name) : String(setting.value);
}
