/** What is said of a chain, by its reason. */
import type { FindingDef } from '../../../base/index.ts';
import type { ArcReason } from '../types.ts';
import { row } from './define.ts';

const RELAY = 'It is for the relay that sealed last to mend; the message itself is judged without the chain.';
const SETS = ['RFC 8617 §5.2', 'RFC 8617 §4.2'];

export const historic = row(
  'historic',
  'info',
  'ARC is historic',
  'The experiment of RFC 8617 is concluded, and the IETF is moving it to Historic: receivers should build nothing new on chains, and senders need not seal. A chain is shown for what relays said of the message on its way.',
  ['RFC 8617 §1'],
);

export const REASON_ROWS: Readonly<Record<Exclude<ArcReason, 'no-chain'>, FindingDef>> = {
  good: row(
    'good',
    'ok',
    'The ARC chain holds',
    'Every set is there, every seal verifies, and the message is as the last sealer sent it. Whether its word counts is for who receives it to say.',
    ['RFC 8617 §5.2'],
  ),
  'too-many-sets': row(
    'too-many-sets',
    'warn',
    'The ARC chain has too many sets',
    'A message can have 50 sets. More are a loop, or an attempt to make verifiers work.',
    ['RFC 8617 §4.2.1', 'RFC 8617 §5.2'],
  ),
  instance: row(
    'instance',
    'warn',
    'An ARC field belongs to no set',
    'Each of the three fields says by i= to which set it belongs, a number from 1 to 50.',
    ['RFC 8617 §4.2.1'],
    RELAY,
  ),
  gap: row('gap', 'warn', 'A set of the ARC chain is missing', 'Sets are numbered from 1 without a gap.', SETS, RELAY),
  repeated: row(
    'repeated',
    'warn',
    'A field of an ARC set stands twice',
    'A set has one of each of its three fields: there is no telling which one was meant.',
    SETS,
    RELAY,
  ),
  incomplete: row(
    'incomplete',
    'warn',
    'An ARC set lacks a field',
    'A set is ARC-Authentication-Results, ARC-Message-Signature and ARC-Seal together.',
    SETS,
    RELAY,
  ),
  'cv-fail': row(
    'cv-fail',
    'warn',
    'The last sealer found the ARC chain broken',
    'cv=fail in the last seal says that the chain did not hold when it came there. It cannot be mended or begun again.',
    ['RFC 8617 §5.1.3', 'RFC 8617 §5.2'],
  ),
  cv: row(
    'cv',
    'warn',
    'A seal says something impossible of the ARC chain',
    'The first seal says cv=none, since there was no chain before it, and all others cv=pass.',
    ['RFC 8617 §5.2'],
    RELAY,
  ),
  'message-signature': row(
    'message-signature',
    'warn',
    'The message is not as the last ARC sealer sent it',
    'The newest ARC-Message-Signature does not verify, so something changed the message behind the last sealer, or its key is not to be had.',
    ['RFC 8617 §5.2', 'RFC 6376 §6.1'],
    'See the reason of the signature; a relay behind the last sealer that changes messages should seal them itself.',
  ),
  seal: row(
    'seal',
    'warn',
    'A seal of the ARC chain does not verify',
    'A seal covers all sets up to its own. One that fails says that a set was changed, or that the key of its sealer is not to be had.',
    ['RFC 8617 §5.1.1', 'RFC 8617 §5.2'],
    RELAY,
  ),
};
