/** What an expansion itself sets on its way. */
import type { VariableRow } from '../ast.ts';
import { clean, textOf } from '../outcome.ts';

export const ITERATION_VARIABLES: readonly VariableRow[] = [
  {
    name: 'value',
    group: 'iteration',
    tainted: false,
    doc: 'What was looked up or found, in the yes part of an item; the running result of reduce.',
    read: (run) => run.value,
  },
  {
    name: 'item',
    group: 'iteration',
    tainted: false,
    doc: 'The item that filter, forany, map and their kin stand at.',
    read: (run) => run.item,
  },
  {
    name: 'runrc',
    group: 'iteration',
    tainted: false,
    doc: 'The status of the last program that run started.',
    read: (run) => clean(String(run.runStatus)),
  },
  {
    name: 'prvscheck_address',
    group: 'iteration',
    tainted: true,
    doc: 'The address inside a prvs address.',
    read: ({ prvs }) => textOf(prvs.address ?? '', true),
  },
  {
    name: 'prvscheck_keynum',
    group: 'iteration',
    tainted: true,
    doc: 'The number of the key of a prvs address.',
    read: ({ prvs }) => textOf(prvs.key ?? '', true),
  },
  {
    name: 'prvscheck_result',
    group: 'iteration',
    tainted: false,
    doc: '1 where the prvs address is genuine.',
    read: ({ prvs }) => clean(prvs.result),
  },
  {
    name: 'srs_recipient',
    group: 'iteration',
    tainted: true,
    doc: 'The address that a reverse path rewritten by SRS stands for.',
    read: ({ srsRecipient }) => srsRecipient,
  },
];
