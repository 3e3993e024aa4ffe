/** What an option is: as it was set, or by its default, in the value's own type. */
import { hostname } from 'node:os';
import { findOption, type OptionRow } from './options/index.ts';
import { driverDefault, mainDefault } from './show/defaults.ts';
import type { Configuration, Driver, OptionValue, Settings } from './types.ts';
import { READERS } from './values/registry.ts';

/** Undefined: it is not set and has no default. Throws for a name that is no main option. */
export function mainValue({ main }: Pick<Configuration, 'main'>, name: string): OptionValue | undefined {
  const row = rowOf(MAIN_ONLY, name);
  const setting = main.get(row.name);
  return setting === undefined ? defaultIn(main, row) : setting.value;
}

const MAIN_ONLY = ['main'] as const;

/** Read once for each configuration: a message asks for dozens of options. */
const defaults = new WeakMap<Settings, Map<OptionRow, OptionValue | undefined>>();

function defaultIn(main: Settings, row: OptionRow): OptionValue | undefined {
  const known = defaults.get(main) ?? new Map<OptionRow, OptionValue | undefined>();
  if (known.has(row)) return known.get(row);
  const value = readDefault(row, mainDefault(row, main, hostnameFor(main)));
  defaults.set(main, known.set(row, value));
  return value;
}

const hostnames = new WeakMap<Settings, string>();

/** The system is asked once for each configuration. */
function hostnameFor(main: Settings): string {
  const name = hostnames.get(main) ?? hostname();
  hostnames.set(main, name);
  return name;
}

/** The same for a router, a transport or an authenticator: its driver's own options, and those of its kind. */
export function driverValue(driver: Driver, name: string): OptionValue | undefined {
  const row = rowOf([`${driver.kind}/${driver.driver}`, driver.kind], name);
  const setting = driver.settings.get(row.name);
  return setting === undefined ? readDefault(row, driverDefault(row, driver)) : setting.value;
}

function rowOf(scopes: Parameters<typeof findOption>[0], name: string): OptionRow {
  const found = findOption(scopes, name);
  if (found === undefined) throw new Error(`no option ${name} in ${scopes.join(', ')}`);
  return found.row;
}

function readDefault(row: OptionRow, text: string | undefined): OptionValue | undefined {
  if (row.type === 'boolean') return text === 'true';
  if (text === undefined) return undefined;
  const read = READERS[row.type](text, row.name);
  return read.ok ? read.value : text;
}
