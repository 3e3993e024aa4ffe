import { describe, expect, it } from 'vitest';
import { type FileState, refreshAt, whyDue, whyKeep } from '../../../src/core/stapling/refresh.ts';
import type { Proof } from '../../../src/core/stapling/types.ts';
import { after, HOUR_MS, NOW } from '../../support/stapling.ts';

/** Hours from now; `next` null: there is no nextUpdate. */
function proof({
  from = -1,
  next = 100,
  end = next ?? 100,
}: {
  from?: number;
  next?: number | null;
  end?: number;
} = {}): Proof {
  const dates = { thisUpdate: after(from * HOUR_MS), ...(next !== null && { nextUpdate: after(next * HOUR_MS) }) };
  const verdict = {
    status: 'good',
    code: 'good',
    detail: '',
    warnings: [],
    ...dates,
    validUntil: after(end * HOUR_MS),
  };
  return { response: new Uint8Array(), verdict: verdict as unknown as Proof['verdict'] };
}

describe('when to fetch again', () => {
  it('leaves a margin of what remains, as ocsp_fetch.pl does', () =>
    expect(refreshAt(proof({ next: 100 }), NOW, 10)).toEqual(after(90 * HOUR_MS)));
  it('counts from the end of the signer, where that is sooner than nextUpdate', () =>
    expect(refreshAt(proof({ next: 100, end: 10 }), NOW, 10)).toEqual(after(9 * HOUR_MS)));
  it('is now, where the proof does not say until when it holds', () =>
    expect(refreshAt(proof({ next: null }), NOW, 10)).toEqual(NOW));
  it('may be the end itself', () => expect(refreshAt(proof({ next: 5 }), NOW, 0)).toEqual(after(5 * HOUR_MS)));
  it('is in whole seconds, as all file systems keep them', () =>
    expect(refreshAt(proof({ next: 1 }), new Date(NOW.getTime() + 1), 33).getTime() % 1000).toBe(0));
});

describe('whether it is due', () => {
  const state = (hours: number, ...proofs: readonly (Proof | undefined)[]): FileState => ({
    modifiedAt: after(hours * HOUR_MS),
    proofs,
  });
  it.each([
    ['the date is in the future', state(1, proof()), false, undefined],
    ['the date has come', state(0, proof()), false, 'reached'],
    ['there is no file', undefined, false, 'missing'],
    ['forced', state(1, proof()), true, 'forced'],
    ['nothing in it is a proof', state(1, undefined), false, 'unusable'],
    ['one of two is missing', state(1, proof(), undefined), false, 'unusable'],
    ['a date beyond the end, as after a copy', state(101, proof()), false, 'date-beyond-end'],
  ] as const)('%s', (_, file, force, expected) => expect(whyDue(file, NOW, force)).toBe(expected));
});

describe('whether the stored one stays', () => {
  it.each([
    ['nothing is stored', undefined, proof(), undefined],
    ['the same', proof(), proof(), undefined],
    ['newer, and longer', proof(), proof({ from: 0, next: 124 }), undefined],
    ['older', proof(), proof({ from: -2, next: 124 }), 'older'],
    ['newer, and ends sooner by its nextUpdate', proof(), proof({ from: 0, next: 99 }), 'ends-sooner'],
    ['newer, and ends sooner by its signer', proof(), proof({ from: 0, next: 124, end: 10 }), 'ends-sooner'],
    ['newer, and without an end', proof(), proof({ from: 0, next: null }), 'ends-sooner'],
    ['both without an end', proof({ next: null }), proof({ from: 0, next: null }), undefined],
  ] as const)('%s', (_, old, fresh, expected) => expect(whyKeep(old, fresh)).toBe(expected));
});
