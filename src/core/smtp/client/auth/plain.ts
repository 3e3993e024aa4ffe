import { oneShot } from './one-shot.ts';
import type { MechanismDef } from './types.ts';

/** RFC 4616 §2: `[authzid] NUL authcid NUL passwd`. */
export const plain: MechanismDef = {
  name: 'PLAIN',
  spec: 'RFC 4616',
  showsSecret: true,
  begin: ({ actAs = '', user, password }) => oneShot(Buffer.from(`${actAs}\0${user}\0${password}`, 'utf8')),
};
