/** Commands of transports: divided into words first, each of which is then expanded by itself (Exim spec ch. 29, "command"). */
import { err, ok, type Result } from '../../base/index.ts';
import { type ExpansionHost, expandOption, splitCommand } from '../expand/index.ts';

export interface CommandFailure {
  readonly message: string;
  /** `temporary`: it may be otherwise later, as a lookup had no answer; `refused`: it will never be run, and that is final. */
  readonly kind: 'wrong' | 'temporary' | 'refused';
}

export interface CommandSource {
  readonly command: string;
  /** For sentences: `local_pipe transport`, `transport filter`. */
  readonly where: string;
  /** Words are expanded; absent: they are taken as they are, since a user wrote them. */
  readonly host?: ExpansionHost;
  /** `$pipe_addresses`: a word that stands for all recipients. */
  readonly addresses: readonly string[];
  /** `$address_pipe` as a word of its own stands for the words of this command (`force_command`). */
  readonly forced?: string;
}

const MAX_WORDS = 100;

/** At least one word. */
export async function commandWords(source: CommandSource): Promise<Result<readonly string[], CommandFailure>> {
  const { command, where, host } = source;
  const written = splitCommand(command);
  if (written.length > MAX_WORDS) return err(tooMany(`Too many arguments in command "${command}" in ${where}`));
  if (host === undefined) return written.length === 0 ? err(tooMany(`no command given for ${where}`)) : ok(written);
  const words: string[] = [];
  for (const word of written) {
    const expanded = await expandWord(word, words.length, source, host);
    if (!expanded.ok) return expanded;
    words.push(...expanded.value);
    if (words.length > MAX_WORDS) return err(tooMany(`Too many arguments to command "${command}" in ${where}`));
  }
  return words.length === 0 ? err(tooMany(`no command given for ${where}`)) : ok(words);
}

const tooMany = (message: string): CommandFailure => ({ message, kind: 'wrong' });

async function expandWord(
  word: string,
  index: number,
  { command, where, addresses, forced }: CommandSource,
  host: ExpansionHost,
): Promise<Result<readonly string[], CommandFailure>> {
  if (word === '$pipe_addresses' || word === `\${pipe_addresses}`) return ok(addresses);
  if (forced !== undefined && (word === '$address_pipe' || word === `\${address_pipe}`))
    return ok(splitCommand(forced));
  const expanded = await expandOption(word, host);
  // What came from outside is no argument, which a program could take for an option (Exim 4.96 on).
  if (expanded.kind === 'text' && expanded.tainted)
    return err({ message: `Tainted arg ${index} for ${where} command: '${expanded.text}'`, kind: 'refused' });
  if (expanded.kind === 'text') return ok([expanded.text]);
  return err({
    message: `Expansion of "${word}" from command "${command}" in ${where} failed: ${expanded.message}`,
    kind: expanded.kind === 'deferred' ? 'temporary' : 'wrong',
  });
}
