/** The shape of a control: its options read, and what it does at once. */
import type { Later } from '../../expand/index.ts';
import type { AclRun } from '../engine/run.ts';
import type { Answer } from '../rows.ts';
import type { AclControl } from '../types.ts';

export interface ControlRow {
  readonly name: string;
  /** `/option` may follow. */
  readonly options?: true;
  readonly read: (order: ControlOrder, run: AclRun) => Later<AclControl | Answer>;
}

export interface ControlOrder {
  readonly name: string;
  /** The whole argument. */
  readonly text: string;
  /** From the first slash on. */
  readonly options: string;
  readonly tainted: boolean;
  /** What to answer where the options make no sense. */
  readonly syntax: Answer;
}
