import { oneShot } from './one-shot.ts';
import type { MechanismDef } from './types.ts';

/** RFC 4422 appendix A: who we are is known by other means, as a certificate; only as whom to act is said. */
export const external: MechanismDef = {
  name: 'EXTERNAL',
  spec: 'RFC 4422',
  showsSecret: false,
  begin: ({ actAs, user }) => oneShot(Buffer.from(actAs ?? user, 'utf8')),
};
