/**
 * The file that says which proofs to keep fresh. A section is a certificate, its lines are the long flags of `ocsp fetch`;
 * lines before the first section hold for all that follow.
 *
 *   hook = /usr/bin/systemctl reload haproxy
 *   alarm = 12h
 *
 *   [/etc/ssl/mx.pem]
 *   out = /etc/exim4/mx.ocsp
 *   issuer = /etc/ssl/issuer.pem
 *
 * `#` and `;` begin a comment line. Relative names are relative to the folder of the file.
 */
import { dirname, resolve } from 'node:path';
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { DIGESTS, METHODS, PROOF_FORMATS } from '../types.ts';
import { proofFileFor } from '../wanted.ts';
import { parseDuration } from './duration.ts';
import { splitWords } from './words.ts';

/** One certificate file, and all that is said about it. What is absent is as the command line says. */
export interface WatchEntry {
  readonly cert: string;
  /** The proof; numbered names are made of it where the certificate file has several leaves. */
  readonly out: string;
  readonly issuer?: string;
  readonly chain?: readonly string[];
  readonly url?: readonly string[];
  readonly margin?: number;
  readonly format?: (typeof PROOF_FORMATS)[number];
  readonly method?: (typeof METHODS)[number];
  readonly digest?: (typeof DIGESTS)[number];
  readonly nonce?: boolean;
  readonly removeRevoked?: boolean;
  readonly noUrl?: 'ok' | 'error';
  /** Program and arguments. */
  readonly hook?: readonly string[];
  readonly alarmMs?: number;
}

export const MAX_WATCH_CONFIG_BYTES = 4 * 1024 * 1024;
const MAX_ENTRIES = 10_000;

type Settings = Partial<Omit<WatchEntry, 'cert'>>;
type Read = Result<Settings, string>;

/** Every error names the file and the line; all are told at once. */
export function parseWatchConfig(text: string, file: string): Result<readonly WatchEntry[], Failure> {
  const folder = dirname(resolve(file));
  const problems: string[] = [];
  let defaults: Settings = {};
  const sections: { readonly cert: string; readonly line: number; settings: Settings }[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const problem = (what: string): void => void problems.push(`${file}, line ${index + 1}: ${what}`);
    const section = /^\[(.*)\]$/.exec(line)?.[1]?.trim();
    if (section !== undefined) {
      if (section === '') problem('the brackets are empty: write the file of a certificate between them');
      else sections.push({ cert: resolve(folder, section), line: index + 1, settings: defaults });
      continue;
    }
    const read = readSetting(line, folder);
    const last = sections.at(-1);
    if (!read.ok) problem(read.error);
    else if (last === undefined) defaults = merge(defaults, read.value);
    else last.settings = merge(last.settings, read.value);
  }
  if (sections.length === 0 && problems.length === 0) problems.push(`${file}: there is no [CERTIFICATE FILE] in it`);
  if (sections.length > MAX_ENTRIES) problems.push(`${file}: there are more than ${MAX_ENTRIES} sections`);
  problems.push(...clashes(sections, file));
  if (problems.length > 0) return err(configError(problems.slice(0, 20).join('\n')));
  return ok(sections.map(({ cert, settings }) => entryOf(cert, settings)));
}

const entryOf = (cert: string, settings: Settings): WatchEntry => ({
  ...settings,
  cert,
  out: settings.out ?? proofFileFor(cert, dirname(cert)),
});

/** Lists grow, everything else is replaced. */
const merge = (before: Settings, more: Settings): Settings => ({ ...before, ...more });

/** Two certificates in one file would replace each other for ever. */
function clashes(
  sections: readonly { readonly cert: string; readonly line: number; readonly settings: Settings }[],
  file: string,
): readonly string[] {
  const seen = new Map<string, number>();
  return sections.flatMap(({ cert, line, settings }) => {
    const { out } = entryOf(cert, settings);
    const before = seen.get(out);
    seen.set(out, before ?? line);
    return before === undefined ? [] : [`${file}, line ${line}: its proof goes into ${out}, as that of line ${before}`];
  });
}

function readSetting(line: string, folder: string): Read {
  const [, name = '', value = ''] = /^([A-Za-z-]+)\s*=\s*(.*)$/.exec(line) ?? [];
  if (name === '') return err(`"${line.slice(0, 80)}" is neither NAME = VALUE nor [CERTIFICATE FILE]`);
  const reader = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (reader === undefined) return err(`there is no setting "${name}": they are ${Object.keys(SETTINGS).join(', ')}`);
  if (value === '') return err(`"${name}" has no value`);
  return reader(value, folder, name);
}

type Reader = (value: string, folder: string, name: string) => Read;

const SETTINGS: Readonly<Record<string, Reader>> = {
  out: (value, folder) => ok({ out: resolve(folder, value) }),
  issuer: (value, folder) => ok({ issuer: resolve(folder, value) }),
  chain: (value, folder) => ok({ chain: splitList(value).map((one) => resolve(folder, one)) }),
  url: (value) => {
    const urls = splitList(value);
    const bad = urls.find((url) => !/^https?:\/\/./i.test(url) || !URL.canParse(url));
    return bad === undefined ? ok({ url: urls }) : err(`"${bad}" is no URL of http or https`);
  },
  margin: (value) => {
    const margin = /^\d{1,2}$/.test(value) ? Number(value) : undefined;
    return margin === undefined ? err(`"margin" is a percentage from 0 to 99, and is "${value}"`) : ok({ margin });
  },
  format: choice('format', PROOF_FORMATS),
  method: choice('method', METHODS),
  digest: choice('digest', DIGESTS),
  'no-url': (value, _, name) => named(oneOf(value, ['ok', 'error'] as const, name), 'noUrl'),
  nonce: yesNo('nonce'),
  'remove-revoked': yesNo('removeRevoked'),
  hook: (value) => {
    const words = splitWords(value);
    return words.ok ? ok({ hook: words.value }) : words;
  },
  alarm: (value) => {
    const alarmMs = parseDuration(value);
    return alarmMs === undefined ? err(`"alarm" is a time such as 90m, 12h or 2d, and is "${value}"`) : ok({ alarmMs });
  },
};

const splitList = (value: string): readonly string[] => value.split(/\s+/).filter((one) => one !== '');

function oneOf<T extends string>(value: string, choices: readonly T[], name: string): Result<T, string> {
  const found = choices.find((one) => one === value);
  return found === undefined ? err(`"${name}" is one of ${choices.join(', ')}, and is "${value}"`) : ok(found);
}

function choice(key: 'format' | 'method' | 'digest', choices: readonly string[]): Reader {
  return (value, _, name) => named(oneOf(value, choices, name), key);
}

function yesNo(key: 'nonce' | 'removeRevoked'): Reader {
  return (value, _, name) => {
    const read = oneOf(value.toLowerCase(), ['yes', 'no', 'true', 'false'] as const, name);
    return read.ok ? ok({ [key]: read.value === 'yes' || read.value === 'true' }) : read;
  };
}

const named = (read: Result<string, string>, key: string): Read => (read.ok ? ok({ [key]: read.value }) : read);

export function configError(message: string): Failure {
  return { code: 'stapling/config', message, fault: 'configuration', temporary: false };
}
