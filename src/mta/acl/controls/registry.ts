/** Controls by their names. To add one: a row in the file of its kind or a file here, its words in `config/acl/controls.ts`. */
import { debug } from './debug.ts';
import { FAKE_CONTROLS } from './fake.ts';
import { LOCAL_PART_CONTROLS } from './local-part.ts';
import { OTHER_CONTROLS } from './others.ts';
import { PLAIN_CONTROLS } from './plain.ts';
import { QUEUEING_CONTROLS } from './queueing.ts';
import { submission } from './submission.ts';
import type { ControlRow } from './types.ts';

const ROWS = [
  debug,
  submission,
  ...FAKE_CONTROLS,
  ...LOCAL_PART_CONTROLS,
  ...OTHER_CONTROLS,
  ...PLAIN_CONTROLS,
  ...QUEUEING_CONTROLS,
];

export const CONTROLS: ReadonlyMap<string, ControlRow> = new Map(ROWS.map((row) => [row.name, row]));
