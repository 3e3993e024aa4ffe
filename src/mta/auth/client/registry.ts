/** Kinds of authenticators that can be a client. To add one: a file beside, its row here. */
import { cramMd5 } from './cram-md5.ts';
import { external } from './external.ts';
import { gsasl } from './gsasl.ts';
import { plaintext } from './plaintext.ts';
import { spa } from './spa.ts';
import type { ClientDriver } from './types.ts';

const ROWS: readonly ClientDriver[] = [cramMd5, external, gsasl, plaintext, spa];

export const findClientDriver = (name: string): ClientDriver | undefined => ROWS.find((row) => row.name === name);
