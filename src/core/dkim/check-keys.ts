/** A signature against the key records under its name (RFC 6376 §6.1.2, §6.1.3). */
import type { BodyDigest } from './body-hash.ts';
import { isHeaderSigned } from './check-signature.ts';
import { misfit, weakness } from './key-fit.ts';
import { type KeyFault, parseKeyRecord } from './key-record.ts';
import { type Outcome, outcome } from './outcome.ts';
import { readPublicKey } from './public-key.ts';
import type { KeyAnswer, KeyFacts, KeyRecord, Signature, SignatureVerdict, Signer, VerifyRules } from './types.ts';

/** Records under one name that are tried, where there should be one (RFC 6376 §3.6.2.2). */
export const MAX_KEY_RECORDS = 8;

/** What is known of a signature when its key has come. */
export interface Checked {
  readonly signature: Signer & Pick<Signature, 'bodyLength'>;
  readonly header: () => string;
  /** Absent where no body is signed: of a seal (RFC 8617 §4.1.3). */
  readonly body?: BodyDigest & { readonly isGood: boolean };
  /** Absent: as RFC 8301 §3.2 has it. */
  readonly leastBits?: VerifyRules['leastBits'];
}

type Keyed = Outcome & Pick<SignatureVerdict, 'key' | 'isSignatureGood'>;

export function withoutKey(answer: Exclude<KeyAnswer, { kind: 'records' }>): Outcome {
  if (answer.kind === 'missing') return outcome('key-missing', answer.detail);
  return outcome(answer.kind === 'bogus' ? 'key-bogus' : 'key-unavailable', answer.detail);
}

/** Several records leave it open which is meant: the first that verifies is; else the first key that fits speaks. */
export function withKeys({ texts, status }: KeyAnswer & { kind: 'records' }, checked: Checked): Keyed {
  const header = checked.header();
  let best: Keyed | undefined;
  for (const text of texts.slice(0, MAX_KEY_RECORDS)) {
    const { key, ...rest } = withKey(text, header, checked);
    const keyed: Keyed = key === undefined ? rest : { key: { status, records: texts.length, ...key }, ...rest };
    if (keyed.result === 'pass') return keyed;
    if (best === undefined || (best.isSignatureGood === undefined && keyed.isSignatureGood !== undefined)) best = keyed;
  }
  return best!;
}

type OneKey = Outcome & { readonly key?: Omit<KeyFacts, 'status' | 'records'>; readonly isSignatureGood?: boolean };

function withKey(text: string, header: string, { signature, body, leastBits }: Checked): OneKey {
  const record = parseKeyRecord(text);
  if (!record.ok) return faulty(record.error);
  const key = readPublicKey(record.value);
  const said = factsOf(record.value);
  if (!key.ok) return { ...faulty(key.error), key: said };
  const facts = { key: { ...said, bits: key.value.bits } };
  const unfit = misfit(record.value, signature);
  if (unfit !== undefined) return { ...faulty(unfit), ...facts };
  const isSignatureGood = isHeaderSigned(header, signature.value, signature.algorithm, key.value);
  const judged =
    body === undefined ? judgeSeal(isSignatureGood) : judgeHashes(signature.bodyLength, body, isSignatureGood);
  const weak = judged.result === 'pass' ? weakness(key.value, leastBits) : undefined;
  return { isSignatureGood, ...(weak === undefined ? judged : faulty(weak)), ...facts };
}

const factsOf = ({ keyType: type, isTesting, isStrict, services, granularity, notes }: KeyRecord) => ({
  ...{ type, isTesting, isStrict, services },
  ...(granularity !== undefined && { granularity }),
  ...(notes !== undefined && { notes }),
});

const judgeSeal = (isGood: boolean): Outcome =>
  isGood
    ? outcome('good', 'the header fields are as sealed')
    : outcome('signature-mismatch', 'the seal does not verify: header fields or key differ');

/** RFC 6376 §6.1.3: the body's hash, then the signature. */
function judgeHashes(
  bodyLength: number | undefined,
  body: NonNullable<Checked['body']>,
  isSignatureGood: boolean,
): Outcome {
  if (bodyLength !== undefined && bodyLength > body.octets)
    return outcome('body-too-short', `l=${bodyLength} is signed, and the body has ${body.octets} octets`);
  const also = isSignatureGood ? 'the header is as signed' : 'nor does the signature verify';
  if (!body.isGood) return outcome('body-hash-mismatch', `the body is not the one that was signed; ${also}`);
  if (!isSignatureGood)
    return outcome(
      'signature-mismatch',
      'the body is as signed, and the signature does not verify: header or key differ',
    );
  return outcome('good', 'body and header are as signed');
}

const faulty = ({ code, detail }: KeyFault): Outcome => outcome(code, detail);
