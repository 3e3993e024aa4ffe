/** Delivery reports cross over: ours read by Python's email package, flufl.bounce and Sisimai; Exim's and Postfix's by us. */
import type { Suite } from '../../framework/types.ts';
import { readOurs } from './ours.ts';
import { readRealBounces } from './real-bounces.ts';
import { readTheirs } from './theirs.ts';

export const suite: Suite = {
  name: 'dsn',
  proves:
    'what dsn craft writes is read alike by others, and live reports of Exim and Postfix are read with every field',
  async run(context) {
    await readOurs(context);
    await readRealBounces(context);
    await readTheirs(context);
  },
};
