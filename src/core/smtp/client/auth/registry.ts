/** Mechanisms, the best first. To add one: a file beside, its row here. */

import type { Random } from '../../../../base/index.ts';
import { cramMd5 } from './cram-md5.ts';
import { external } from './external.ts';
import { login } from './login.ts';
import { oauthBearer, xoauth2 } from './oauth.ts';
import { plain } from './plain.ts';
import { scramSha1, scramSha256 } from './scram.ts';
import type { Credentials, Exchange, MechanismDef } from './types.ts';

const ROWS: readonly MechanismDef[] = [scramSha256, scramSha1, cramMd5, plain, login, external, oauthBearer, xoauth2];

/** For a password; EXTERNAL and the OAuth mechanisms have to be asked for. */
export const PASSWORD_MECHANISMS: readonly string[] = [scramSha256, scramSha1, cramMd5, plain, login].map(
  ({ name }) => name,
);

export const MECHANISM_NAMES: readonly string[] = ROWS.map(({ name }) => name);

export const findMechanism = (name: string): MechanismDef | undefined =>
  ROWS.find((row) => row.name === name.toUpperCase());

/** Undefined: it is no mechanism of ours. */
export const beginExchange = (name: string, credentials: Credentials, random: Random): Exchange | undefined =>
  findMechanism(name)?.begin(credentials, random);
