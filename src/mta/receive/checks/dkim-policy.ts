/** Which signatures count, and in which order (`dkim_verify_hashes`, `_keytypes`, `_min_keysizes`, `_minimal`; Exim spec §58 "DKIM"). */
import {
  bestOf,
  type SignatureVerdict,
  type VerifiableAlgorithm,
  type Verification,
  type VerifyRules,
} from '../../../core/dkim/index.ts';
import { readList } from '../../expand/index.ts';
import type { Options } from '../options.ts';
import { tagsOf, wordsOf } from './dkim-words.ts';

/** As Exim verifies: by the algorithms and keys that are asked for. When it was made and until when it is meant ACLs may ask. */
export const rulesOf = (options: Options): VerifyRules => ({
  algorithms: listed(options, 'dkim_verify_keytypes').flatMap((type) =>
    listed(options, 'dkim_verify_hashes').map((hash) => `${type}-${hash}` as VerifiableAlgorithm),
  ),
  leastBits: leastBits(options.text('dkim_verify_min_keysizes') ?? ''),
  ...{ judgesTimes: false, wantsFrom: false },
});

/** Without those of hashes and keys that do not count. The result is that of the rest. */
export function byPolicy(verified: Verification, options: Options): Verification {
  const hashes = listed(options, 'dkim_verify_hashes');
  const types = listed(options, 'dkim_verify_keytypes');
  const verdicts = inOrder(verified.verdicts, hashes, types);
  return { ...verified, verdicts, result: bestOf(verdicts.map(({ result }) => result)) };
}

const listed = (options: Options, name: string): readonly string[] =>
  readList(options.text(name) ?? '').items.map((item) => item.toLowerCase());

/** One whose algorithm is none of them is no signature. */
function inOrder(
  verdicts: readonly SignatureVerdict[],
  hashes: readonly string[],
  types: readonly string[],
): readonly SignatureVerdict[] {
  const rank = (verdict: SignatureVerdict): number => {
    const { type, hash } = partsOf(tagsOf(verdict).algorithm);
    const [ofHash, ofType] = [hashes.indexOf(hash), types.indexOf(type)];
    return ofHash < 0 || ofType < 0 ? -1 : ofHash * types.length + ofType;
  };
  return verdicts
    .map((verdict) => ({ verdict, at: rank(verdict) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ verdict }) => verdict);
}

/** `rsa-sha256` (RFC 6376 §3.3). */
function partsOf(algorithm: string): { readonly type: string; readonly hash: string } {
  const dash = algorithm.lastIndexOf('-');
  return { type: algorithm.slice(0, dash), hash: algorithm.slice(dash + 1) };
}

/** `rsa=1024 ed25519=250`; a type that is not said has no least size. */
const leastBits = (text: string): VerifyRules['leastBits'] =>
  Object.fromEntries(
    [...text.matchAll(/([a-z0-9]+)=(\d+)/gi)].map(([, type = '', bits]) => [type.toLowerCase(), Number(bits)]),
  );

/** With `dkim_verify_minimal` nothing is said of what stands behind the first that passes, but for its body: those are compared first. */
export function upToPass(verified: Verification, options: Options): Verification {
  const passed = verified.verdicts.findIndex(({ result }) => result === 'pass');
  if (passed < 0 || !options.flag('dkim_verify_minimal')) return verified;
  const verdicts = verified.verdicts.map((verdict, at) =>
    at <= passed || wordsOf(verdict).reason === 'bodyhash_mismatch' ? verdict : { ...verdict, result: 'none' as const },
  );
  return { ...verified, verdicts };
}
