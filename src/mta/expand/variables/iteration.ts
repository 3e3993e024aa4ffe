/** What an expansion itself sets on its way. */
import type { VariableRow } from '../ast.ts';
import { clean } from '../outcome.ts';

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
];
