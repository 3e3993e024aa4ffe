import { beforeAll, describe, expect, it } from 'vitest';
import { type Material, planRollover, type RolloverInput } from '../../../src/core/dane/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { chainFor, NOW, testCa, tlsa } from '../../support/chains.ts';

let present: Certificate;
let next: Certificate;
beforeAll(async () => {
  const ca = await testCa();
  [present] = (await chainFor(ca)) as [Certificate];
  [next] = (await chainFor(ca)) as [Certificate];
});

const material = ({ publicKey, der }: Certificate): Material => ({ what: 'test', publicKey, certificate: der });
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

function plan(change: Partial<RolloverInput> = {}) {
  const { data, findings } = planRollover({
    name: '_25._tcp.mx.test',
    published: [tlsa(3, 1, 1, present), tlsa(3, 1, 1, next)],
    status: 'secure',
    ttlSeconds: 3600,
    publishedAt: hoursAgo(2),
    next: material(next),
    present: [material(present)],
    now: NOW,
    ...change,
  });
  return {
    isSafe: data.isSafe,
    ids: findings.map(({ id }) => id),
    safeFrom: data.safeFrom,
    steps: data.steps.map(({ done }) => done),
  };
}

describe('a change of keys (RFC 7671 §8.1)', () => {
  it('is safe one TTL after the next record was published', () => {
    expect(plan()).toMatchObject({ isSafe: true, ids: ['dane.rollover.safe'], steps: [true, true, false, false] });
  });
  it('is too early before that, and says when it is not', () => {
    const early = plan({ publishedAt: hoursAgo(0.5) });
    expect(early).toMatchObject({ isSafe: false, ids: ['dane.rollover.too-early'] });
    expect(early.safeFrom).toBe(new Date(hoursAgo(0.5).getTime() + 3_660_000).toISOString());
  });
  it('is not safe while nobody knows when the record was published', () => {
    const { publishedAt: _, ...rest } = { publishedAt: undefined, status: 'secure' as const };
    const input = { ...rest, publishedAt: undefined } as unknown as Partial<RolloverInput>;
    expect(plan(input)).toMatchObject({ isSafe: false, ids: ['dane.rollover.no-date'] });
  });
  it('is not safe before the record is published, and gives the record', () => {
    expect(plan({ published: [tlsa(3, 1, 1, present)] })).toMatchObject({
      isSafe: false,
      ids: ['dane.rollover.not-published'],
    });
  });
  it('is not safe when the present key has lost its record', () => {
    expect(plan({ published: [tlsa(3, 1, 1, next)] })).toMatchObject({
      isSafe: false,
      ids: ['dane.rollover.present-uncovered'],
    });
  });
  it('is done when the server shows the next key: the old record can go', () => {
    expect(plan({ present: [material(next)] })).toMatchObject({ isSafe: true, ids: ['dane.rollover.done'] });
  });
  it('says that insecure records do nothing', () => {
    expect(plan({ status: 'insecure' }).ids).toContain('dane.rollover.insecure');
  });
  it('does not take an unusable record of the next key for its record', () => {
    expect(plan({ published: [tlsa(3, 1, 1, present), tlsa(1, 1, 1, next)] }).isSafe).toBe(false);
  });
});
