/** `errors_copy`: who gets a copy of a bounce to somebody. */
import { clean, expandOption, isFailure, readList, textOf } from '../../expand/index.ts';
import { itemEnd } from '../../mailbox/index.ts';
import { textOption } from '../options.ts';
import { NO_VARIABLES, type Round } from '../round.ts';

/** Items are a pattern and addresses, a blank between: the first that fits counts. */
export async function copiesFor(round: Round, to: string): Promise<readonly string[]> {
  const { ports } = round;
  const list = textOption(ports.configuration, 'errors_copy');
  if (list === undefined) return [];
  const host = round.host(NO_VARIABLES);
  for (const item of readList(list).items) {
    const [, quoted, plain = quoted ?? '', addresses = ''] = /^(?:"((?:[^"\\]|\\.)*)"|(\S+))\s+(.*)$/s.exec(item) ?? [];
    const pattern = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
    if (pattern === '') continue;
    const found = await host.lists.match('address', textOf(to, true), clean(pattern));
    if (isFailure(found) || !found.matched) continue;
    const outcome = await expandOption(addresses, host);
    if (outcome.kind === 'text') return addressList(outcome.text);
    if (outcome.kind !== 'forced-fail')
      round.complain(`Failed to expand ${addresses} when processing errors_copy: ${outcome.message}`);
    return [];
  }
  return [];
}

function addressList(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = itemEnd(text, at);
    const one = text.slice(at, end).trim();
    if (one !== '') found.push(one);
    at = end + 1;
  }
  return found;
}
