/**
 * A message's signatures, each judged by itself (RFC 6376 §6.1), while the message goes by once and is not held.
 *
 * What can be told from a signature alone is told first; only those that may still be good cost a body hash and a key.
 */
import { equalBytes, err, ok, type Result, toBase64 } from '../../base/index.ts';
import {
  createMessageReader,
  type Field,
  fieldsNamed,
  lineEndWord,
  type MessageError,
  type MessageSink,
} from '../message/index.ts';
import { type BodyHashes, createBodyHashes, type HashedBody } from './body-hash.ts';
import { withKeys, withoutKey } from './check-keys.ts';
import { compareCopied } from './compare-fields.ts';
import { MIN_RSA_BITS } from './key-fit.ts';
import { keyName } from './key-lookup.ts';
import { bestOf, type Outcome, outcome } from './outcome.ts';
import { ALGORITHMS, DKIM, hashIn, parseSignature } from './signature.ts';
import { signedHeader } from './signed-header.ts';
import { parseTagList } from './tag-list.ts';
import type { KeyAnswer, Signature, SignatureVerdict, Verification, VerifyOptions, VerifyRules } from './types.ts';

/** Each costs a look-up and a verification, so a message could make us work for its sender (RFC 6376 §8.4, §6.1). */
export const MAX_SIGNATURES = 20;
/** Clocks differ: a signature from the future by less than this is from now. */
export const MAX_SKEW_SECONDS = 300;

const STRICT: VerifyRules = {
  algorithms: ALGORITHMS,
  leastBits: { rsa: MIN_RSA_BITS },
  judgesTimes: true,
  wantsFrom: true,
};

/** @param message  parts in order, of any size; a whole one is a list of one */
export async function verifyDkim(
  message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyOptions,
): Promise<Result<Verification, MessageError>> {
  const run = new Run(options);
  const reader = createMessageReader(options.lineEnds ?? 'lenient', both(run, options.alongside));
  for await (const part of message) {
    const read = reader.push(part);
    if (!read.ok) return err(read.error);
  }
  const ended = reader.end();
  if (!ended.ok) return err(ended.error);
  const verdicts = await run.judge();
  const { bareLf, bareCr } = reader.tally;
  return ok({
    result: bestOf(verdicts.map(({ result }) => result)),
    verdicts,
    message: { ...run.facts(), lineEnds: lineEndWord(reader.tally), bareLf, bareCr },
  });
}

function both(run: MessageSink, other: MessageSink | undefined): MessageSink {
  if (other === undefined) return run;
  return {
    header(fields) {
      run.header(fields);
      other.header(fields);
    },
    body(octets) {
      run.body(octets);
      other.body(octets);
    },
  };
}

/** A DKIM-Signature field: settled already, or waiting for its key and the body. */
type Attempt = { readonly field: Field } & (
  | { readonly verdict: SignatureVerdict }
  | { readonly signature: Signature; readonly key: Promise<KeyAnswer> }
);

class Run {
  private readonly options: VerifyOptions;
  private readonly rules: VerifyRules;
  private fields: readonly Field[] = [];
  private attempts: readonly Attempt[] = [];
  private hashes: BodyHashes = createBodyHashes([]);
  private bodyOctets = 0;

  constructor(options: VerifyOptions) {
    this.options = options;
    this.rules = options.rules ?? STRICT;
  }

  header(fields: readonly Field[]): void {
    this.fields = fields;
    const { wantsFrom } = this.rules;
    const about = {
      rules: this.rules,
      isWithoutFrom: wantsFrom && !fields.some(({ name }) => name === 'from'),
      now: this.options.clock.now(),
    };
    this.attempts = fieldsNamed(fields, 'dkim-signature').map((field, i) => {
      const settled = i < MAX_SIGNATURES ? readAttempt(field, about) : tooMany(field);
      if ('verdict' in settled) return { field, ...settled };
      const { domain, selector } = settled.signature;
      return { field, ...settled, key: this.options.lookUp(keyName(selector, domain)) };
    });
    const open = this.attempts.flatMap((attempt) => ('signature' in attempt ? [hashed(attempt.signature)] : []));
    this.hashes = createBodyHashes(open);
  }

  body(octets: Uint8Array): void {
    this.bodyOctets += octets.length;
    this.hashes.push(octets);
  }

  async judge(): Promise<readonly SignatureVerdict[]> {
    this.hashes.end();
    return Promise.all(this.attempts.map((attempt) => ('verdict' in attempt ? attempt.verdict : this.finish(attempt))));
  }

  facts(): { fields: number; froms: number; bodyOctets: number } {
    const froms = fieldsNamed(this.fields, 'from').length;
    return { fields: this.fields.length, froms, bodyOctets: this.bodyOctets };
  }

  private async finish(attempt: Attempt & { readonly signature: Signature; readonly key: Promise<KeyAnswer> }) {
    const { field, signature } = attempt;
    const answer = await attempt.key;
    const body = this.hashes.of(hashed(signature));
    const isBodyGood = equalBytes(body.digest, signature.bodyHash);
    const found = (outcome: Outcome & Partial<SignatureVerdict>): SignatureVerdict => ({
      domain: signature.domain,
      selector: signature.selector,
      signature,
      value: field.text.slice(field.valueAt),
      bodyHash: toBase64(body.digest),
      bodyOctets: body.octets,
      isBodyGood,
      ...outcome,
    });
    if (answer.kind !== 'records') return found(withoutKey(answer));
    const header = (): string =>
      signedHeader({
        fields: this.fields,
        own: field,
        names: signature.names,
        how: signature.header,
        valueSpan: signature.valueSpan,
      });
    const keyed = withKeys(answer, {
      ...{ signature, header, body: { ...body, isGood: isBodyGood } },
      leastBits: this.rules.leastBits,
    });
    const changedFields = keyed.isSignatureGood === false ? compareCopied(this.fields, signature) : undefined;
    return found(changedFields === undefined ? keyed : { ...keyed, changedFields });
  }
}

/** RFC 6376 §6.1.1: what a signature says of itself. */
function readAttempt(
  field: Field,
  { rules, isWithoutFrom, now }: { readonly rules: VerifyRules; readonly isWithoutFrom: boolean; readonly now: Date },
): { readonly verdict: SignatureVerdict } | { readonly signature: Signature } {
  const parsed = parseSignature(field, { ...DKIM, algorithms: rules.algorithms });
  if (!parsed.ok) return { verdict: { ...guessed(field), ...outcome(parsed.error.code, parsed.error.detail) } };
  const signature = parsed.value;
  const seconds = now.getTime() / 1000;
  const untimely = isWithoutFrom ? NO_FROM : rules.judgesTimes ? judgeTimes(signature, seconds) : undefined;
  const value = field.text.slice(field.valueAt);
  return untimely === undefined ? { signature } : { verdict: { ...named(signature), value, ...untimely } };
}

const hashed = ({ body, bodyLength, algorithm }: Signature): HashedBody => ({
  ...{ body, hash: hashIn(algorithm) },
  ...(bodyLength !== undefined && { bodyLength }),
});

const NO_FROM = outcome('no-from', 'the message has no From field, which every signature must cover');

/** @param now  seconds since 1970 */
export function judgeTimes(
  { signedAt, expiresAt }: Pick<Signature, 'signedAt' | 'expiresAt'>,
  now: number,
): Outcome | undefined {
  if (expiresAt !== undefined && now > expiresAt)
    return outcome('expired', `it expired ${showTime(expiresAt)} (x=${expiresAt})`);
  if (signedAt !== undefined && signedAt > now + MAX_SKEW_SECONDS)
    return outcome('in-future', `it was made ${showTime(signedAt)} (t=${signedAt}), which is yet to come`);
  return undefined;
}

const MAX_DATE_SECONDS = 8.64e12;
export const showTime = (seconds: number): string =>
  seconds <= MAX_DATE_SECONDS
    ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
    : `in ${seconds} s of 1970`;

function tooMany(field: Field): { readonly verdict: SignatureVerdict } {
  return {
    verdict: { ...guessed(field), ...outcome('too-many-signatures', `only the first ${MAX_SIGNATURES} are verified`) },
  };
}

const named = (signature: Signature): Pick<SignatureVerdict, 'domain' | 'selector' | 'signature'> => ({
  domain: signature.domain,
  selector: signature.selector,
  signature,
});

/** d= and s= of a signature that keeps no rules, so that people see whose it is. */
function guessed({ text, valueAt }: Field): Pick<SignatureVerdict, 'domain' | 'selector' | 'value'> {
  const value = text.slice(valueAt);
  const list = parseTagList(value);
  const tag = (name: string): string | undefined =>
    list.ok ? list.value.get(name)?.value : new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*([^;\\s]+)`).exec(value)?.[1];
  const [domain, selector] = [tag('d'), tag('s')].map((word) => word?.slice(0, 255).toLowerCase());
  return { value, ...(domain !== undefined && { domain }), ...(selector !== undefined && { selector }) };
}
