import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../../src/base/index.ts';
import { type Answer, createHostLookup, parseIpv4, parseIpv6, RR } from '../../../../src/core/dns/index.ts';
import { parseHosts } from '../../../../src/core/dns/resolver/hosts-file.ts';

type Zone = Readonly<Record<string, { readonly status?: Answer['status']; readonly addresses: readonly string[] }>>;

/** A resolver that knows these addresses, and fails for a name with none. */
function resolverOf(zone: Zone) {
  return {
    lookup: async (name: string, type: number) => {
      const found = zone[name];
      if (found === undefined)
        return err({ code: 'dns/timeout', message: 'no answer', fault: 'network', temporary: true } as const);
      const records = found.addresses
        .map((text) => (type === RR.A ? parseIpv4(text) : parseIpv6(text)))
        .flatMap((rdata) => (rdata === undefined ? [] : [{ name, type, class: 1, ttlSeconds: 60, rdata }]));
      const question = { name, type };
      const status = found.status ?? 'insecure';
      return ok({ question, status, rcode: 0, canonicalName: name, aliases: [], records, reasons: [], ttlSeconds: 60 });
    },
  };
}

async function check(
  host: string,
  zone: Zone,
  expected: string | RegExp,
  options: { family?: 4 | 6; hosts?: string } = {},
) {
  const hosts = async () => parseHosts(options.hosts ?? '');
  const found = await createHostLookup(resolverOf(zone), { ...options, hosts })(host);
  const told = found.ok ? found.value.join(' ') : found.error.message;
  if (typeof expected === 'string') expect(told).toBe(expected);
  else expect(told).toMatch(expected);
}

const both = { 'ocsp.test': { addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'] } };

describe('the addresses of a host', () => {
  it('are given by turns, IPv6 first (RFC 8305 §4)', () => check('ocsp.test', both, '2001:db8::1 192.0.2.1 192.0.2.2'));
  it('are of the family asked for', () => check('ocsp.test', both, '192.0.2.1 192.0.2.2', { family: 4 }));
  it('come from the table of hosts first', () =>
    check('OCSP.test', both, '192.0.2.9', {
      hosts: '# a comment\n192.0.2.9  mx.test ocsp.test # another\nnonsense x\n',
    }));
  it('of localhost are this host, whatever DNS says (RFC 6761 §6.3)', () => check('localhost', {}, '127.0.0.1 ::1'));
  it('that are bogus are none', () =>
    check(
      'ocsp.test',
      { 'ocsp.test': { status: 'bogus', addresses: ['192.0.2.1'] } },
      'ocsp.test: its addresses fail DNSSEC validation',
    ));
  it('may be missing', () =>
    check('ocsp.test', { 'ocsp.test': { addresses: [] } }, 'ocsp.test: the name has no address'));
  it('may be out of reach', () => check('ocsp.test', {}, 'ocsp.test: no answer'));
  it('are not looked for behind what is no name', () => check('a..b', {}, /"a\.\.b" is not a domain name/));
});
