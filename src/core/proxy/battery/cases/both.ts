/** Two headers: the first is the header, the second is the client's, and must not be believed. */
import { concatBytes } from '../../../../base/index.ts';
import { addresses4, block, DECOY4, line } from '../octets.ts';
import { rows } from './define.ts';

const either = rows('both', 'either', 'error');
const decoy = { decoy: DECOY4 };
const second = { v1: line({ client: DECOY4 }), v2: block({ body: addresses4(DECOY4) }) };

export const bothCases = [
  either('both-v1-v1', 'Version 1 twice', '2', concatBytes([line(), second.v1]), decoy),
  either('both-v1-v2', 'Version 1, then version 2', '2', concatBytes([line(), second.v2]), decoy),
  either('both-v2-v1', 'Version 2, then version 1', '2', concatBytes([block(), second.v1]), decoy),
  either('both-v2-v2', 'Version 2 twice', '2', concatBytes([block(), second.v2]), decoy),
  either(
    'both-local-v1',
    'LOCAL, then version 1',
    '2',
    concatBytes([block({ command: 0x20, family: 0, body: new Uint8Array() }), second.v1]),
    decoy,
  ),
];
