/** Kinds of authenticators. To add one: a file in `drivers/`, its row here. */
import { cramMd5 } from './drivers/cram-md5.ts';
import { external } from './drivers/external.ts';
import { plaintext } from './drivers/plaintext.ts';
import { tls } from './drivers/tls.ts';
import type { ServerDriver } from './types.ts';

const ROWS: readonly ServerDriver[] = [cramMd5, external, plaintext, tls];

export const findDriver = (name: string): ServerDriver | undefined => ROWS.find((row) => row.name === name);
