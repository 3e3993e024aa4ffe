/** The whole of it: the main section, then the others in any order, each at most once (Exim spec §6.1). */
import { err, ok, type Result } from '../../base/index.ts';
import { type ConfigurationFiles, systemFiles } from './files.ts';
import { LogicalLines, type SectionLine } from './lines/logical.ts';
import { Macros } from './lines/macros.ts';
import { Source } from './lines/source.ts';
import { builtInMacros } from './macros/built-in.ts';
import { meaning, Problems, quoted } from './problems.ts';
import { readAcls } from './sections/acl.ts';
import { readDrivers } from './sections/drivers.ts';
import { readMain } from './sections/main.ts';
import { readRetry } from './sections/retry.ts';
import { readRewrite } from './sections/rewrite.ts';
import type { Configuration, ConfigurationError, Macro } from './types.ts';

export interface ReadOptions {
  /** Set on the command line: what the file says of them does not count. */
  readonly macros?: Readonly<Record<string, string>>;
  /** Instead of the host's. */
  readonly files?: ConfigurationFiles;
  readonly builtIn?: readonly Macro[];
}

/** A file by its name, or a text; `name` then stands in for a file's. */
export type ConfigurationSource = { readonly file: string } | { readonly text: string; readonly name?: string };

/** Never throws, whatever the octets. All mistakes are told at once, with the warnings among them in order. */
export function readConfiguration(
  source: ConfigurationSource,
  options: ReadOptions = {},
): Result<Configuration, readonly ConfigurationError[]> {
  const { configuration, problems } = readLeniently(source, options);
  const failed = configuration === undefined || problems.some(({ severity }) => severity === 'error');
  return failed ? err(problems) : ok(configuration);
}

export interface LenientReading {
  /** What could be read, mistakes left out; absent where the file cannot be read at all. */
  readonly configuration?: Configuration;
  readonly problems: readonly ConfigurationError[];
}

/** For who wants to look further although something is wrong. */
export function readLeniently(source: ConfigurationSource, options: ReadOptions): LenientReading {
  const { files = systemFiles, macros: given = {}, builtIn } = options;
  const name = nameOf(source);
  const text = 'file' in source ? files.read(source.file) : ok(source.text);
  if (!text.ok) return { problems: [unreadable(name, text.error)] };
  const problems = new Problems();
  const macros = new Macros(() => builtIn ?? builtInMacros(), given);
  const lines = new LogicalLines(new Source(files, name, text.value), macros, problems);
  const read = readSections(lines, macros, problems);
  const file = 'file' in source ? { file: source.file } : {};
  const configuration = {
    ...file,
    ...read,
    get macros() {
      return macros.all();
    },
    ownMacros: macros.defined(),
    warnings: problems.all,
  };
  return { configuration, problems: problems.all };
}

/** What messages call it. */
export const nameOf = (source: ConfigurationSource): string =>
  'file' in source ? source.file : (source.name ?? 'configuration');

function unreadable(file: string, reason: string): ConfigurationError {
  const place = { file, line: 0, lastLine: 0 };
  return { severity: 'error', code: 'file', place, message: `configuration file ${file} cannot be read: ${reason}` };
}

type Read = {
  -readonly [K in Exclude<keyof Configuration, 'file' | 'macros' | 'ownMacros' | 'warnings'>]: Configuration[K];
};
type Section = (read: Read, lines: LogicalLines, macros: Macros, problems: Problems) => void;

const SECTIONS: Readonly<Record<string, Section>> = {
  acl: (read, lines, macros, problems) => {
    read.acls = readAcls(lines, macros, problems);
  },
  authenticators: (read, lines, macros, problems) => {
    read.authenticators = readDrivers('authenticator', lines, macros, problems);
  },
  routers: (read, lines, macros, problems) => {
    read.routers = readDrivers('router', lines, macros, problems);
  },
  transports: (read, lines, macros, problems) => {
    read.transports = readDrivers('transport', lines, macros, problems);
  },
  retry: (read, lines, _macros, problems) => {
    read.retry = readRetry(lines, problems);
  },
  rewrite: (read, lines, _macros, problems) => {
    read.rewrite = readRewrite(lines, problems);
  },
  local_scan: (_read, lines, _macros, problems) => {
    for (let line = lines.next(); line !== undefined; line = lines.next())
      problems.error('unsupported', line.place, 'local_scan() has no options: there is no local_scan() here', {
        hint: 'decide in acl_smtp_data instead',
      });
  },
};

function readSections(lines: LogicalLines, macros: Macros, problems: Problems): Read {
  const { settings, lists } = readMain(lines, macros, problems);
  const drivers = { routers: [], transports: [], authenticators: [] };
  const read: Read = { main: settings, lists, acls: new Map(), ...drivers, retry: [], rewrite: [] };
  const seen = new Set<string>();
  for (let line = lines.section(); line !== undefined; line = lines.section()) {
    const section = sectionOf(line, seen, problems);
    if (section !== undefined) section(read, lines, macros, problems);
    while (lines.next() !== undefined); // what is left of a section nobody reads
  }
  return read;
}

function sectionOf({ section, place }: SectionLine, seen: Set<string>, problems: Problems): Section | undefined {
  const name = section.toLowerCase();
  if (!Object.hasOwn(SECTIONS, name)) {
    const message = `${quoted(section)} is not a known configuration section name`;
    problems.error('section', place, message, meaning(name, Object.keys(SECTIONS)));
    return undefined;
  }
  if (seen.has(name)) {
    problems.error('section', place, `"${name}" section is repeated in the configuration file`);
    return undefined;
  }
  seen.add(name);
  return SECTIONS[name];
}
