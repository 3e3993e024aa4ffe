/** Defaults that depend on the rest of the configuration. */
import type { OptionRow } from '../options/index.ts';
import type { Driver, Settings } from '../types.ts';

type Derived = (settings: Settings) => string | undefined;

const textOf = (settings: Settings, name: string): string | undefined => {
  const value = settings.get(name)?.value;
  return value === undefined || value === '' ? undefined : String(value);
};

const isTrue = (settings: Settings, name: string): boolean => settings.get(name)?.value === true;

/** `hostname` is what the host calls itself. */
export function mainDefault(row: OptionRow, settings: Settings, hostname: string): string | undefined {
  const primary = textOf(settings, 'primary_hostname') ?? hostname;
  const qualify = textOf(settings, 'qualify_domain') ?? primary;
  const derived: Readonly<Record<string, string>> = {
    primary_hostname: primary,
    qualify_domain: primary,
    qualify_recipient: qualify,
  };
  return derived[row.name] ?? row.default;
}

/** A file for each message has no lines around them, and needs no check for them (Exim spec ch. 26). */
const unlessOneFileEach =
  (text: string): Derived =>
  (settings) =>
    textOf(settings, 'directory') === undefined ? text : undefined;

/** What a router asks of the local part makes retrying a matter of it (Exim spec ch. 15). */
const ASKING = ['condition', 'local_part_prefix', 'local_part_suffix', 'local_parts', 'require_files', 'senders'];

const asksOfLocalPart: Derived = (settings) =>
  isTrue(settings, 'check_local_user') || ASKING.some((name) => settings.has(name)) ? 'true' : undefined;

const ofLocalUser: Derived = (settings) => (isTrue(settings, 'check_local_user') ? 'true' : undefined);

const driverIs =
  (...drivers: readonly string[]): Derived =>
  (settings) =>
    drivers.includes(String(settings.get('driver')?.value)) ? 'true' : undefined;

const DERIVED: Readonly<Record<string, Derived>> = {
  'router log_as_local': driverIs('accept'),
  'router retry_use_local_part': asksOfLocalPart,
  'router/redirect check_owner': ofLocalUser,
  'transport retry_use_local_part': driverIs('appendfile', 'autoreply', 'lmtp', 'pipe', 'queuefile'),
  'transport/appendfile check_string': unlessOneFileEach('From '),
  'transport/appendfile escape_string': unlessOneFileEach('>From '),
};

export function driverDefault(row: OptionRow, { name, settings }: Driver): string | undefined {
  if (row.name === 'public_name') return name;
  const derived = DERIVED[`${row.scope} ${row.name}`];
  if (derived !== undefined) return derived(settings) ?? '';
  const around = row.scope === 'transport/appendfile' && /^message_(pre|suf)fix$/.test(row.name);
  return around && textOf(settings, 'directory') !== undefined ? '' : row.default;
}
