/** The environment that expansions and their programs see: what `keep_environment` lets through, and what is added. */
import { type Configuration, mainValue } from '../../config/index.ts';
import { readList } from '../../expand/index.ts';
import { toOctets } from '../octets.ts';

/** What a configuration leaves of an environment, and puts there. */
export const environmentUnder = (
  configuration: Configuration,
  environment?: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  keptEnvironment(
    {
      keep: textIn(configuration, 'keep_environment'),
      add: textIn(configuration, 'add_environment'),
      zone: textIn(configuration, 'timezone'),
    },
    environment,
  );

/** Nobody has said what is kept of it, and there is something. */
export const isPurged = (
  { main }: Configuration,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean => !main.has('keep_environment') && Object.keys(environment).length > 0;

function textIn(configuration: Configuration, option: string): string | undefined {
  const value = mainValue(configuration, option);
  return typeof value === 'string' ? value : undefined;
}

export interface EnvironmentSettings {
  /** A list of names, `*` at the beginning of one standing for anything; without it nothing is kept. */
  readonly keep?: string | undefined;
  readonly add?: string | undefined;
  /** Of the clock: `timezone`. */
  readonly zone?: string | undefined;
}

export function keptEnvironment(
  { keep = '', add = '', zone = '' }: EnvironmentSettings,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  const patterns = itemsOf(keep);
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && isKept(name, patterns)) kept[name] = toOctets(value);
  }
  for (const item of itemsOf(add)) {
    const at = item.indexOf('=');
    if (at > 0) kept[item.slice(0, at)] = item.slice(at + 1);
  }
  return inZone(kept, zone);
}

/** TZ is what `timezone` says, and is not there where that says nothing; UTC leaves it as it is. */
function inZone({ TZ, ...rest }: Readonly<Record<string, string>>, zone: string): Readonly<Record<string, string>> {
  const set = zone.toUpperCase() === 'UTC' ? TZ : zone;
  return set === undefined || set === '' ? rest : { ...rest, TZ: set };
}

const itemsOf = (list: string): readonly string[] => readList(list).items.filter((item) => item !== '');

/** The first item that matches decides; `!` in front of it says no. */
function isKept(name: string, patterns: readonly string[]): boolean {
  for (const pattern of patterns) {
    const isNo = pattern.startsWith('!');
    if (matches(name, isNo ? pattern.slice(1).trim() : pattern)) return !isNo;
  }
  return patterns.at(-1)?.startsWith('!') ?? false;
}

const matches = (name: string, pattern: string): boolean =>
  pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern;
