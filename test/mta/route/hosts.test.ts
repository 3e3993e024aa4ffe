/** Hosts by the DNS and by lists: what Exim 4.96 printed for the same records. */
import { describe, expect, it } from 'vitest';
import { bt, route } from '../../support/route.ts';
import type { SpfZone } from '../../support/spf-dns.ts';

const DNS: SpfZone = {
  'one.test': { MX: ['10 mx.one.test'] },
  'mx.one.test': { A: ['192.0.2.11'] },
  'two.test': { MX: ['20 b.two.test', '10 a.two.test'] },
  'a.two.test': { A: ['192.0.2.21'] },
  'b.two.test': { A: ['192.0.2.22'], AAAA: ['2001:db8::22'] },
  'nomx.test': { A: ['192.0.2.51'] },
  'null.test': { MX: ['0 .'] },
  'gone.test': { MX: ['10 nowhere.gone.test'] },
  'partly.test': { MX: ['10 nowhere.partly.test', '20 mx.one.test'] },
  'toip.test': { MX: ['10 192.0.2.71'] },
  'waits.test': 'timeout',
  'mxwaits.test': { MX: ['10 host.waits.test'] },
  'host.waits.test': 'timeout',
  'local.test': { MX: ['10 here.test'] },
  'here.test': { A: ['127.0.0.1'] },
  'backup.test': { MX: ['10 mx.one.test', '20 here.test', '30 a.two.test'] },
  'shared.test': { MX: ['10 mx.one.test', '10 here.test'] },
  'aliashost.test': { MX: ['10 alias.test'] },
  'alias.test': { CNAME: ['mx.one.test'] },
  'service.test': { MX: ['5 mx.one.test'] },
  '_smtp._tcp.service.test': { SRV: ['10 0 2525 a.two.test', '20 0 25 b.two.test'] },
  'noservice.test': { MX: ['5 mx.one.test'] },
  '_smtp._tcp.noservice.test': { SRV: ['0 0 0 .'] },
  'wide.wide.test': { MX: ['10 mx.one.test'] },
};

const dnslookup = (more = ''): { readonly routers: string; readonly dns: SpfZone } => ({
  routers: `dns:\n driver = dnslookup\n transport = smtp\n${more}`,
  dns: DNS,
});
const hosts = (address: string, ...lines: readonly string[]): string =>
  [address, '  router = dns, transport = smtp', ...lines.map((line) => `  host ${line}`)].join('\n');
const fails = (address: string, text: string): string => `${address} is undeliverable: ${text}`;
const waits = (address: string, text: string): string => `${address} cannot be resolved at this time: ${text}`;

describe('dnslookup', () => {
  it.each([
    ['one exchanger', 'x@one.test', '', hosts('x@one.test', 'mx.one.test [192.0.2.11] MX=10')],
    [
      'by preference, IPv6 first',
      'x@two.test',
      '',
      hosts(
        'x@two.test',
        'a.two.test [192.0.2.21]   MX=10',
        'b.two.test [2001:db8::22] MX=20',
        'b.two.test [192.0.2.22]   MX=20',
      ),
    ],
    [
      'ipv4_only',
      'x@two.test',
      ' ipv4_only = yes\n',
      hosts('x@two.test', 'a.two.test [192.0.2.21] MX=10', 'b.two.test [192.0.2.22] MX=20'),
    ],
    [
      'ipv4_prefer',
      'x@two.test',
      ' ipv4_prefer = yes\n',
      hosts(
        'x@two.test',
        'a.two.test [192.0.2.21]   MX=10',
        'b.two.test [192.0.2.22]   MX=20',
        'b.two.test [2001:db8::22] MX=20',
      ),
    ],
    [
      'an address where there is no exchanger (RFC 5321 §5.1)',
      'x@nomx.test',
      '',
      hosts('x@nomx.test', 'nomx.test [192.0.2.51]'),
    ],
    ['mx_domains', 'x@nomx.test', ' mx_domains = *\n', fails('x@nomx.test', 'Unrouteable address')],
    [
      'a host to ignore by its name, which is not looked for by its address',
      'x@two.test',
      ' ignore_target_hosts = b.two.test\n',
      hosts('x@two.test', 'a.two.test [192.0.2.21] MX=10'),
    ],
    [
      'a label that is too long for the DNS',
      `x@${'d'.repeat(64)}.test`,
      '',
      waits(`x@${'d'.repeat(64)}.test`, 'host lookup did not complete'),
    ],
    ['no such domain', 'x@nosuch.test', '', fails('x@nosuch.test', 'Unrouteable address')],
    [
      'no service (RFC 7505 §3)',
      'x@null.test',
      '',
      fails('x@null.test', 'an MX or SRV record indicated no SMTP service'),
    ],
    [
      'exchangers that are not there',
      'x@gone.test',
      '',
      fails('x@gone.test', 'all relevant MX records point to non-existent hosts'),
    ],
    [
      'some of them',
      'x@partly.test',
      '',
      hosts(
        'x@partly.test',
        'nowhere.partly.test [unknown]    MX=10 ** unusable **',
        'mx.one.test         [192.0.2.11] MX=20',
      ),
    ],
    [
      'fail_defer_domains',
      'x@gone.test',
      ' fail_defer_domains = gone.test\n',
      waits('x@gone.test', 'missing MX, or all MXs point to missing A records, and defer requested'),
    ],
    [
      'an address for an exchanger',
      'x@toip.test',
      '',
      fails('x@toip.test', 'all relevant MX records point to non-existent hosts or (invalidly) to IP addresses'),
    ],
    ['no answer', 'x@waits.test', '', waits('x@waits.test', 'host lookup did not complete')],
    ['no answer about a host', 'x@mxwaits.test', '', waits('x@mxwaits.test', 'host lookup did not complete')],
    ['pass_on_timeout', 'x@waits.test', ' pass_on_timeout\n', fails('x@waits.test', 'Unrouteable address')],
    ['this host', 'x@local.test', '', waits('x@local.test', 'lowest numbered MX record points to local host')],
    ['self = send', 'x@local.test', ' self = send\n', hosts('x@local.test', 'here.test [127.0.0.1] MX=10')],
    [
      'hosts that are no better than this one',
      'x@backup.test',
      '',
      hosts('x@backup.test', 'mx.one.test [192.0.2.11] MX=10'),
    ],
    ['one of equals', 'x@shared.test', '', waits('x@shared.test', 'lowest numbered MX record points to local host')],
    ['check_secondary_mx', 'x@one.test', ' check_secondary_mx\n', fails('x@one.test', 'Unrouteable address')],
    [
      'ignore_target_hosts',
      'x@local.test',
      ' ignore_target_hosts = 127.0.0.0/8\n',
      fails('x@local.test', 'all relevant MX records point to non-existent hosts'),
    ],
    ['an alias of a host', 'x@aliashost.test', '', hosts('x@aliashost.test', 'mx.one.test [192.0.2.11] MX=10')],
    [
      'check_srv (RFC 2782)',
      'x@service.test',
      ' check_srv = smtp\n ipv4_only = 1\n',
      hosts('x@service.test', 'a.two.test [192.0.2.21] MX=10 port=2525', 'b.two.test [192.0.2.22] MX=20 port=25'),
    ],
    [
      'no such service',
      'x@noservice.test',
      ' check_srv = smtp\n',
      fails('x@noservice.test', 'an MX or SRV record indicated no SMTP service'),
    ],
    [
      'dnssec_require_domains',
      'x@one.test',
      ' dnssec_require_domains = *\n',
      waits('x@one.test', 'host lookup done insecurely'),
    ],
  ])('%s', async (_, address, more, text) => {
    expect(await bt(dnslookup(more), address)).toBe(text);
  });

  it('widen_domains: the address goes on in the wider domain', async () => {
    expect(await bt(dnslookup(' widen_domains = wide.test\n'), 'x@wide')).toBe(
      'x@wide.wide.test\n    <-- x@wide\n  router = dns, transport = smtp\n  host mx.one.test [192.0.2.11] MX=10',
    );
  });

  it('a name that is none', async () => {
    expect(await bt(dnslookup(), 'x@-a.test').catch((error: Error) => error.message)).toContain(
      'domain missing or malformed',
    );
  });
});

describe('manualroute', () => {
  const listed = (list: string, more = '') => ({
    routers: `man:\n driver = manualroute\n route_list = ${list}\n transport = smtp\n${more}acc:\n driver = accept\n transport = loc\n`,
    dns: DNS,
  });
  const found = (...lines: readonly string[]): string =>
    ['x@a.test', '  router = man, transport = smtp', ...lines.map((line) => `  host ${line}`)].join('\n');

  it.each([
    [
      'ports',
      '* "192.0.2.1::26:[2001::db8::::1]::27:2001::db8::::2:192.0.2.4"',
      '',
      found(
        '192.0.2.1   [192.0.2.1]   port=26',
        '2001:db8::1 [2001:db8::1] port=27',
        '2001:db8::2 [2001:db8::2]',
        '192.0.2.4   [192.0.2.4]  ',
      ),
    ],
    ['names by the DNS', '* mx.one.test', '', found('mx.one.test [192.0.2.11]')],
    ['MX of a name', '* one.test/MX::2525', '', found('mx.one.test [192.0.2.11] MX=10 port=2525')],
    [
      'a name that is not there',
      '* nosuch.test',
      '',
      waits('x@a.test', 'lookup of host "nosuch.test" failed in man router'),
    ],
    ['and is ignored', '* nosuch.test:192.0.2.1', ' host_find_failed = ignore\n', found('192.0.2.1 [192.0.2.1]')],
    [
      'all of them',
      '* nosuch.test',
      ' host_find_failed = ignore\n',
      waits('x@a.test', 'lookup failed for all hosts in man router: host_find_failed=ignore host_all_ignored=defer'),
    ],
    [
      'host_find_failed = pass',
      '* nosuch.test',
      ' host_find_failed = pass\n',
      'x@a.test\n  router = acc, transport = loc',
    ],
    [
      'host_find_failed = fail',
      '* nosuch.test',
      ' host_find_failed = fail\n',
      fails('x@a.test', 'lookup of host "nosuch.test" failed in man router'),
    ],
    [
      'no answer',
      '* host.waits.test',
      '',
      waits('x@a.test', 'host lookup for host.waits.test did not complete (DNS timeout?)'),
    ],
    ['no pattern fits', 'b.test 192.0.2.1 ; c.test 192.0.2.2', '', 'x@a.test\n  router = acc, transport = loc'],
    [
      'a transport of its own, and captures',
      '*.test "$1 of $0" loc',
      '',
      'x@a.test\n  router = man, transport = loc\n  host a of a.test          ',
    ],
    ['no hosts', '* "" smtp', '', waits('x@a.test', 'error in man router: no host(s) specified for domain a.test')],
    [
      'an unknown word',
      '* 192.0.2.1 byname bogus',
      '',
      waits('x@a.test', 'error in router: unknown routing option or transport name "bogus"'),
    ],
    ['this host behind others', '* 192.0.2.1:127.0.0.1:192.0.2.9', '', found('192.0.2.1 [192.0.2.1]')],
    ['this host', '* 127.0.0.1', '', waits('x@a.test', 'remote host address is the local host')],
    ['self = fail', '* 127.0.0.1', ' self = fail\n', fails('x@a.test', 'remote host address is the local host')],
    [
      'self = send',
      '* 127.0.0.1:192.0.2.1:127.0.0.1',
      ' self = send\n',
      found('127.0.0.1 [127.0.0.1]', '192.0.2.1 [192.0.2.1]', '127.0.0.1 [127.0.0.1]'),
    ],
  ])('%s', async (_, list, more, text) => {
    expect(await bt(listed(list, more), 'x@a.test')).toBe(text);
  });

  it('self = reroute', async () => {
    const routers =
      'one:\n driver = manualroute\n domains = a.test\n route_list = * 127.0.0.1\n self = reroute: b.test\n transport = smtp\n' +
      'acc:\n driver = accept\n transport = loc\n';
    expect(await bt(routers, 'x@a.test')).toBe('x@b.test\n    <-- x@a.test\n  router = acc, transport = loc');
  });

  it('hosts of a group in any order, groups in their own', async () => {
    const orders = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      const { data } = await route(listed('* 192.0.2.1:192.0.2.3:+:192.0.2.4 randomize'), 'x@a.test');
      orders.add(data.hosts!.map(({ name }) => name).join());
    }
    for (const order of orders) expect(order).toMatch(/^192\.0\.2\.[13],192\.0\.2\.[13],192\.0\.2\.4$/);
  });
});

describe('ipliteral', () => {
  const routers = 'lit:\n driver = ipliteral\n transport = smtp\n ignore_target_hosts = 192.0.2.66\n';
  it.each([
    ['x@[192.0.2.1]', 'x@[192.0.2.1]\n  router = lit, transport = smtp\n  host [192.0.2.1] [192.0.2.1]'],
    [
      'x@[IPv6:2001:db8::1]',
      'x@[IPv6:2001:db8::1]\n  router = lit, transport = smtp\n  host [ipv6:2001:db8::1] [2001:db8::1]',
    ],
    ['x@[192.0.2.66]', 'x@[192.0.2.66] is undeliverable: IP literal host explicitly ignored'],
    ['x@[127.0.0.1]', 'x@[127.0.0.1] cannot be resolved at this time: remote host address is the local host'],
    ['x@a.test', 'x@a.test is undeliverable: Unrouteable address'],
  ])('%s', async (address, text) => {
    expect(await bt(routers, address)).toBe(text);
  });
});
