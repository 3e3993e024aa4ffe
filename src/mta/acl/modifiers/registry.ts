/** Modifiers by their names. To add one: a file here, its row below, its words in `config/acl/modifiers.ts`. */
import { error, type ModifierRow } from '../rows.ts';
import { control } from './control.ts';
import { delay } from './delay.ts';
import { addHeader, removeHeader } from './headers.ts';
import { logRejectTarget, logwrite } from './logs.ts';
import { queue } from './queue.ts';
import { set } from './set.ts';
import { udpsend } from './udpsend.ts';

/** The expansion has done what it does. */
const goOn: ModifierRow = { name: 'continue', apply: () => undefined };

const bmiOptin: ModifierRow = {
  name: 'bmi_optin',
  apply: () => error('"bmi_optin" is planned, and does not work yet: Brightmail cannot be asked'),
};

const ROWS: readonly ModifierRow[] = [
  addHeader,
  bmiOptin,
  control,
  delay,
  goOn,
  logRejectTarget,
  logwrite,
  queue,
  removeHeader,
  set,
  udpsend,
];

export const MODIFIERS: ReadonlyMap<string, ModifierRow> = new Map(ROWS.map((row) => [row.name, row]));
