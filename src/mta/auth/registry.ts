/** Kinds of authenticators. To add one: a file in `drivers/`, its row here. */
import { cramMd5 } from './drivers/cram-md5.ts';
import { dovecot } from './drivers/dovecot.ts';
import { external } from './drivers/external.ts';
import { gsasl } from './drivers/gsasl.ts';
import { plaintext } from './drivers/plaintext.ts';
import { spa } from './drivers/spa.ts';
import { tls } from './drivers/tls.ts';
import type { ServerDriver } from './types.ts';

const ROWS: readonly ServerDriver[] = [cramMd5, dovecot, external, gsasl, plaintext, spa, tls];

export const findDriver = (name: string): ServerDriver | undefined => ROWS.find((row) => row.name === name);
