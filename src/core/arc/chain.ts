/** What can be said of a chain without any key (RFC 8617 §5.2, steps 1 to 3). */
import type { Result } from '../../base/index.ts';
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

export function readChain(fields: readonly Field[]): Chain {
  const { sets, fault } = collectSets(fields);
  const links = sets.map((set) => ({
    set,
    seal: parseSeal(set.seal),
    messageSignature: parseMessageSignature(set.messageSignature),
  }));
  const found = failedBefore(links.at(-1)) ?? fault ?? statusFault(links);
  return { links, ...(found !== undefined && { fault: found }) };
}

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
