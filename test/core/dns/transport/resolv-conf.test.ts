import { describe, expect, it } from 'vitest';
import { formatServer, parseResolvConf, readResolvConf, resolvConfTiming } from '../../../../src/core/dns/index.ts';

describe('parseResolvConf', () => {
  it('takes up to three servers and the options that concern us (resolv.conf(5))', () => {
    const conf = parseResolvConf(
      '# made by hand\nnameserver 192.0.2.1\n\tnameserver 2001:db8::1 ; second\nnameserver fe80::1%eth0\nnameserver 192.0.2.4\n' +
        'search example.org\noptions edns0 trust-ad\noptions timeout:90 attempts:2 ndots:1\n',
    );
    expect(conf.servers.map(formatServer)).toEqual(['192.0.2.1:53', '[2001:db8::1]:53', '[fe80::1%eth0]:53']);
    expect(conf).toMatchObject({
      timeoutSeconds: 30,
      attempts: 2,
      trustAd: true,
      edns0: true,
      search: ['example.org'],
    });
    expect(resolvConfTiming(conf)).toEqual({ timeoutMs: 30_000, attempts: 2 });
    expect(conf.problems).toEqual(['line 5: only the first 3 name servers are used']);
  });

  it('means the local machine when it names nobody', () => {
    expect(parseResolvConf('')).toEqual({
      servers: [{ kind: 'plain', address: '127.0.0.1', port: 53 }],
      trustAd: false,
      edns0: false,
      search: [],
      problems: [],
    });
  });

  it('passes over what it cannot use, and says so', () => {
    const conf = parseResolvConf(
      'nameserver dns.example\nnameserver 192.0.2.1:5353\nnameserver\nnameserver 192.0.2.9\noptions timeout:0 attempts:x',
    );
    expect(conf.servers.map(formatServer)).toEqual(['192.0.2.9:53']);
    expect(conf.problems).toEqual([
      'line 1: "dns.example" is not an IP address',
      'line 2: "192.0.2.1:5353" is not an IP address',
      'line 3: "" is not an IP address',
    ]);
    expect(resolvConfTiming(conf)).toEqual({});
  });

  it('falls back to the local machine when there is no file', async () => {
    const conf = await readResolvConf('/nonexistent/resolv.conf');
    expect(conf.servers.map(formatServer)).toEqual(['127.0.0.1:53']);
    expect(conf.problems).toEqual(['/nonexistent/resolv.conf: no such file or directory']);
  });
});
