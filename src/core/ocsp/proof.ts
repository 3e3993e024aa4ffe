/** A file with a proof in it: DER, or PEM between BEGIN and END OCSP RESPONSE, as Exim's `PEM ` form has it. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { parsePem } from '../pki/index.ts';
import { otherKind } from './read/other-kind.ts';
import { parseOcspRequest } from './read/request.ts';
import { MAX_OCSP_BYTES } from './read/response.ts';

export type OcspKind = 'response' | 'request';

export interface OcspObject {
  readonly der: Uint8Array;
  readonly form: 'DER' | 'PEM';
  readonly kind: OcspKind;
}

/** A PEM file may have one for each certificate of a chain; base64 takes a third more. */
export const MAX_PROOF_FILE_BYTES = 4 * MAX_OCSP_BYTES;

const LABELS: Readonly<Record<string, OcspKind>> = { 'OCSP RESPONSE': 'response', 'OCSP REQUEST': 'request' };

/**
 * Every OCSP object of a file: all such blocks of PEM, or the one that DER is; at least one.
 *
 * DER that is neither a request nor a recognizable other thing counts as a response: what is wrong with it is for its reader
 * to say.
 *
 * @param name  of the file, for errors
 */
export function readOcspObjects(octets: Uint8Array, name: string): Result<readonly OcspObject[], Failure> {
  if (isPem(octets)) return readPemObjects(Buffer.from(octets).toString('latin1'), name);
  const other = otherKind(octets);
  if (other !== undefined) return wrongKind(name, other);
  return ok([{ der: octets, form: 'DER', kind: parseOcspRequest(octets).ok ? 'request' : 'response' }]);
}

/** The responses among them; a request is named as what it is. */
export function readProofs(octets: Uint8Array, name: string): Result<readonly OcspObject[], Failure> {
  const objects = readOcspObjects(octets, name);
  if (!objects.ok) return objects;
  const responses = objects.value.filter(({ kind }) => kind === 'response');
  return responses.length > 0 ? ok(responses) : wrongKind(name, 'an OCSP request');
}

const isPem = (octets: Uint8Array): boolean => Buffer.from(octets.subarray(0, 4096)).includes('-----BEGIN ');

function readPemObjects(text: string, name: string): Result<readonly OcspObject[], Failure> {
  const blocks = parsePem(text, name);
  if (!blocks.ok) return blocks;
  const objects = blocks.value.flatMap(({ label, der }): OcspObject[] => {
    const kind = LABELS[label];
    return kind === undefined ? [] : [{ der, form: 'PEM', kind }];
  });
  if (objects.length > 0) return ok(objects);
  return wrongKind(
    name,
    `PEM of ${[...new Set(blocks.value.map(({ label }) => label))].join(', ') || 'nothing whole'}`,
  );
}

function wrongKind(name: string, what: string): { ok: false; error: Failure } {
  return err({
    code: 'ocsp/wrong-kind',
    message: `${name}: no OCSP response in it, it is ${what}`,
    hint: 'give an OCSP response in DER, or in PEM between BEGIN and END OCSP RESPONSE',
    fault: 'configuration',
    temporary: false,
  });
}
