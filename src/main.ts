/**
 * The program behind bin/run.js: from words to a command.
 *
 * It stands at the head of several bundles (bin/build): one for each first word of commands, with the commands that begin
 * so, and one for help. bin/start.js chooses by the first word, so a start reads what it needs and no more.
 */
import type { Command } from '@oclif/core/command';
import type { Config } from '@oclif/core/config';
import { asksForHelp, findCommand } from './find-command.ts';

export interface CommandClass {
  new (argv: string[], config: Config): Command;
  readonly prototype: Command;
}

export interface Program {
  /** Those of this bundle, by id with colons, as oclif writes them: `dane:check`. */
  readonly commands: Readonly<Record<string, () => Promise<{ readonly default: CommandClass }>>>;
  /** Of all commands. */
  readonly ids: readonly string[];
  /** The package's folder, where package.json and oclif.manifest.json are. */
  readonly root: string;
  readonly version: string;
}

/** Runs the command; its status is in process.exitCode afterwards. */
export async function main(words: readonly string[], program: Program): Promise<void> {
  const found = findCommand(words, program.ids);
  const rest = words.slice(found?.used ?? 0);
  const load = found && program.commands[found.id];
  if (found === undefined || load === undefined || asksForHelp(rest)) {
    const { guide } = await import('./guide.ts');
    return guide(words, program);
  }
  const { default: Class } = await load();
  const command = new Class(rest, leanConfig(program)) as unknown as { _run(): Promise<void> };
  Object.assign(command, { id: found.id });
  await command._run();
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
