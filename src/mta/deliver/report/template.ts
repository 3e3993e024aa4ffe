/** Texts of an administrator's own: items between lines of `****` (Exim spec ch. "Customizing bounce and warning messages"). */
import { expandOption, isFailure } from '../../expand/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import { textOption } from '../options.ts';
import type { Round } from '../round.ts';

/** Items expanded, in their order; an empty one is for the built-in text. Undefined: there is no such file. */
export async function readTemplate(
  round: Round,
  option: 'bounce_message_file' | 'warn_message_file',
  variables: AddressVariables,
): Promise<readonly string[] | undefined> {
  const { ports } = round;
  const host = round.host(variables);
  const written = textOption(ports.configuration, option);
  if (written === undefined || written === '') return undefined;
  const path = await expandOption(written, host);
  if (path.kind !== 'text' || path.text === '') {
    round.complain(`Failed to expand ${option}: '${written}'`);
    return undefined;
  }
  const read = await host.system.readFile(path.text);
  if (isFailure(read)) {
    round.complain(
      `Failed to open ${path.text} for ${option === 'bounce_message_file' ? 'error' : 'warning'} message texts: ${whyOf(read.message)}`,
    );
    return undefined;
  }
  const items = read.text.split(/^\*{4}\n/m);
  const made: string[] = [];
  for (const item of items) {
    const outcome = await expandOption(item, host);
    if (outcome.kind === 'text') made.push(outcome.text);
    else {
      round.complain(`failed to expand an item of ${option} ${path.text}: ${outcome.message}`);
      made.push('');
    }
  }
  return made;
}

/** Without the words that say again what it was about. */
const whyOf = (message: string): string => message.slice(message.lastIndexOf(': ') + 1).trim();
