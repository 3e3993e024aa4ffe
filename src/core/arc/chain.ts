/** What can be said of a chain without any key (RFC 8617 §5.2, steps 1 to 3). */
import { err, type Result } from '../../base/index.ts';
import type { Signature } from '../dkim/index.ts';
import type { Field } from '../message/index.ts';
import { collectSets } from './sets.ts';
import { parseMessageSignature, parseSeal } from './signatures.ts';
import type { ArcFault, ArcReason, ArcSet, Seal } from './types.ts';

/** A set with its signatures read. */
export interface Link {
  readonly set: ArcSet;
  readonly seal: Result<Seal, ArcFault>;
  readonly messageSignature: Result<Signature, ArcFault>;
}

export interface ChainFault {
  readonly reason: ArcReason;
  readonly detail: string;
}

export interface Chain {
  /** By instance; those that are whole. */
  readonly links: readonly Link[];
  /** Why it is lost, or no chain at all. */
  readonly fault?: ChainFault;
}

/**
 * Ways the body is hashed for one message: sealers in use all sign the whole of it, relaxed. Fifty message signatures of as
 * many lengths (l=) would have a long body hashed fifty times.
 */
const MAX_BODY_HASHES = 8;

export function readChain(fields: readonly Field[]): Chain {
  const { sets, fault } = collectSets(fields);
  const links = sets.map((set) => ({
    set,
    seal: parseSeal(set.seal),
    messageSignature: parseMessageSignature(set.messageSignature),
  }));
  const found = failedBefore(links.at(-1)) ?? fault ?? statusFault(links);
  return { links: bounded(links), ...(found !== undefined && { fault: found }) };
}

/** From the newest down; older message signatures decide nothing but the oldest that holds. */
function bounded(links: readonly Link[]): readonly Link[] {
  const ways = new Set<string>();
  const newestFirst = links.toReversed().map((link): Link => {
    if (!link.messageSignature.ok) return link;
    const { body, bodyLength } = link.messageSignature.value;
    const way = `${body} ${bodyLength}`;
    if (ways.size < MAX_BODY_HASHES) ways.add(way);
    return ways.has(way) ? link : { ...link, messageSignature: TOO_MANY };
  });
  return newestFirst.toReversed();
}

const TOO_MANY = err<ArcFault>({
  code: 'too-many-signatures',
  detail: `the body is hashed in at most ${MAX_BODY_HASHES} ways (c=, l=)`,
});

/** Step 2 comes before the structure: a sealer that saw a broken chain says so in the last seal. */
function failedBefore(newest: Link | undefined): ChainFault | undefined {
  if (!newest?.seal.ok || newest.seal.value.cv !== 'fail') return undefined;
  const detail = `the seal of i=${newest.set.instance} says that the chain had failed when it came there (cv=fail)`;
  return { reason: 'cv-fail', detail };
}

/** Step 3.3: none for the first, pass for all others. */
function statusFault(links: readonly Link[]): ChainFault | undefined {
  for (const { set, seal } of links) {
    const due = set.instance === 1 ? 'none' : 'pass';
    if (!seal.ok) {
      const reason = seal.error.code === 'chain-status' ? 'cv' : 'seal';
      return { reason, detail: `seal i=${set.instance}: ${seal.error.detail}` };
    }
    if (seal.value.cv !== due)
      return { reason: 'cv', detail: `seal i=${set.instance} has cv=${seal.value.cv}, where ${due} is due` };
  }
  return undefined;
}
