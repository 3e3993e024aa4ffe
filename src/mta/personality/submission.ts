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
  if (read.ok) return await ports.handIn(program, read.value);
  const { message } = read.error;
  ports.complain(`${/^[ :]/.test(message) ? program : ''}${message}\n`);
  return 1;
}

const ABOUT =
  'This is mxray, called with the options of Exim. Without any there is nothing to do: recipients, or -t, hand in a message,\n' +
  '-bp lists the queue, -bV checks the configuration, -be expands strings, -bt tells where an address goes; mxray help exim\n' +
  'has them all.\n';
