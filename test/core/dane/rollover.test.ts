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
    publishedAt: hoursAgo(2.5),
    host: 'mx.test',
    next: [material(next)],
    present: [[material(present)]],
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
  it('is safe two TTLs after the next record was published', () => {
    expect(plan()).toMatchObject({ isSafe: true, ids: ['dane.rollover.safe'], steps: [true, true, false, false] });
  });
  it('is too early before that, and says when it is not', () => {
    const early = plan({ publishedAt: hoursAgo(1.5) });
    expect(early).toMatchObject({ isSafe: false, ids: ['dane.rollover.too-early'] });
    expect(early.safeFrom).toBe(new Date(hoursAgo(1.5).getTime() + 7_200_000).toISOString());
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
    expect(plan({ present: [[material(next)]] })).toMatchObject({ isSafe: true, ids: ['dane.rollover.done'] });
  });
  it('says that insecure records do nothing', () => {
    expect(plan({ status: 'insecure' }).ids).toContain('dane.rollover.insecure');
  });
  it('does not take an unusable record of the next key for its record', () => {
    expect(plan({ published: [tlsa(3, 1, 1, present), tlsa(1, 1, 1, next)] }).isSafe).toBe(false);
  });
  it('a record of the authority covers both keys, where the next chain is given (RFC 7671 §8.2)', async () => {
    const ca = await testCa();
    const [now, later] = [await chainFor(ca), await chainFor(ca)];
    const change = {
      published: [tlsa(2, 1, 1, now[1]!)],
      present: [now.map(material)],
      next: later.map(material),
    };
    expect(plan(change)).toMatchObject({ isSafe: true, ids: ['dane.rollover.safe'] });
    expect(plan({ ...change, next: [material(later[0]!)] }).ids).toEqual(['dane.rollover.not-published']);
  });
  it('a key alone is looked for by its public half', () => {
    expect(plan({ next: [{ what: 'a key', publicKey: next.publicKey }] }).isSafe).toBe(true);
    expect(
      plan({ next: [{ what: 'a key', publicKey: next.publicKey }], published: [tlsa(3, 1, 1, present)] }),
    ).toMatchObject({
      isSafe: false,
      ids: ['dane.rollover.not-published'],
    });
  });
  it('a stronger digest of the next key alone leaves the present one without record (RFC 7671 §9)', () => {
    expect(plan({ published: [tlsa(3, 1, 1, present), tlsa(3, 1, 2, next)] })).toMatchObject({ isSafe: false });
  });
  it('warns of a combination that covers one key alone (RFC 7671 §8.4)', () => {
    const published = [tlsa(3, 1, 1, present), tlsa(3, 1, 1, next), tlsa(3, 0, 1, present)];
    expect(plan({ published }).ids).toEqual(['dane.rollover.combination', 'dane.rollover.safe']);
  });
  it('both keys of a server with two are to be covered', () => {
    const other: Material = { what: 'a key', publicKey: Uint8Array.of(1) };
    expect(plan({ present: [[material(present)], [other]] }).ids).toContain('dane.rollover.present-uncovered');
  });
});
