/** Whose certificates an entry is about: in an indirect CRL the issuer changes at some entries and then holds on (§5.3.3). */
import { nameKey } from '../name-compare.ts';

/** Each costs a name; a list for others has some tens, or thousands of entries in a row for each. */
const MAX_TURNS = 100_000;

export interface IssuerTurns {
  /** False where there were too many. */
  add(at: number, issuer: Uint8Array): boolean;
  issuerAt(offset: number): Uint8Array;
  /** Which of the issuers, as a number: equal names have equal ones. */
  groupAt(offset: number): number;
  groupOf(issuer: Uint8Array): number | undefined;
}

export function createTurns(first: Uint8Array): IssuerTurns {
  const starts = [0];
  const groups = [0];
  const issuers = [first];
  const known = new Map([[nameKey(first), 0]]);
  const turnBefore = (offset: number): number => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  const groupAt = (offset: number): number => groups[turnBefore(offset)]!;
  return {
    add(at, issuer) {
      const key = nameKey(issuer);
      const group = known.get(key) ?? issuers.push(issuer) - 1;
      known.set(key, group);
      starts.push(at);
      groups.push(group);
      return starts.length <= MAX_TURNS;
    },
    groupAt,
    issuerAt: (offset) => issuers[groupAt(offset)]!,
    groupOf: (issuer) => known.get(nameKey(issuer)),
  };
}
