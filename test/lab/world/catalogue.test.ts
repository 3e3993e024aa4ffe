import { describe, expect, it } from 'vitest';
import { zoneFaultNamed } from '../../../src/lab/dns/index.ts';
import { MOODS } from '../../../src/lab/smtp/index.ts';
import { CATALOGUE } from '../../../src/lab/world/catalogue.ts';
import { DEFAULT_FAULT, FAULTS, faultNamed } from '../../../src/lab/world/faults.ts';

describe('the catalogue', () => {
  it('names each domain once, in a zone the lab has, with a sentence', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(36);
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
    expect(CATALOGUE.filter(({ name }) => !/^[a-z0-9-]+\.(test|example)$/.test(name))).toEqual([]);
    expect(CATALOGUE.filter(({ shows }) => shows.length < 15)).toEqual([]);
  });

  it('demonstrates every mood a server can be in', () => {
    const shown = new Set(CATALOGUE.flatMap(({ hosts }) => hosts.map(({ mood }) => mood ?? 'ok')));
    expect(MOODS.filter(({ name }) => !shown.has(name))).toEqual([]);
  });

  it('names only faults that zones have', () => {
    const used = CATALOGUE.flatMap(({ zone }) => zone?.fault ?? []);
    expect(used.filter((fault) => fault !== 'disagreeing-servers' && zoneFaultNamed(fault) === undefined)).toEqual([]);
    expect(used.length).toBeGreaterThan(4);
  });

  it('refers only to hosts it has', () => {
    const names = new Set(
      CATALOGUE.flatMap((row) => row.hosts.map(({ name }) => (name === '@' ? row.name : `${name}.${row.name}`))),
    );
    const targets = CATALOGUE.flatMap(({ mx }) => (typeof mx === 'object' ? mx : [])).filter((mx) => mx.endsWith('.'));
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !names.has(target.slice(0, -1)))).toEqual([]);
  });

  it('covers all algorithms, denials and record kinds of the issue', () => {
    const styles = CATALOGUE.map(({ zone }) => zone ?? {});
    expect(new Set(styles.map(({ algorithm = 13 }) => algorithm))).toEqual(new Set([7, 8, 13, 14, 15]));
    expect(styles.some(({ denial }) => denial === 'nsec3')).toBe(true);
    const words = new Set(CATALOGUE.flatMap(({ hosts }) => hosts.flatMap(({ tlsa = [] }) => tlsa)));
    for (const word of ['3 1 1', '3 0 1', '3 1 2', '3 0 0', '2 0 1', '2 1 1', '2 1 0', '2 0 0']) {
      expect(words).toContain(word);
    }
  });
});

describe('faults', () => {
  it('are named once each, with a sentence, and never leave the row as it was', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    const row = {
      name: 'good.test',
      shows: '',
      hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
      expect: CATALOGUE[0]!.expect,
    };
    for (const fault of FAULTS) {
      expect(fault.about.length).toBeGreaterThan(5);
      expect(fault.spoil(row)).not.toEqual(row);
      expect(fault.spoil(row).name).toBe('good.test');
    }
  });

  it('are found by name, the default among them', () => {
    expect(faultNamed(DEFAULT_FAULT)?.kind).toBe('record');
    expect(faultNamed('nonsense')).toBeUndefined();
  });
});
