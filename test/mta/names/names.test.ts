/** Names over signed zones in memory, asked through the resolver itself. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/base/index.ts';
import { createNames, type NamesOptions } from '../../../src/mta/names/index.ts';
import { bogus, createDaneWorld, nxdomain, secure, servfail } from '../../support/dane.ts';

const PTR = '1.2.0.192.in-addr.arpa PTR';

type Dns = Parameters<typeof createDaneWorld>[0]['dns'];

function names(dns: Dns, hosts: Readonly<Record<string, readonly string[]>> = {}, more: Partial<NamesOptions> = {}) {
  const { resolver } = createDaneWorld({ dns });
  return createNames({
    resolver: () => ok(resolver),
    hosts: async () => new Map(Object.entries(hosts)),
    ...more,
  });
}

describe('the names of an address', () => {
  it.each<[string, Dns, readonly string[] | undefined]>([
    ['that leads back, in lower case', { [PTR]: secure('Mx.Test'), 'mx.test A': secure('192.0.2.1') }, ['mx.test']],
    [
      'several, those that lead back',
      { [PTR]: secure('a.test', 'b.test'), 'a.test A': secure('192.0.2.9'), 'b.test A': secure('192.0.2.1') },
      ['b.test'],
    ],
    ['that leads elsewhere', { [PTR]: secure('mx.test'), 'mx.test A': secure('192.0.2.9') }, []],
    ['that does not exist', { [PTR]: secure('mx.test'), 'mx.test A': nxdomain() }, []],
    ['none', { [PTR]: nxdomain() }, []],
    ['not answered', { [PTR]: servfail }, undefined],
    ['bogus', { [PTR]: bogus('mx.test') }, undefined],
    ['whose addresses nobody can know', { [PTR]: secure('mx.test'), 'mx.test A': servfail }, undefined],
  ])('%s', async (_what, dns, expected) => {
    expect(await names(dns).namesOf('192.0.2.1')).toEqual(expected);
  });

  it('come from the system’s table where the DNS has none, and have to lead back in the DNS', async () => {
    const table = { 'mx.test': ['192.0.2.1'], 'other.test': ['192.0.2.2'] };
    const dns = { [PTR]: nxdomain(), 'mx.test A': secure('192.0.2.1') };
    expect(await names(dns, table).namesOf('192.0.2.1')).toEqual(['mx.test']);
    expect(await names(dns, table, { order: 'bydns' }).namesOf('192.0.2.1')).toEqual([]);
    expect(await names({ [PTR]: nxdomain() }, table).namesOf('192.0.2.1')).toEqual([]);
  });

  it('a table first, where the order says so (host_lookup_order)', async () => {
    const dns = { [PTR]: secure('dns.test'), 'dns.test A': secure('192.0.2.1'), 'mx.test A': secure('192.0.2.1') };
    const order = 'byaddr : bydns';
    expect(await names(dns, { 'mx.test': ['192.0.2.1'] }, { order }).namesOf('192.0.2.1')).toEqual(['mx.test']);
  });
});

describe('the addresses of a name', () => {
  it('of each family from the table, else from the DNS', async () => {
    const dns = { 'mx.test A': secure('192.0.2.1'), 'mx.test AAAA': secure('2001:db8::1') };
    expect(await names(dns).addressesOf('mx.test')).toEqual(['2001:db8::1', '192.0.2.1']);
    expect(await names(dns, { 'mx.test': ['127.0.0.9'] }).addressesOf('MX.test')).toEqual(['2001:db8::1', '127.0.0.9']);
    expect(await names(dns, {}, { withoutIpv6: true }).addressesOf('mx.test')).toEqual(['192.0.2.1']);
  });

  it('are not known where one family is not answered and the other has none', async () => {
    expect(await names({ 'mx.test A': servfail, 'mx.test AAAA': nxdomain() }).addressesOf('mx.test')).toBeUndefined();
    expect(await names({ 'mx.test A': servfail, 'mx.test AAAA': secure('::1') }).addressesOf('mx.test')).toEqual([
      '::1',
    ]);
    expect(await names({}, {}, { resolver: () => err({ message: 'no DNS' }) }).addressesOf('mx.test')).toBeUndefined();
    expect(await names({}).addressesOf('not a name..')).toEqual([]);
  });
});
