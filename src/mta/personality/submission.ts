/** A message handed in, with the flags of sendmail as Exim takes them. */
import { readSubmissionFlags } from '../submission/index.ts';
import type { PersonalityPorts } from './types.ts';

/** @returns the exit status; undefined: the words ask for something else */
export async function submitAs(
  program: 'exim' | 'sendmail',
  words: readonly string[],
  ports: Pick<PersonalityPorts, 'complain' | 'handIn'>,
): Promise<number | undefined> {
  const read = readSubmissionFlags(words[0] === '--' ? words.slice(1) : words);
  if (read === 'other') return undefined;
  if (read === 'nothing') {
    ports.complain(ABOUT);
    return 1;
  }
  if (read.ok) return await ports.handIn(program, { ...read.value, words });
  const { message } = read.error;
  ports.complain(`${/^[ :]/.test(message) ? program : ''}${message}\n`);
  return 1;
}

const ABOUT =
  'Exim is a Mail Transfer Agent. It is normally called by Mail User Agents,\n' +
  'not directly from a shell command line. Options and/or arguments control\n' +
  'what it does when called. For a list of options, see the Exim documentation.\n';
