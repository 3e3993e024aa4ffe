/** Conditions about the system and the program itself. */
import type { ConditionRow } from '../ast.ts';
import { after, isFailure } from '../outcome.ts';
import { oneString } from './make.ts';

export const exists = oneString(
  'exists',
  'Something of that absolute path is there and may be looked at.',
  (path, run) =>
    path.text.startsWith('/') ? after(run.host.system.stat(path.text), (facts) => !isFailure(facts)) : false,
);

const said = (name: string, doc: string): ConditionRow => ({
  name,
  doc,
  syntax: { kind: 'nothing' },
  test: (_, __, run) => after(run.host.variable(name), (value) => value === 'yes'),
});

export const firstDelivery = said('first_delivery', 'The message is being delivered for the first time.');
export const queueRunning = said('queue_running', 'A queue run has started this delivery.');
