/** Which signatures count, and in which order (`dkim_verify_hashes`, `_keytypes`, `_min_keysizes`, `_minimal`; Exim spec §58 "DKIM"). */
import { bestOf, outcome, type SignatureVerdict, type Verification } from '../../../core/dkim/index.ts';
import { readList } from '../../expand/index.ts';
import type { Options } from '../options.ts';

/** Without those of hashes and keys that do not count; a key too small is no pass. The result is that of the rest. */
export function byPolicy(verified: Verification, options: Options): Verification {
  const hashes = listed(options, 'dkim_verify_hashes');
  const types = listed(options, 'dkim_verify_keytypes');
  const sizes = minimumBits(options.text('dkim_verify_min_keysizes') ?? '');
  const counted = inOrder(verified.verdicts, hashes, types).map((verdict) => withKeySize(verdict, sizes));
  const verdicts = options.flag('dkim_verify_minimal') ? upToPass(counted) : counted;
  return { ...verified, verdicts, result: bestOf(verdicts.map(({ result }) => result)) };
}

const listed = (options: Options, name: string): readonly string[] =>
  readList(options.text(name) ?? '').items.map((item) => item.toLowerCase());

/** One that cannot be read says nothing of its algorithm, and is told of as it is. */
function inOrder(
  verdicts: readonly SignatureVerdict[],
  hashes: readonly string[],
  types: readonly string[],
): readonly SignatureVerdict[] {
  const rank = ({ signature }: SignatureVerdict): number => {
    if (signature === undefined) return hashes.length * types.length;
    const { type, hash } = partsOf(signature.algorithm);
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

/** `rsa=1024 ed25519=250`; what is not said has no least size beyond that of RFC 8301 §3.2. */
const minimumBits = (text: string): ReadonlyMap<string, number> =>
  new Map([...text.matchAll(/([a-z0-9]+)=(\d+)/gi)].map(([, type = '', bits]) => [type.toLowerCase(), Number(bits)]));

function withKeySize(verdict: SignatureVerdict, sizes: ReadonlyMap<string, number>): SignatureVerdict {
  const { signature, key } = verdict;
  if (signature === undefined || key?.bits === undefined || verdict.result !== 'pass') return verdict;
  const least = sizes.get(partsOf(signature.algorithm).type) ?? 0;
  if (key.bits >= least) return verdict;
  return { ...verdict, ...outcome('key-weak', `the key has ${key.bits} bits, and ${least} are wanted`) };
}

function upToPass(verdicts: readonly SignatureVerdict[]): readonly SignatureVerdict[] {
  const passed = verdicts.findIndex(({ result }) => result === 'pass');
  return passed < 0 ? verdicts : verdicts.slice(0, passed + 1);
}
