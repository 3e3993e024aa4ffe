/** Each rule about a certificate, broken alone (RFC 5280 §4; CA/Browser Forum BR §7.1). */

import { tables } from '../../../support/chain-rows/certificates.ts';
import { table } from '../../../support/chain-table.ts';

for (const { title, rows } of tables) table(title, rows);
