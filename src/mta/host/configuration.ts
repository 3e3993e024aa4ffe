/** What an expansion needs of a configuration: main options as text, named lists. */
import { err, ok, type Result } from '../../base/index.ts';
import {
  type Configuration,
  type ConfigurationSource,
  type NamedList,
  readConfiguration,
  type Setting,
} from '../config/index.ts';
import type { ListKind } from '../expand/index.ts';

export interface HostConfiguration {
  readonly file?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly lists: readonly NamedList[];
  readonly macros: Readonly<Record<string, string>>;
  /** What it was taken from. */
  readonly whole?: Configuration;
}

export const NO_CONFIGURATION: HostConfiguration = { options: {}, lists: [], macros: {} };

/** @returns every mistake as a sentence with its place */
export function readHostConfiguration(
  source: ConfigurationSource,
  macros: Readonly<Record<string, string>> = {},
): Result<HostConfiguration, readonly string[]> {
  const read = readConfiguration(source, { macros });
  if (!read.ok) {
    return err(
      read.error.map(
        ({ place, message }) => `${place.file}: ${place.line === 0 ? '' : `line ${place.line}: `}${message}`,
      ),
    );
  }
  return ok(hostConfiguration(read.value));
}

export function hostConfiguration(whole: Configuration): HostConfiguration {
  const { main, lists, ownMacros, file } = whole;
  const options = Object.fromEntries([...main.values()].map((setting) => [setting.row.name, textOfSetting(setting)]));
  const macros = Object.fromEntries(ownMacros.map(({ name, text }) => [name, text]));
  return { options, lists, macros, whole, ...(file !== undefined && { file }) };
}

function textOfSetting({ value }: Setting): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(':') : String(value);
}

export const namedIn =
  (lists: readonly NamedList[]) =>
  (name: string, kind?: ListKind): string | undefined =>
    lists.find((list) => list.name === name && (kind === undefined || list.kind === kind))?.text;
