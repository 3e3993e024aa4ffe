import { describe, expect, it } from 'vitest';
import { nameRules, parseReference, RULE_NAMES } from '../../../../src/core/pki/index.ts';
import { commonNames, type Names, named } from '../../../support/named-certificates.ts';

/** Which rules say yes, as letters in their order: 9525, 6125, 7672, Exim, Node, OpenSSL. */
const LETTERS = ['9', '6', '7', 'E', 'N', 'O'] as const;

async function check(name: string, names: Names, expected: string): Promise<void> {
  const reference = parseReference(name);
  if (!reference.ok) throw new Error(reference.error.message);
  const certificate = await named(names);
  const matches = RULE_NAMES.map((rule) => nameRules[rule].match(certificate, reference.value));
  expect(matches.map(({ match }, i) => (match ? LETTERS[i] : '-')).join('')).toBe(expected);
  for (const { reason } of matches) {
    expect(reason).toMatch(/^[\x20-\x7e…]+[^.]$/);
    expect(reason.length).toBeLessThan(1500);
  }
}

const dns = (...dnsNames: string[]): Names => ({ dnsNames });
const cn = (...values: string[]): Names => ({ subject: commonNames(values)! });
const ip = (...octets: number[]): Names => ({ ipAddresses: [Uint8Array.from(octets)] });
const srv = { kind: 'other', oid: '1.3.6.1.5.5.7.8.7', der: Uint8Array.of(0x16, 2, 0x5f, 0x78) } as const;
const uri = { kind: 'uri', value: 'https://mx.example.org/' } as const;
const label63 = 'a'.repeat(63);
const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1];
const HOST = 'mx.example.org';

describe('rules for names, told apart', () => {
  it.each<[string, string, Names, string]>([
    // DNS-IDs
    ['the name itself', HOST, dns('mx.example.org'), '967ENO'],
    ['letters of either case', 'MX.Example.Org', dns('mX.eXAMPLE.oRG'), '967ENO'],
    ['one of several', HOST, dns('a.example.org', 'mx.example.org'), '967ENO'],
    ['another name', HOST, dns('mx.example.com'), '------'],
    ['a name that ends alike', HOST, dns('x.mx.example.org', 'x.example.org'), '------'],
    ['no names at all', HOST, {}, '------'],
    ['a final dot in the name: OpenSSL compares it', 'mx.example.org.', dns('mx.example.org'), '967EN-'],
    ['a final dot in the certificate', HOST, dns('mx.example.org.'), '--7-N-'],
    ['a final dot in both', 'mx.example.org.', dns('mx.example.org.'), '--7-NO'],
    ['underscores', '_mta.mx_1.example.org', dns('_mta.mx_1.example.org'), '967ENO'],
    ['U-labels in the name are A-labels', 'bücher.example', dns('xn--bcher-kva.example'), '967ENO'],
    ['U-labels in the certificate (latin1)', 'bücher.example', dns('bücher.example'), '------'],
    ['an underscore below a wildcard: OpenSSL wants letters', '_x.example.org', dns('*.example.org'), '967EN-'],
    // wildcards
    ['a wildcard for one label', HOST, dns('*.example.org'), '967ENO'],
    ['a wildcard for two labels', 'mx.a.example.org', dns('*.example.org'), '------'],
    ['a wildcard for no label', 'example.org', dns('*.example.org'), '------'],
    ['a wildcard above a single label', 'example.org', dns('*.org'), '96----'],
    ['a wildcard alone', 'localhost', dns('*'), '------'],
    ['a wildcard alone, and a name of two labels', 'example.org', dns('*'), '------'],
    ['two wildcards', 'a.b.example.org', dns('*.*.example.org'), '------'],
    ['a wildcard in the second label', 'a.b.example.org', dns('a.*.example.org'), '------'],
    ['a wildcard for an A-label', 'xn--bcher-kva.example.org', dns('*.example.org'), '967ENO'],
    ['a partial wildcard at the end', 'mx1.example.org', dns('mx*.example.org'), '-6--NO'],
    ['a partial wildcard at the start', 'mx1.example.org', dns('*1.example.org'), '-6--NO'],
    ['a partial wildcard inside', 'mx1.example.org', dns('m*1.example.org'), '-6--N-'],
    ['a partial wildcard that stands for nothing', HOST, dns('mx*.example.org'), '-6--NO'],
    ['a partial wildcard in an A-label', 'xn--bcher-kva.example.org', dns('xn--b*.example.org'), '------'],
    ['a partial wildcard over an A-label', 'xn--bcher-kva.example.org', dns('x*.example.org'), '----N-'],
    ['two wildcards in one label', 'mx1.example.org', dns('*x*.example.org'), '------'],
    ['a hyphen before the wildcard', 'mx-1.example.org', dns('mx-*.example.org'), '-6--N-'],
    ['a wildcard for a name with a wildcard', '*.example.org', dns('*.example.org'), '---ENO'],
    // hostile dNSNames
    ['a NUL octet', 'good.com', dns('good.com\0.evil.com'), '------'],
    ['a NUL octet below a wildcard', 'good.evil.com', dns('*.evil.com\0'), '------'],
    ['an empty dNSName', HOST, dns(''), '------'],
    ['an empty dNSName keeps the common name out', HOST, { ...cn(HOST), ...dns('') }, '------'],
    ['a leading dot', HOST, dns('.example.org'), '------'],
    ['an empty label', 'mx..example.org'.replace('..', '.'), dns('mx..example.org'), '------'],
    ['blanks', HOST, dns(' mx.example.org', 'mx.example.org '), '------'],
    ['a label of 63 octets', `${label63}.example.org`, dns(`${label63}.example.org`), '967ENO'],
    ['a name of 100,000 octets', HOST, dns('a.'.repeat(50_000)), '------'],
    ['an endless row of wildcards', HOST, dns('*'.repeat(200_000)), '------'],
    ['wildcards without end between dots', HOST, dns('*.'.repeat(100_000)), '------'],
    // common names
    ['the common name alone', HOST, cn('mx.example.org'), '-67ENO'],
    ['the common name beside another dNSName', HOST, { ...cn(HOST), ...dns('other.example') }, '------'],
    ['the first of two common names', HOST, cn('mx.example.org', 'other.example'), '-67ENO'],
    ['the last of two common names', HOST, cn('Example Ltd', 'mx.example.org'), '-67ENO'],
    ['a wildcard in the common name', HOST, cn('*.example.org'), '-67ENO'],
    ['a common name for people', HOST, cn('Example Server'), '------'],
    ['a NUL octet in the common name', 'good.com', cn('good.com\0.evil.com'), '------'],
    ['an empty common name', HOST, cn(''), '------'],
    ['a BMPString', HOST, { subject: commonNames([HOST], 'bmp')! }, '-67ENO'],
    ['a T61String', HOST, { subject: commonNames([HOST], 't61')! }, '-67ENO'],
    ['a PrintableString', HOST, { subject: commonNames([HOST], 'printable')! }, '-67ENO'],
    ['a UniversalString', HOST, { subject: commonNames([HOST], 'universal')! }, '-67ENO'],
    ['a UTF8String with a U-label', 'bücher.example', cn('bücher.example'), '------'],
    ['the common name beside an address', HOST, { ...cn(HOST), ...ip(192, 0, 2, 1) }, '-67ENO'],
    [
      'the common name beside a mailbox',
      HOST,
      { ...cn(HOST), alternativeNames: [{ kind: 'email', value: 'a@b' }] },
      '-67ENO',
    ],
    ['the common name beside a URI-ID', HOST, { ...cn(HOST), alternativeNames: [uri] }, '--7ENO'],
    ['the common name beside an SRV-ID', HOST, { ...cn(HOST), alternativeNames: [srv] }, '--7ENO'],
    ['a URI-ID and an SRV-ID alone', HOST, { alternativeNames: [uri, srv] }, '------'],
    ['a directoryName', HOST, { alternativeNames: [{ kind: 'directory', name: HOST }] }, '------'],
    ['a registered id', HOST, { ...cn(HOST), alternativeNames: [{ kind: 'registered-id', oid: '1.2.3.4' }] }, '-67ENO'],
    [
      'an unreadable alternative name: OpenSSL and Node go on without it',
      HOST,
      { ...cn(HOST), extraExtensions: [{ oid: '2.5.29.17', critical: false, der: Uint8Array.of(4, 1, 0) }] },
      '---ENO',
    ],
    // addresses
    ['an IPv4 address', '192.0.2.1', ip(192, 0, 2, 1), '96--NO'],
    ['another IPv4 address', '192.0.2.2', ip(192, 0, 2, 1), '------'],
    ['an IPv6 address', '2001:DB8::1', ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), '96--NO'],
    [
      'an IPv6 address in brackets',
      '[2001:db8::1]',
      ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      '96--NO',
    ],
    ['an IPv4-mapped address for the IPv4 one', '192.0.2.1', ip(...mapped), '------'],
    ['an IPv4 address for the mapped one', '::ffff:192.0.2.1', ip(192, 0, 2, 1), '------'],
    ['an IPv4-mapped address', '::ffff:192.0.2.1', ip(...mapped), '96--NO'],
    ['an address as dNSName', '192.0.2.1', dns('192.0.2.1'), '------'],
    ['an address as common name', '192.0.2.1', cn('192.0.2.1'), '------'],
    ['a wildcard over addresses', '192.0.2.1', dns('*.0.2.1'), '------'],
    ['an iPAddress of 8 octets', '192.0.2.1', ip(192, 0, 2, 1, 255, 255, 255, 255), '------'],
    ['an address for a host name', HOST, ip(192, 0, 2, 1), '------'],
  ])('%s: %s', async (_, name, names, expected) => {
    await check(name, names, expected);
  });
});
