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
  if (kind === 'ip') {
    if (!isAddressOrNothing(subject.text)) return failed(`"${subject.text}" is not an IP address`);
    return matchesIp(subject, list, run);
  }
  return compare(kind, subject, list, list.text, run);
}

/** This list is expanded after all; that a part of it is forced to fail means that it does not match. */
function matchesIp(subject: Text, written: Text, run: Run): Later<boolean | Failure> {
  return after(run.again(run, written), (list) => {
    if (list.kind === 'text') return compare('ip', subject, list, written.text, run);
    return list.kind === 'forced-fail' ? false : incomplete(written.text, list, 'NULL');
  });
}

function compare(kind: ListKind, subject: Text, list: Text, written: string, run: Run): Later<boolean | Failure> {
  return after(run.host.lists.match(kind, subject, list), (found) => {
    if (isFailure(found)) {
      return incomplete(written, found, /^unknown named /.test(found.message) ? 'NULL' : found.message);
    }
    run.value = found.value ?? EMPTY;
    run.captures = found.captures ?? run.captures;
    return found.matched;
  });
}

/** Exim has words for what a lookup ran into, and for nothing else. */
const incomplete = (list: string, { kind, message: detail }: Failure, why: string): Failure => ({
  kind,
  message: `unable to complete match against "${list}": ${why}`,
  detail,
});

const isAddressOrNothing = (text: string): boolean =>
  text === '' || parseIpv4(text) !== undefined || parseIpv6(text.replace(/%.+$/s, '')) !== undefined;

export const LIST_CONDITIONS = [
  listCondition('match_address', 'address', 'The string is matched by an address list.'),
  listCondition('match_domain', 'domain', 'The string is matched by a domain list.'),
  listCondition('match_ip', 'ip', 'The IP address, or nothing, is matched by a list of addresses and networks.'),
  listCondition('match_local_part', 'local-part', 'The string is matched by a local part list.'),
];
