/** `match_domain` and its kin: a subject against a pattern list, which is not expanded before it is split. */

import { parseIpv4, parseIpv6 } from '../../../base/index.ts';
import type { ConditionRow } from '../ast.ts';
import type { ListKind } from '../host.ts';
import { after, EMPTY, type Failure, failed, isFailure, type Later, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

const listCondition = (name: string, kind: ListKind, doc: string): ConditionRow => ({
  name,
  doc,
  syntax: { kind: 'strings', count: 2, verbatimLast: true },
  test: ([subject, list], _, run) => matches(kind, subject!, list!, run),
});

function matches(kind: ListKind, subject: Text, list: Text, run: Run): Later<boolean | Failure> {
  if (kind === 'ip' && !isAddressOrNothing(subject.text)) return failed(`"${subject.text}" is not an IP address`);
  return after(run.host.lists.match(kind, subject, list), (found) => {
    if (isFailure(found)) return found;
    run.value = found.value ?? EMPTY;
    run.captures = found.captures ?? run.captures;
    return found.matched;
  });
}

const isAddressOrNothing = (text: string): boolean =>
  text === '' || parseIpv4(text) !== undefined || parseIpv6(text) !== undefined;

export const LIST_CONDITIONS = [
  listCondition('match_address', 'address', 'The string is matched by an address list.'),
  listCondition('match_domain', 'domain', 'The string is matched by a domain list.'),
  listCondition('match_ip', 'ip', 'The IP address, or nothing, is matched by a list of addresses and networks.'),
  listCondition('match_local_part', 'local-part', 'The string is matched by a local part list.'),
];
