/** Texts of an administrator's own: items between lines of `****` (Exim spec ch. "Customizing bounce and warning messages"). */
import { expandOption, isFailure } from '../../expand/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import { expanded } from '../options.ts';
import type { Round } from '../round.ts';

/** Items expanded, in their order; an empty one is for the built-in text. Undefined: there is no such file. */
export async function readTemplate(
  round: Round,
  option: 'bounce_message_file' | 'warn_message_file',
  variables: AddressVariables,
): Promise<readonly string[] | undefined> {
  const { ports } = round;
  const host = round.host(variables);
  const path = await expanded(ports.configuration, option, host, round.complain);
  if (path === undefined) return undefined;
  const read = await host.system.readFile(path);
  if (isFailure(read)) {
    round.complain(
      `failed to open ${path} for ${option === 'bounce_message_file' ? 'error' : 'warning'} message texts: ${read.message}`,
    );
    return undefined;
  }
  const items = read.text.split(/^\*{4}\n/m);
  const made: string[] = [];
  for (const item of items) {
    const outcome = await expandOption(item, host);
    if (outcome.kind === 'text') made.push(outcome.text);
    else {
      round.complain(`failed to expand an item of ${option} ${path}: ${outcome.message}`);
      made.push('');
    }
  }
  return made;
}
