import { describe, expect, it } from 'vitest';
import { LOG_SELECTORS } from '../../../src/mta/config/macros/features.ts';
import {
  createStamper,
  formatDuration,
  formatSeconds,
  parseSelectors,
  SELECTOR_ROWS,
  USUAL_SELECTORS,
} from '../../../src/mta/log/index.ts';

const chosen = (text: string): readonly string[] => {
  const parsed = parseSelectors(text);
  return parsed.ok ? [...parsed.value].sort() : [parsed.error.message];
};

describe('log_selector', () => {
  it('adds to and takes from what is usual, word by word', () => {
    expect(chosen('')).toEqual([...USUAL_SELECTORS].sort());
    expect(chosen('+pid')).toEqual([...USUAL_SELECTORS, 'pid'].sort());
    expect(chosen('  -all\n +pid+millisec ')).toEqual(['millisec', 'pid']);
    expect(chosen('+all -all')).toEqual([]);
    expect(chosen('+all')).toHaveLength(SELECTOR_ROWS.length);
    expect(chosen('-all +rejected_headers')).toEqual(['rejected_header']);
  });

  it('names the word it does not know', () => {
    expect(chosen('+pid +nosuch')).toEqual(['unknown log_selector setting: +nosuch']);
    expect(chosen('-')).toEqual(['unknown log_selector setting: -']);
    expect(chosen('pid')).toEqual(['malformed log_selector setting: + or - expected but found "pid"']);
    expect(parseSelectors('+tls_chiper')).toMatchObject({ error: { hint: '+tls_cipher?' } });
  });
});

describe('the names', () => {
  it('are those the configuration is checked against', () => {
    const known = LOG_SELECTORS.filter((name) => name !== 'all' && name !== 'rejected_headers');
    expect(SELECTOR_ROWS.map(({ name }) => name)).toEqual(known);
  });
});

describe('times', () => {
  it('of lines', () => {
    const at = new Date(2026, 10, 5, 8, 7, 3, 42);
    expect(createStamper({ zone: false, millisec: false })(at)).toBe('2026-11-05 08:07:03');
    expect(createStamper({ zone: false, millisec: true })(at)).toBe('2026-11-05 08:07:03.042');
    expect(createStamper({ zone: true, millisec: true })(at)).toMatch(/^2026-11-05 08:07:03\.042 [+-]\d{4}$/);
  });

  it('go on within a second, and back where the clock does', () => {
    const stamp = createStamper({ zone: false, millisec: true });
    expect(stamp(new Date(2026, 0, 1, 0, 0, 1, 1))).toBe('2026-01-01 00:00:01.001');
    expect(stamp(new Date(2026, 0, 1, 0, 0, 1, 999))).toBe('2026-01-01 00:00:01.999');
    expect(stamp(new Date(2025, 0, 1, 0, 0, 1, 2))).toBe('2025-01-01 00:00:01.002');
  });

  it('taken by something', () => {
    expect(formatSeconds(0)).toBe('0s');
    expect(formatSeconds(694_861)).toBe('1w1d1h1m1s');
    expect(formatSeconds(3_600)).toBe('1h');
    expect(formatDuration(4_999, true)).toBe('4.999s');
    expect(formatDuration(5_000, true)).toBe('5s');
    expect(formatDuration(4_999, false)).toBe('4s');
    expect(formatDuration(-5, true)).toBe('0.000s');
  });
});
