import { describe, expect, it } from 'vitest';
import { Demand } from '../../../../src/mta/transport/smtp/demand.ts';

/** What is said of messages to one host at these times. */
const said = (...timesMs: number[]): readonly boolean[] => {
  const demand = new Demand();
  return timesMs.map((nowMs) => demand.note('host', nowMs));
};

describe('a host that mail streams to', () => {
  it('is one with more than five messages within a second', () => {
    expect(said(0, 10, 20, 30, 40, 50)).toEqual([false, false, false, false, false, true]);
  });

  it('is none with one message now and then', () => {
    expect(said(0, 300, 600, 900, 1200, 1500, 1800, 2100)).not.toContain(true);
  });

  it('stays one through the next second, and no longer without mail', () => {
    const stream = [0, 10, 20, 30, 40, 50];
    expect(said(...stream, 1100).at(-1)).toBe(true);
    expect(said(...stream, 2100).at(-1)).toBe(false);
  });

  it('is told from others', () => {
    const demand = new Demand();
    for (let at = 0; at < 6; at += 1) demand.note('busy', at);
    expect(demand.note('quiet', 7)).toBe(false);
    expect(demand.note('busy', 8)).toBe(true);
  });
});
