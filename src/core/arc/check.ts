/** The two signatures of a set against their keys (RFC 8617 §5.1.1, §5.2 steps 4 to 6). */
import { equalBytes, type Result } from '../../base/index.ts';
import {
  type BodyHashes,
  canonicalField,
  judgeTimes,
  type KeyAnswer,
  type Signer,
  signedHeader,
  withKeys,
  withoutKey,
  withoutValue,
} from '../dkim/index.ts';
import type { Field } from '../message/index.ts';
import type { Link } from './chain.ts';
import type { ArcFault, ArcSignatureVerdict } from './types.ts';

export interface Bench {
  readonly fields: readonly Field[];
  readonly hashes: BodyHashes;
  /** Seconds since 1970. */
  readonly now: number;
  readonly keyOf: (signer: Signer) => Promise<KeyAnswer>;
}

type Judged = Pick<ArcSignatureVerdict, 'reason' | 'detail' | 'key'>;

export function checkMessageSignature(
  { messageSignature: read, set }: Link,
  bench: Bench,
): Promise<ArcSignatureVerdict> {
  return checked(read, bench, (signature, answer) => {
    const { names, header: how, valueSpan } = signature;
    const body = bench.hashes.of(signature);
    const header = (): string =>
      signedHeader({ fields: bench.fields, own: set.messageSignature, names, how, valueSpan });
    const isGood = equalBytes(body.digest, signature.bodyHash);
    return withKeys(answer, { signature, header, body: { ...body, isGood } });
  });
}

/** @param links  the set whose seal it is and all before it, by instance */
export function checkSeal(links: readonly Link[], bench: Bench): Promise<ArcSignatureVerdict> {
  return checked(links.at(-1)!.seal, bench, (seal, answer) =>
    withKeys(answer, { signature: seal, header: () => sealedHeader(links, seal) }),
  );
}

/** Every set in order, relaxed; the seal itself last, with b= empty and no line end (RFC 8617 §5.1.1). */
function sealedHeader(links: readonly Link[], { valueSpan }: Pick<Signer, 'valueSpan'>): string {
  const relaxed = (field: Field): string => canonicalField(field, 'relaxed');
  const fields = links.flatMap(({ set }) => [set.results, set.messageSignature, set.seal]);
  const before = fields.slice(0, -1).map((field) => `${relaxed(field)}\r\n`);
  return before.join('') + relaxed(withoutValue(fields.at(-1)!, valueSpan));
}

async function checked<T extends Signer>(
  read: Result<T, ArcFault>,
  { keyOf, now }: Bench,
  judge: (signature: T, answer: KeyAnswer & { readonly kind: 'records' }) => Judged,
): Promise<ArcSignatureVerdict> {
  if (!read.ok) return verdict({ reason: read.error.code, detail: read.error.detail });
  const untimely = judgeTimes(read.value, now);
  if (untimely !== undefined) return verdict(untimely, read.value);
  const answer = await keyOf(read.value);
  return verdict(answer.kind === 'records' ? judge(read.value, answer) : withoutKey(answer), read.value);
}

/** Everything but a good signature is a failure (RFC 8617 §5.2.1). */
function verdict({ reason, detail, key }: Judged, signer?: Signer): ArcSignatureVerdict {
  return {
    result: reason === 'good' ? 'pass' : 'fail',
    reason,
    detail,
    ...(signer !== undefined && { domain: signer.domain, selector: signer.selector }),
    ...(key !== undefined && { key }),
  };
}

/** Of a chain that was lost before it came to signatures: what each would say of itself. */
export function unchecked(read: Link['seal'] | Link['messageSignature']): ArcSignatureVerdict {
  if (!read.ok) return verdict({ reason: read.error.code, detail: read.error.detail });
  const { domain, selector } = read.value;
  return { result: 'unchecked', reason: 'not-checked', detail: 'the chain was lost before', domain, selector };
}
