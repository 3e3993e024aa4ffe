/** Values of variables: what was set, else what the message says, else what the configuration says, else the defaults. */
import { dirname } from 'node:path';
import { type Text, textOf } from '../expand/index.ts';
import { CALLER } from './caller.ts';
import { DEFAULTS } from './defaults.ts';
import { freeSpaceVariable } from './free-space.ts';

export interface VariableOptions {
  readonly given: Readonly<Record<string, string>>;
  readonly ofMessage: (name: string) => string | undefined;
  /** Main options of the same name: primary_hostname, qualify_domain. */
  readonly ofConfiguration: Readonly<Record<string, string>>;
  /** The file, for config_file and config_dir. */
  readonly configFile?: string;
}

export interface Variables {
  readonly read: (name: string) => string | Text | undefined;
  /** `set acl_m_x = v`, tainted or not. */
  readonly set: (name: string, value: string, tainted: boolean) => void;
}

export function createVariables({ given, ofMessage, ofConfiguration, configFile }: VariableOptions): Variables {
  const own = new Map<string, string | Text>(Object.entries(given));
  const caller = new Map<string, string>();
  const files: Readonly<Record<string, string>> =
    configFile === undefined ? {} : { config_file: configFile, config_dir: dirname(configFile) };
  const known = (name: string): string | undefined =>
    (OF_SESSIONS.has(name) ? undefined : ofConfiguration[name]) ?? files[name] ?? DEFAULTS[name];
  const read = (name: string): string | Text | undefined =>
    own.get(name) ?? ofMessage(name) ?? ofSystem(name) ?? known(name) ?? derived(name) ?? ofCaller(name);
  const ofSystem = (name: string): string | undefined =>
    freeSpaceVariable(name, {
      spoolDirectory: known('spool_directory')!,
      logFilePath: ofConfiguration.log_file_path,
    });
  const ofCaller = (name: string): string | undefined => {
    const ask = CALLER[name];
    if (ask === undefined) return undefined;
    const value = caller.get(name) ?? ask();
    caller.set(name, value);
    return value;
  };
  const derived = (name: string): string | Text | undefined => {
    const part = senderPart(name, own.get('sender_address'));
    if (part !== undefined) return part;
    const from = DERIVED[name];
    return from === undefined ? ofSubmitter(name) : read(from);
  };
  /** A local caller sends as himself, in the domain that unqualified senders get. */
  const ofSubmitter = (name: string): string | undefined =>
    name === 'sender_address' || name === 'authenticated_sender'
      ? `${ofCaller('sender_ident')}@${textOfValue(read('qualify_domain'))}`
      : undefined;
  return { read, set: (name, value, tainted) => void own.set(name, textOf(value, tainted)) };
}

/** What the option of that name says is for sessions, and not expanded outside of them. */
const OF_SESSIONS: ReadonlySet<string> = new Set(['smtp_active_hostname']);

const textOfValue = (value: string | Text | undefined): string =>
  typeof value === 'string' ? value : (value?.text ?? '');

/** Variables that stand for others where nobody says otherwise. */
const DERIVED: Readonly<Record<string, string>> = {
  qualify_domain: 'primary_hostname',
  qualify_recipient: 'qualify_domain',
  smtp_active_hostname: 'primary_hostname',
  sender_address_domain: 'qualify_domain',
  version_number: 'exim_version',
};

function senderPart(name: string, sender: string | Text | undefined): string | undefined {
  if (typeof sender !== 'string') return undefined;
  const at = sender.lastIndexOf('@');
  if (name === 'sender_address_domain') return at < 0 ? '' : sender.slice(at + 1);
  return name === 'sender_address_local_part' ? sender.slice(0, at < 0 ? sender.length : at) : undefined;
}
