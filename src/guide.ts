/**
 * Help, and what is said of words that name no command. A bundle of its own (bin/build), since oclif's configuration and
 * help are larger than most commands and read a manifest of them all.
 */
import { nearest } from './base/index.ts';
import { asksForHelp, findCommand } from './find-command.ts';
import { outputFailed } from './ui/command/output.ts';

const USAGE = 2;

export interface Guided {
  /** Of all commands, with colons. */
  readonly ids: readonly string[];
  /** The package's folder, where package.json and oclif.manifest.json are. */
  readonly root: string;
}

export async function guide(words: readonly string[], { ids, root }: Guided): Promise<void> {
  process.stdout.on('error', outputFailed);
  if (words[0]?.startsWith('-') && !asksForHelp(words)) return flagFirst(words, ids);
  const asked = words[0] === 'help' ? words.slice(1) : words;
  const names = asked.filter((word) => !word.startsWith('-'));
  const isTopic = ids.some((id) => id.startsWith(`${names.join(':')}:`));
  const known = findCommand(names, ids);
  if (names.length > 0 && known === undefined && !isTopic) return unknownCommand(names, asked, ids);
  const [{ Config }, { Help }] = await Promise.all([import('@oclif/core/config'), import('@oclif/core/help')]);
  const config = await Config.load({ root });
  await new Help(config).showHelp(known === undefined ? names : known.id.split(':'));
}

/** oclif's own status for this is 127; ours is that of any usage error. */
function unknownCommand(names: readonly string[], words: readonly string[], ids: readonly string[]): void {
  const known = ids.map((id) => id.replaceAll(':', ' '));
  const near = nearest(names.slice(0, 2).join(' '), known) ?? nearest(names[0]!, known);
  const hint = near === undefined ? LISTED : `did you mean "mxray ${near}"?`;
  complain(`there is no command "${names.join(' ')}"`, hint, words);
}

/** Which words belong to a flag is known only once its command is. */
function flagFirst(words: readonly string[], ids: readonly string[]): void {
  const at = words.findIndex((_, index) => findCommand(words.slice(index), ids) !== undefined);
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
