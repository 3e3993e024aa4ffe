/** What `verify =` can check. To add one: a row in the file of its kind, or a file here. */
import { ADDRESS_CHECKS } from './addresses.ts';
import { CLIENT_CHECKS } from './client.ts';
import { csa } from './csa.ts';
import { HEADER_CHECKS } from './headers.ts';
import type { VerifyRow } from './types.ts';

const ROWS: readonly VerifyRow[] = [...ADDRESS_CHECKS, ...CLIENT_CHECKS, ...HEADER_CHECKS, csa];

export const VERIFY_ROWS: ReadonlyMap<string, VerifyRow> = new Map(ROWS.map((row) => [row.name, row]));
