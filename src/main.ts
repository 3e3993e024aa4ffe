/**
 * The program behind bin/run.js: from words to a command.
 *
 * A command's class is loaded only when it is the one asked for, and oclif's own configuration (plugins, manifest) only
 * for help. `commands` comes from the build, which makes it out of src/commands: path = command.
 */
import type { Command } from '@oclif/core/command';
import type { Config } from '@oclif/core/config';
import { nearest } from './ui/nearest.ts';

/** By id with colons, as oclif writes them: `dane:check`. */
export type CommandTable = Readonly<Record<string, () => Promise<{ readonly default: CommandClass }>>>;

export interface CommandClass {
  new (argv: string[], config: Config): Command;
  readonly prototype: Command;
}

export interface Program {
  readonly commands: CommandTable;
  /** The package's folder, where package.json and oclif.manifest.json are. */
  readonly root: string;
  readonly version: string;
}

const USAGE = 2;

/** Runs the command; its status is in process.exitCode afterwards. */
export async function main(words: readonly string[], program: Program): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0); // the reader has had enough: end as if all was read
    process.stderr.write(`mxray: standard output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(USAGE);
  });
  const found = findCommand(words, program.commands);
  const rest = words.slice(found?.used ?? 0);
  if (words[0]?.startsWith('-') && !asksForHelp(words)) return flagFirst(words, program);
  if (found === undefined || asksForHelp(rest)) return helpOrUnknown(words, found, program);
  const { default: Class } = await program.commands[found.id]!();
  const command = new Class(rest, leanConfig(program)) as unknown as { _run(): Promise<void> };
  Object.assign(command, { id: found.id });
  await command._run();
}

interface Found {
  readonly id: string;
  /** Words that make its name. */
  readonly used: number;
}

/** The longest run of words at the beginning that names a command. */
function findCommand(words: readonly string[], commands: CommandTable): Found | undefined {
  const limit = words.findIndex((word) => word.startsWith('-'));
  for (let used = Math.min(3, limit < 0 ? words.length : limit); used > 0; used -= 1) {
    const id = words.slice(0, used).join(':');
    if (Object.hasOwn(commands, id)) return { id, used };
  }
  return undefined;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

async function helpOrUnknown(words: readonly string[], found: Found | undefined, program: Program): Promise<void> {
  const asked = words[0] === 'help' ? words.slice(1) : words;
  const names = asked.filter((word) => !word.startsWith('-'));
  const isTopic = Object.keys(program.commands).some((id) => id.startsWith(`${names.join(':')}:`));
  const known = found ?? findCommand(names, program.commands);
  if (names.length > 0 && known === undefined && !isTopic) return unknownCommand(names, asked, program);
  const [{ Config }, { Help }] = await Promise.all([import('@oclif/core/config'), import('@oclif/core/help')]);
  const config = await Config.load({ root: program.root });
  await new Help(config).showHelp(
    known === undefined ? names : [known.id.replaceAll(':', ' ')].flatMap((id) => id.split(' ')),
  );
}

/** oclif's own status for this is 127; ours is that of any usage error. */
function unknownCommand(names: readonly string[], words: readonly string[], { commands }: Program): void {
  const known = Object.keys(commands).map((id) => id.replaceAll(':', ' '));
  const near = nearest(names.slice(0, 2).join(' '), known) ?? nearest(names[0]!, known);
  const hint = near === undefined ? LISTED : `did you mean "mxray ${near}"?`;
  complain(`there is no command "${names.join(' ')}"`, hint, words);
}

/** Which words belong to a flag is known only once its command is. */
function flagFirst(words: readonly string[], { commands }: Program): void {
  const at = words.findIndex((_, index) => findCommand(words.slice(index), commands) !== undefined);
  if (at < 0) {
    const near = nearest(words[0]!, ['--help', '--version']);
    const hint = near === undefined ? LISTED : `did you mean ${near}?`;
    complain(`there is no command in "${words.join(' ')}"`, hint, words);
  } else {
    const before = words.slice(0, at).join(' ');
    complain(`"${before}" stands before the command`, `write: mxray ${[...words.slice(at), before].join(' ')}`, words);
  }
}

const LISTED = 'mxray help lists the commands';

function complain(message: string, hint: string, words: readonly string[]): void {
  if (words.includes('--json')) {
    const envelope = { schema: 'mxray/error/1', error: { code: 'usage', message, hint }, exit: USAGE };
    process.stdout.write(`${JSON.stringify(envelope, null, 2)}\n`);
  } else process.stderr.write(`mxray: ${message}\n  ${hint}\n`);
  process.exitCode = USAGE;
}

/** What a command asks of oclif's configuration while it parses and runs. */
function leanConfig({ version, root }: Program): Config {
  const lean = {
    bin: 'mxray',
    name: 'mxray',
    version,
    root,
    userAgent: `mxray/${version}`,
    pjson: { oclif: {} },
    topicSeparator: ' ',
    plugins: new Map(),
    runHook: async () => ({ successes: [], failures: [] }),
    scopedEnvVarTrue: () => false,
    scopedEnvVar: () => undefined,
    scopedEnvVarKey: (name: string) => name,
    scopedEnvVarKeys: (name: string) => [name],
  };
  return lean as unknown as Config;
}
