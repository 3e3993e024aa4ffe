/** Verdicts as Authentication-Results have them (RFC 8601 §2.7.1). */
import { toBase64 } from '../../base/index.ts';
import type { MethodResult, Property } from '../authres/index.ts';
import type { SignatureVerdict, Verification } from './types.ts';

/** Which of several signatures is meant is told by the beginning of its b= (RFC 6008 §3). */
const SIGNATURE_CHARACTERS = 8;

/** One a signature, from the top of the header down; one that says `none` for a message without. */
export function dkimMethodResults({ verdicts }: Pick<Verification, 'verdicts'>): readonly MethodResult[] {
  if (verdicts.length === 0) return [{ method: 'dkim', result: 'none', properties: [] }];
  return verdicts.map(methodResult);
}

function methodResult(verdict: SignatureVerdict): MethodResult {
  const { result, detail, key } = verdict;
  const comment = key?.bits === undefined ? undefined : `${key.bits}-bit ${key.type} key`;
  return {
    method: 'dkim',
    result,
    ...(result !== 'pass' && { reason: detail }),
    ...(comment !== undefined && { comment }),
    properties: [...propertiesOf(verdict)],
  };
}

function* propertiesOf({ domain, selector, signature }: SignatureVerdict): Generator<Property> {
  if (domain !== undefined) yield { type: 'header', name: 'd', value: domain };
  if (signature !== undefined) yield { type: 'header', name: 'i', value: signature.identity.text };
  if (selector !== undefined) yield { type: 'header', name: 's', value: selector };
  if (signature === undefined) return;
  yield { type: 'header', name: 'a', value: signature.algorithm };
  yield { type: 'header', name: 'b', value: toBase64(signature.value).slice(0, SIGNATURE_CHARACTERS) };
}
