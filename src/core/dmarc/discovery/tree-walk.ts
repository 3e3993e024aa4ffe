/**
 * The DNS tree walk (RFC 9989 §4.10): from a domain up to its top-level domain, at most eight queries, until a record says
 * whether it stands at a public suffix.
 */
import { ancestorOf, labelCount, type Name } from '../../dns/index.ts';
import type { Step } from '../types.ts';
import type { Records } from './look-up.ts';

export interface Walk {
  readonly start: Name;
  readonly steps: readonly Step[];
  /** The step whose question was not answered: nothing can be said of what is above. */
  readonly failed?: Step;
}

/** Labels that are left of a name with more than eight (RFC 9989 §4.10 step 4). */
const SHORTENED_LABELS = 7;

/** Where a walk asks, in its order: `a.b.c` → `a.b.c`, `b.c`, `c`. At most eight. */
export function walkTargets(start: Name): readonly Name[] {
  const count = labelCount(start);
  const above = Array.from({ length: Math.min(count - 1, SHORTENED_LABELS) }, (_, i) =>
    ancestorOf(start, Math.min(count - 1, SHORTENED_LABELS) - i),
  );
  return count === 0 ? [] : [start, ...above];
}

export async function walkTree(records: Records, start: Name): Promise<Walk> {
  const steps: Step[] = [];
  for (const domain of walkTargets(start)) {
    const step = await records.at(domain);
    steps.push(step);
    if (step.outcome === 'failed') return { start, steps, failed: step };
    if (step.record !== undefined && step.record.psd !== 'u') break;
  }
  return { start, steps };
}

/**
 * The organizational domain by what a walk found (RFC 9989 §4.10.2): the domain of a record with `psd=n`; the domain one
 * label below one with `psd=y`, unless that is where the walk began; else that of the shortest name with a record.
 */
export function organizationalDomain({ start, steps }: Walk): Name {
  const found = steps.filter(({ outcome }) => outcome === 'record');
  const suffix = suffixOf({ start, steps });
  if (suffix !== undefined) return ancestorOf(start, labelCount(suffix.domain) + 1);
  return found.at(-1)?.domain ?? start;
}

/** The step above the start whose record says `psd=y`: the public suffix domain of the start. */
export function suffixOf({ start, steps }: Walk): Step | undefined {
  return steps.find(({ domain, record }) => record?.psd === 'y' && domain !== start);
}
