import { oneShot } from './one-shot.ts';
import { saslName } from './scram.ts';
import type { MechanismDef } from './types.ts';

/** As Google and Microsoft describe it: the token is the password; an error comes as a challenge, answered by nothing. */
export const xoauth2: MechanismDef = {
  name: 'XOAUTH2',
  spec: "vendors' documentation",
  showsSecret: true,
  begin: ({ user, password }) =>
    oneShot(Buffer.from(`user=${user}\x01auth=Bearer ${password}\x01\x01`, 'utf8'), new Uint8Array()),
};

/** RFC 7628 §3.1; an error comes as a challenge, answered by one octet (§3.2.3). */
export const oauthBearer: MechanismDef = {
  name: 'OAUTHBEARER',
  spec: 'RFC 7628',
  showsSecret: true,
  begin: ({ user, actAs, password, host, port }) =>
    oneShot(
      Buffer.from(
        `n,a=${saslName(actAs ?? user)},\x01host=${host}\x01port=${port}\x01auth=Bearer ${password}\x01\x01`,
        'utf8',
      ),
      Uint8Array.of(1),
    ),
};
