import { describe, expect, it } from 'vitest';
import { type AdmissionLimits, Door } from '../../../src/mta/daemon/admission.ts';
import { parseSelectors, refusedEntry } from '../../../src/mta/log/index.ts';

const limits = (given: Partial<AdmissionLimits> = {}): AdmissionLimits => ({
  max: 0,
  reserve: 0,
  hasReserved: false,
  hostname: 'mx.test',
  ...given,
});
const from = (address: string, maxPerHost = 0, reserved = false) => ({
  address,
  maxPerHost,
  isReserved: () => reserved,
});
const selectors = parseSelectors('');
const format = { selectors: selectors.ok ? selectors.value : new Set<never>() };
const enter = (door: Door, given: Partial<AdmissionLimits>, guest = from('192.0.2.1'), load = 0): string => {
  const admission = door.enter(limits(given), guest, () => load);
  if (admission.kind === 'in') return `in ${admission.count}`;
  const { text } = refusedEntry({ host: { address: guest.address }, why: admission.why }, format);
  return `${admission.reply} | ${text}`;
};

/** Replies and log lines as Exim 4.96 has them. */
describe('who may come in', () => {
  it('is anybody without limits', () => {
    const door = new Door();
    expect([enter(door, {}), enter(door, {}), enter(door, {})]).toEqual(['in 1', 'in 2', 'in 3']);
  });

  it('is so many in all, and one more when one has left', () => {
    const door = new Door();
    expect(enter(door, { max: 1 })).toBe('in 1');
    expect(enter(door, { max: 1 })).toBe(
      '421 Too many concurrent SMTP connections; please try again later. | Connection from [192.0.2.1] refused: too many connections',
    );
    door.leave('192.0.2.1');
    expect(enter(door, { max: 1 })).toBe('in 1');
    expect(door.open).toBe(1);
  });

  it('is so many from one address', () => {
    const door = new Door();
    expect(enter(door, {}, from('192.0.2.1', 1))).toBe('in 1');
    expect(enter(door, {}, from('192.0.2.2', 1))).toBe('in 2');
    expect(enter(door, {}, from('192.0.2.1', 1))).toContain('from this IP address; please try again later. | ');
    door.leave('192.0.2.1');
    expect(enter(door, {}, from('192.0.2.1', 1))).toBe('in 2');
  });

  it('is who has a reserved place, when only those are left', () => {
    const door = new Door();
    const some = { max: 2, reserve: 1, hasReserved: true };
    expect(enter(door, some)).toBe('in 1');
    expect(enter(door, some)).toBe(
      '421 mx.test: Too many concurrent SMTP connections; please try again later | ' +
        'temporarily refused connection from [192.0.2.1]: not in reserve list: connected=1 max=2 reserve=1',
    );
    expect(enter(door, some, from('192.0.2.9', 0, true))).toBe('in 2');
    expect(enter(door, some, from('192.0.2.9', 0, true))).toContain('refused: too many connections');
  });

  it('is nobody while the load is too high, or who has a reserved place', () => {
    const door = new Door();
    expect(enter(door, { loadReserve: 5 }, from('192.0.2.1'), 5)).toBe('in 1');
    expect(enter(door, { loadReserve: 5 }, from('192.0.2.1'), 5.1)).toBe(
      '421 Too much load; please try again later. | Connection from [192.0.2.1] refused: load average = 5.10',
    );
    const reserved = { loadReserve: 5, hasReserved: true };
    expect(enter(door, reserved, from('192.0.2.1'), 6)).toBe(
      '421 mx.test: Too much load; please try again later | ' +
        'temporarily refused connection from [192.0.2.1]: not in reserve list and load average = 6.00',
    );
    expect(enter(door, reserved, from('192.0.2.9', 0, true), 6)).toBe('in 2');
  });
});
