/** The two signatures of a set, read (RFC 8617 §4.1.2, §4.1.3). */
import { err, ok, type Result } from '../../base/index.ts';
import { type Dialect, parseSignature, parseSigner, type Signature } from '../dkim/index.ts';
import type { Field } from '../message/index.ts';
import type { ArcFault, ChainStatus, Seal } from './types.ts';

/**
 * A DKIM signature without v=, and with the instance in i=. Deviates from RFC 6376 §3.5 for a c= that is left out, because
 * sealers of the drafts before RFC 8617 meant relaxed/relaxed by it, and verifiers in use read it so.
 */
const MESSAGE_SIGNATURE: Dialect = {
  required: ['a', 'b', 'bh', 'd', 'h', 's', 'i'],
  hasVersion: false,
  hasIdentity: false,
  canonicalization: 'relaxed/relaxed',
};

export function parseMessageSignature(field: Field): Result<Signature, ArcFault> {
  const parsed = parseSignature(field, MESSAGE_SIGNATURE);
  // §4.1.2 keeps all three ARC fields out; the seal alone is made later than this signature, and cannot be covered.
  if (parsed.ok && parsed.value.names.includes('arc-seal'))
    return err({ code: 'covers-seal', detail: 'h= has ARC-Seal, which no message signature may cover' });
  return parsed;
}

export function parseSeal(field: Field): Result<Seal, ArcFault> {
  const parsed = parseSigner(field);
  if (!parsed.ok) return parsed;
  const { tags, ...signer } = parsed.value;
  if (tags.has('h'))
    return err({ code: 'seal-names', detail: 'the seal has h=, which it must not have: what it covers is fixed' });
  const cv = readStatus(tags.get('cv')?.value);
  if (cv === undefined) return err({ code: 'chain-status', detail: 'cv= is not none, pass or fail' });
  return ok({ ...signer, cv });
}

function readStatus(text: string | undefined): ChainStatus | undefined {
  const word = text?.toLowerCase();
  return word === 'none' || word === 'pass' || word === 'fail' ? word : undefined;
}
