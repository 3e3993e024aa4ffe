import { describe, expect, it } from 'vitest';
import { formatServer, parseServer } from '../../../../src/core/dns/index.ts';

function check(text: string, expected: string): void {
  const spec = parseServer(text);
  expect(spec.ok ? formatServer(spec.value) : spec.error.message).toBe(expected);
}

describe('parseServer', () => {
  it.each([
    ['192.0.2.53', '192.0.2.53:53'],
    ['192.0.2.53:5353', '192.0.2.53:5353'],
    ['2001:DB8::53', '[2001:db8::53]:53'],
    ['[2001:db8::53]', '[2001:db8::53]:53'],
    ['[2001:db8::53]:5353', '[2001:db8::53]:5353'],
    ['fe80::1%eth0', '[fe80::1%eth0]:53'],
    ['tls://192.0.2.53', 'tls://192.0.2.53:853'],
    ['tls://192.0.2.53:8853#DNS.example.', 'tls://192.0.2.53:8853#dns.example'],
    ['TLS://[2001:db8::53]#dns.example', 'tls://[2001:db8::53]:853#dns.example'],
    ['https://dns.example/dns-query', 'https://dns.example/dns-query'],
    ['https://dns.example', 'https://dns.example/dns-query'],
    ['https://[2001:db8::53]:8443/q?x=1', 'https://[2001:db8::53]:8443/q?x=1'],
  ])('reads %s', check);

  it.each([
    ['', '"" is not a resolver: it has no address'],
    [
      'dns.example',
      '"dns.example" is not a resolver: "dns.example" is not an IP address; a resolver is given by its address, not by a name',
    ],
    [
      '192.0.2.300',
      '"192.0.2.300" is not a resolver: "192.0.2.300" is not an IP address; a resolver is given by its address, not by a name',
    ],
    ['192.0.2.53:0', '"192.0.2.53:0" is not a resolver: "0" is not a port from 1 to 65535'],
    ['192.0.2.53:', '"192.0.2.53:" is not a resolver: "" is not a port from 1 to 65535'],
    ['192.0.2.53:dns', '"192.0.2.53:dns" is not a resolver: "dns" is not a port from 1 to 65535'],
    [
      '[192.0.2.53',
      '"[192.0.2.53" is not a resolver: "[192.0.2.53" is not an IP address; a resolver is given by its address, not by a name',
    ],
    ['udp://192.0.2.53', '"udp://192.0.2.53" is not a resolver: "udp" is not a way to reach a resolver'],
    ['http://dns.example/', '"http://dns.example/" is not a resolver: "http" is not a way to reach a resolver'],
    ['https://', '"https://" is not a resolver: it is not a URL'],
    ['https://me:pw@dns.example/', '"https://me:pw@dns.example/" is not a resolver: it holds a user name or password'],
    ['https://dns.example/#x', '"https://dns.example/#x" is not a resolver: a URL of a resolver has no "#" part'],
    ['tls://192.0.2.53#', '"tls://192.0.2.53#" is not a resolver: "" is not a host name'],
    ['tls://192.0.2.53#a..b', '"tls://192.0.2.53#a..b" is not a resolver: "a..b" is not a host name'],
    ['tls://192.0.2.53/path', '"tls://192.0.2.53/path" is not a resolver: it has no address'],
  ])('refuses %s', check);

  it('says what would be right', () => {
    const spec = parseServer('nonsense!');
    expect(!spec.ok && spec.error).toMatchObject({
      code: 'dns/configuration',
      fault: 'configuration',
      temporary: false,
    });
    expect(!spec.ok && spec.error.hint).toContain('tls://ADDRESS[:PORT][#NAME]');
  });
});
