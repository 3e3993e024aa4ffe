import { describe, expect, it } from 'vitest';
import { bogusFindings } from '../../../../src/core/dns/dnssec/findings/bogus.ts';
import { dnssecFindings } from '../../../../src/core/dns/dnssec/findings/registry.ts';

describe('the rows', () => {
  it('have ids of their own, in one place', () => {
    const ids = dnssecFindings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^dnssec\.[a-z0-9-]+$/.test(id))).toBe(true);
  });
  it('say how to mend what is not well, and where it is written', () => {
    const silent = dnssecFindings
      .filter(({ severity, fix }) => severity !== 'ok' && fix === undefined)
      .map(({ id }) => id);
    expect(silent).toEqual(['dnssec.unsignable']);
    expect(dnssecFindings.filter(({ refs }) => refs.length === 0)).toEqual([]);
  });
  it('are errors with an extended error where data is bogus (RFC 8914 §4)', () => {
    expect(bogusFindings.filter(({ severity, ede }) => severity !== 'error' || ede === undefined)).toEqual([]);
  });
  it('have titles without a full stop', () => {
    expect(dnssecFindings.filter(({ title }) => title.endsWith('.'))).toEqual([]);
  });
});
