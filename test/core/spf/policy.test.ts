/** A policy as a whole: its tree, what is wrong with it, whom it lets send; and a verdict as header fields. */
import { describe, expect, it } from 'vitest';
import { parseIpv4, parseIpv6 } from '../../../src/base/index.ts';
import { formatAuthenticationResults } from '../../../src/core/authres/index.ts';
import {
  explainDomain,
  lintDomain,
  lintTexts,
  receivedSpf,
  recordsIn,
  type SpfVerdict,
  spfMethodResult,
  whichDomains,
} from '../../../src/core/spf/index.ts';
import { type SpfZone, spfDns } from '../../support/spf-dns.ts';

const idsOf = (findings: readonly { readonly id: string }[]): string[] =>
  findings.map(({ id }) => id.replace(/^spf\./, ''));

describe('the tree', () => {
  it('counts past ten look-ups, finds cycles, voids and what hangs on the client', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `a:h${i}.test`);
    const zone: SpfZone = {
      'd.test': { TXT: ['v=spf1 include:i.test exists:%{i}.x.test include:d.test ptr -all'] },
      'i.test': { TXT: [`v=spf1 ${many.join(' ')} -all`] },
      ...Object.fromEntries(many.slice(1).map((_, i) => [`h${i + 1}.test`, { A: ['192.0.2.1'] }])),
    };
    const { data, findings } = await explainDomain('d.test', { dns: spfDns(zone) });
    expect([data.lookups, data.voids]).toEqual([16, 1]);
    expect(data.terms.map(({ lookups, unknown }) => [lookups, unknown])).toEqual([
      [1, undefined],
      [14, 'client'],
      [15, 'cycle'],
      [16, 'client'],
      [undefined, undefined],
    ]);
    expect(data.terms[0]?.record?.terms[0]).toMatchObject({ lookups: 2, void: true });
    expect(idsOf(findings)).toEqual(['too-many-lookups', 'lint.ptr', 'lint.void', 'lint.cycle']);
  });
  it('of records that include two of themselves each ends', async () => {
    const zone = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `n${i}.test`,
        { TXT: [`v=spf1 include:n${i + 1}.test include:n${i + 2}.test -all`] },
      ]),
    );
    const { findings } = await explainDomain('n0.test', { dns: spfDns(zone) });
    expect(idsOf(findings)).toContain('lint.incomplete');
  });
});

describe('lint of a text', () => {
  it.each([
    ['v=spf1 mx -all', 'lint.good'],
    ['v=spf1 mx', 'lint.no-ending'],
    ['v=spf1 +all', 'lint.pass-all'],
    ['v=spf1 ?all', 'lint.good lint.neutral-all'],
    ['v=spf1 -all mx', 'lint.after-all'],
    ['v=spf1 ~all redirect=a.test', 'lint.redirect-unused'],
    ['v=spf1 ptr -all', 'lint.ptr'],
    ['v=spf1 exists:%{p}.a.test -all', 'lint.p-macro'],
    ['v=spf1 include=a.test -all', 'lint.good lint.unknown-modifier'],
    ['v=spf1 mx MX -all', 'lint.good lint.repeated-term'],
    ['v=spf1 ip4:10.0.0.0/8 -all', 'lint.wide-network'],
    ['v=spf1 -ip4:10.0.0.0/8 -all', 'lint.good'],
    ['v=spf1 ip4:192.0.2.1/24 -all', 'lint.good lint.host-bits'],
    [`v=spf1 ${Array.from({ length: 40 }, (_, i) => `ip4:192.0.2.${i}`).join(' ')} -all`, 'lint.too-long'],
    ['v=spf10 -all', 'lint.no-version'],
    ['v=spf1 moo', 'syntax.unknown-mechanism'],
  ])('%s', (text, ids) => {
    expect(idsOf(lintTexts([{ text }]).findings).join(' ')).toBe(ids);
  });
});

describe('lint of a domain', () => {
  it.each<[string, SpfZone, string]>([
    ['no record', {}, 'none'],
    ['a silent server', { 'd.test': 'timeout' }, 'dns-failed'],
    ['two records', { 'd.test': { TXT: ['v=spf1 -all', 'v=spf1'] } }, 'several-records'],
    ['an include without record', { 'd.test': { TXT: ['v=spf1 include:x.test -all'] } }, 'include-without-record'],
    ['a redirect without record', { 'd.test': { TXT: ['v=spf1 redirect=x.test'] } }, 'redirect-without-record'],
    [
      'a fault below',
      { 'd.test': { TXT: ['v=spf1 include:x.test -all'] }, 'x.test': { TXT: ['v=spf1 moo'] } },
      'syntax.unknown-mechanism',
    ],
    ['a host that is gone', { 'd.test': { TXT: ['v=spf1 a:x.test -all'] } }, 'lint.void'],
    ['a host that cannot be asked for', { 'd.test': { TXT: ['v=spf1 a:x..test -all'] } }, 'lint.malformed-target'],
    ['a failing host', { 'd.test': { TXT: ['v=spf1 a:x.test -all'] }, 'x.test': 'timeout' }, 'lint.not-asked'],
  ])('%s', async (_, zone, ids) => {
    expect(idsOf((await lintDomain('d.test', { dns: spfDns(zone) })).findings).join(' ')).toBe(ids);
  });
});

describe('records in a file', () => {
  it.each([
    ['zone lines', 'd.test. 300 IN TXT "v=spf1 mx" " -all"\nd.test. IN MX 1 m.d.test.\n', 'v=spf1 mx -all'],
    ['a record a line', '\nv=spf1 a -all\nv=spf1 mx -all\n', 'v=spf1 a -all|v=spf1 mx -all'],
    ['quoted strings', '"v=spf1 a" " -all"\n', 'v=spf1 a -all'],
    ['none', 'hello\n', 'hello'],
  ])('%s', (_, text, expected) => {
    expect(
      recordsIn(text, 'f')
        .map((each) => each.text)
        .join('|'),
    ).toBe(expected);
  });
});

describe('which domains', () => {
  const zone: SpfZone = {
    'd.test': { TXT: ['v=spf1 include:i.test a/24 -all'], A: ['192.0.2.9'] },
    'i.test': { TXT: ['v=spf1 ip4:192.0.2.0/28 -all'] },
    'e.test': { TXT: ['v=spf1 -all'] },
  };
  const which = (ip: string, ...names: string[]) =>
    whichDomains((parseIpv4(ip) ?? parseIpv6(ip))!, names, { dns: spfDns(zone), now: () => new Date(0) });

  it('names every term, with the way to it', async () => {
    const { data, findings } = await which('::ffff:192.0.2.1', 'd.test', 'e.test');
    expect(data.ip).toBe('192.0.2.1');
    expect(data.domains[0]).toMatchObject({
      result: 'pass',
      terms: [
        { path: ['include:i.test', 'ip4:192.0.2.0/28'], domain: 'i.test' },
        { path: ['a/24'], domain: 'd.test' },
      ],
    });
    expect(idsOf(findings)).toEqual(['which.authorised', 'which.not-authorised']);
  });
  it('says so when there are none', async () => {
    expect(idsOf((await which('198.51.100.1', 'd.test')).findings)).toEqual(['which.not-authorised', 'which.nowhere']);
  });
});

describe('header fields', () => {
  const verdict: SpfVerdict = {
    result: 'fail',
    identity: 'mailfrom',
    ip: '2001:db8::1',
    domain: 'd.test',
    sender: 'a"b\r\n(c)@d.test',
    helo: 'h.test',
    mechanism: '-all',
    lookups: 0,
    voids: 0,
  };
  it('quote what is no dot-atom, on one line (RFC 7208 §9.1)', () => {
    expect(receivedSpf(verdict, 'mx.test')).toBe(
      'Received-SPF: fail (mx.test: domain of a"b??\\(c\\)@d.test does not designate 2001:db8::1 as permitted sender) ' +
        'receiver=mx.test; identity=mailfrom; client-ip="2001:db8::1"; envelope-from="a\\"b??(c)@d.test"; helo=h.test; mechanism=-all;',
    );
  });
  it('name the identity (RFC 8601 §2.7.2)', () => {
    const said = (one: typeof verdict): string =>
      formatAuthenticationResults({ authservId: 'mx.test', version: 1, results: [spfMethodResult(one)] });
    expect(said(verdict)).toBe('Authentication-Results: mx.test;\r\n\tspf=fail smtp.mailfrom=d.test');
    expect(said({ ...verdict, identity: 'helo' })).toContain('spf=fail smtp.helo=d.test');
  });
});
