/** Whose word counts (RFC 8601 §5, §7.1), and fields in words. */
import { describe, expect, it } from 'vitest';
import { showResults, trustedResults } from '../../../src/core/authres/index.ts';
import { parseFields } from '../../../src/core/message/index.ts';

const OWN = 'mx.example.org';
const field = (text: string): string => `Authentication-Results: ${text}`;
const header = (...lines: readonly string[]) => parseFields(`${lines.join('\r\n')}\r\n`);
const methods = (...lines: readonly string[]): string | undefined =>
  trustedResults(header(...lines), OWN)
    ?.map(({ method, result }) => `${method}=${result}`)
    .join(' ');

describe('what may be believed', () => {
  const rows: readonly (readonly [what: string, lines: readonly string[], told: string | undefined])[] = [
    ['one field', [field(`${OWN}; spf=pass`)], 'spf=pass'],
    ['names in any case', [field('MX.Example.ORG; spf=pass')], 'spf=pass'],
    [
      'several on top of one Received',
      [field(`${OWN}; spf=pass`), field(`${OWN}; dkim=fail`), 'Received: x'],
      'spf=pass dkim=fail',
    ],
    ['none, said by the service', [field(`${OWN}; none`)], ''],
    [
      'not what stands below a Received',
      [field(`${OWN}; spf=fail`), 'Received: x', field(`${OWN}; spf=pass`)],
      'spf=fail',
    ],
    ['below Received fields of hops within', ['Received: x', field(`${OWN}; spf=pass`), 'Received: y'], 'spf=pass'],
    ['not other services', [field('mx.example.net; spf=pass'), field(`${OWN}; spf=fail`)], 'spf=fail'],
    ['not another version', [field(`${OWN} 2; spf=pass`)], undefined],
    ['not one without an authserv-id', [field('spf=pass')], undefined],
    ['not one that cannot be read', [field(`${OWN}; spf=pass (`)], undefined],
    ['not ARC', [`ARC-Authentication-Results: i=1; ${OWN}; spf=pass`], undefined],
  ];
  it.each(rows)('%s', (_, lines, told) => {
    expect(methods(...lines)).toBe(told);
  });
});

describe('fields in words', () => {
  const shown = (authservId?: string, ...lines: readonly string[]) => {
    const { data, findings } = showResults(header(...lines), authservId);
    return { fields: data.fields, ids: findings.map(({ id }) => id.replace('authres.', '')) };
  };

  it('explain methods and results, known or not', () => {
    const { fields, ids } = shown(undefined, field(`${OWN}; spf=softfail; x-new=pass; y-new=odd`));
    expect(fields[0]?.results.map(({ asks, meaning }) => [asks, meaning])).toEqual([
      ['may the client send for the domain (RFC 7208)', 'the domain says it probably may not'],
      [undefined, 'the check succeeded'],
      [undefined, undefined],
    ]);
    expect(ids).toEqual(['readable']);
  });

  it('are those of ARC as well (RFC 8617 §4.1.1)', () => {
    const { fields, ids } = shown(
      undefined,
      `ARC-Authentication-Results: (a) i (b) = 2 ; ${OWN}; arc=pass`,
      `ARC-Authentication-Results: ${OWN}; arc=pass`,
    );
    expect(fields).toMatchObject([
      { name: 'ARC-Authentication-Results', instance: 2, authservId: OWN, results: [{ method: 'arc' }] },
      { error: { code: 'syntax' } },
    ]);
    expect(ids).toEqual(['unreadable']);
  });

  it('say which is believed, and warn of others under the same name', () => {
    const lines = [field(`${OWN}; spf=fail`), 'Received: x', field(`${OWN}; spf=pass`), field('other; spf=pass')];
    const { fields, ids } = shown(OWN, ...lines);
    expect(fields.map(({ trusted }) => trusted)).toEqual([true, false, false]);
    expect(ids).toEqual(['readable', 'untrusted']);
    expect(shown('mx.absent.example', ...lines).ids).toEqual(['readable', 'absent']);
  });

  it('tell what is lenient, unreadable, of another version, or not there', () => {
    expect(shown(undefined, field('a; spf=pass;'), field('a 7; none'), field('a; x="')).ids).toEqual([
      'lenient',
      'version',
      'unreadable',
    ]);
    expect(shown(undefined, 'Subject: x').ids).toEqual(['none']);
  });
});
