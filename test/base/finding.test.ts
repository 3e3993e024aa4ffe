import { describe, expect, it } from 'vitest';
import { type FindingDef, finding, type Severity, verdictOf } from '../../src/base/index.ts';

const def: FindingDef = { id: 'x.y', severity: 'error', title: 'T', explanation: 'E', refs: ['RFC 1 §1'] };

describe('verdictOf', () => {
  function check(severities: readonly Severity[], expected: string): void {
    expect(verdictOf(severities.map((severity) => finding(def, { severity })))).toBe(expected);
  }
  it('lets an error win over everything', () => check(['unknown', 'warn', 'error'], 'fail'));
  it('never folds unknown into pass', () => check(['ok', 'unknown', 'warn'], 'unknown'));
  it('keeps warnings below unknown', () => check(['ok', 'warn'], 'warn'));
  it('passes with information only', () => check(['ok', 'info'], 'pass'));
  it('passes with nothing said', () => check([], 'pass'));
});
