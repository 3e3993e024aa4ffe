/** Each rule with configurations that make its remark, and with the ones next to them that do not. */
import { describe, expect, test } from 'vitest';
import { configLintReport, lintFindings } from '../../../src/mta/lint/index.ts';

const RETRY = 'begin retry\n* * F,2h,15m; F,4d,6h\n';
const SEND = 'begin transports\nt1:\n  driver = smtp\n';
const ROUTE = 'begin routers\nr1:\n  driver = dnslookup\n  transport = t1\n';

/** @returns ids without `lint.`, with the lines they are about */
function remarksOn(text: string): readonly string[] {
  const { data } = configLintReport({ text }, {});
  expect(data.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return data.remarks.map(({ id, line }) => `${id.replace('lint.', '')}:${line}`);
}

const rcpt = (statements: string, main = ''): string =>
  `${main}acl_smtp_rcpt = check\nbegin acl\ncheck:\n${statements.trim().replace(/^\s*/gm, '  ')}\n`;

const ONLY_RELAY = (text: string): readonly string[] => remarksOn(text).filter((id) => id.startsWith('relay'));

describe('open relays', () => {
  test.each([
    ['accept', ['relay.open:4']],
    ['accept senders = *@example.org', ['relay.open:4']],
    ['accept verify = recipient', ['relay.open:4']],
    ['accept hosts = *', ['relay.open:4']],
    ['accept !hosts = 192.0.2.1', ['relay.open:4']],
    ['deny dnslists = rbl.example\naccept', ['relay.open:5']],
    ['accept domains = example.org', []],
    ['accept authenticated = *', []],
    ['accept hosts = 192.0.2.0/24', []],
    ['accept condition = ${if eq{$domain}{example.org}}', []],
    ['accept verify = certificate', []],
    ['require domains = example.org\naccept', []],
    ['deny !domains = example.org\n!hosts = 192.0.2.1\nmessage = no relay\naccept', []],
    ['deny !domains = example.org\nsenders = *@spam.example\naccept', ['relay.open:6']],
    ['deny\nmessage = no', []],
    ['accept hosts = 192.0.2.1 : 0.0.0.0/0', ['relay.everybody:4']],
  ] as const)('%j', (statements, expected) => {
    expect(ONLY_RELAY(rcpt(statements))).toEqual(expected);
  });

  test('a named list with everybody in it', () => {
    const list = 'hostlist relay = 127.0.0.1 : 0.0.0.0/0\n';
    expect(ONLY_RELAY(rcpt('accept hosts = +relay', list))).toEqual(['relay.everybody:1']);
    expect(ONLY_RELAY(rcpt('accept hosts = +relay', 'hostlist relay = <; ::1 ; ::/0\n'))).toEqual([
      'relay.everybody:1',
    ]);
    expect(ONLY_RELAY(rcpt('accept hosts = +relay', 'hostlist relay = 127.0.0.1 : 10.0.0.0/8\n'))).toEqual([]);
    expect(ONLY_RELAY(rcpt('accept domains = +relay', 'domainlist relay = @ : *\n'))).toEqual(['relay.everybody:1']);
  });

  test('a list of those who are not refused', () => {
    const list = 'hostlist us = 192.0.2.1 : 0.0.0.0/0\n';
    expect(ONLY_RELAY(rcpt('deny !hosts = +us\naccept', list))).toEqual(['relay.everybody:1']);
    expect(ONLY_RELAY(rcpt('deny hosts = +us\naccept domains = a', list))).toEqual([]);
  });

  test('an ACL in place of a name, or one of several', () => {
    expect(ONLY_RELAY('acl_smtp_rcpt = accept\n')).toEqual(['relay.open:1']);
    expect(ONLY_RELAY('acl_smtp_rcpt = accept domains = example.org\n')).toEqual([]);
    const chosen =
      'acl_smtp_rcpt = ${if ={25}{$received_port}{mx}{msa}}\nbegin acl\nmx:\n accept domains = a\nmsa:\n accept\n';
    expect(ONLY_RELAY(chosen)).toEqual(['relay.open:6']);
  });

  test('no ACL for recipients', () => {
    expect(ONLY_RELAY(`${ROUTE}${SEND}${RETRY}`)).toEqual(['relay.no-acl:0']);
    expect(ONLY_RELAY('qualify_domain = example.org\n')).toEqual([]);
  });
});

const transport = (lines: string): string => `begin transports\nt1:\n  ${lines.replaceAll('\n', '\n  ')}\n`;
const ONLY_TAINT = (text: string): readonly string[] => remarksOn(text).filter((id) => id.startsWith('taint'));

describe('taint', () => {
  test.each([
    ['driver = appendfile\nfile = /var/mail/$local_part', ['taint.file:4']],
    ['driver = appendfile\nfile = /var/mail/${lc:$local_part}', ['taint.file:4']],
    ['driver = appendfile\ndirectory = /var/mail/${if eq{$domain}{a}{$domain}{b}}', ['taint.file:4']],
    ['driver = appendfile\nfile = /var/mail/$local_part_data', []],
    ['driver = appendfile\nfile = /var/mail/${if eq{$domain}{a}{a}{b}}', []],
    ['driver = appendfile\nfile = /var/mail/${lookup{$local_part}dsearch{/var/mail}}', []],
    ['driver = appendfile\nfile = ${lookup{$local_part}lsearch{/etc/$domain}}', ['taint.lookup-file:4']],
    ['driver = pipe\ncommand = /bin/deliver $local_part', []],
    ['driver = pipe\ncommand = /bin/$local_part', ['taint.file:4']],
    ['driver = pipe\ncommand = ${if eq{a}{b} {/bin/a} {/bin/$domain}} x', ['taint.file:4']],
    ['driver = smtp\nhelo_data = $h_subject:', []],
    ["driver = smtp\nhosts = ${lookup mysql{select h from t where d='$domain'}}", ['taint.query:4']],
    ["driver = smtp\nhosts = ${lookup mysql{select h from t where d='${quote_mysql:$domain}'}}", []],
  ] as const)('%j', (lines, expected) => {
    expect(ONLY_TAINT(transport(lines))).toEqual(expected);
  });

  test.each([
    ['$sender_address_domain', ['taint.file:5']],
    ['example.org : example.net', []],
    ['${lookup{$sender_address_domain}lsearch{/etc/dkim}}', []],
  ] as const)('a key named by $dkim_domain, which is %s', (domain, expected) => {
    const lines = `driver = smtp\ndkim_domain = ${domain}\ndkim_private_key = /etc/dkim/\${dkim_domain}/$dkim_selector`;
    expect(ONLY_TAINT(transport(lines))).toEqual(expected);
  });

  test.each([
    ['domainlist a = lsearch;/etc/mail/$sender_address_domain', ['taint.lookup-file:1']],
    ['hostlist a = net-lsearch;/etc/hosts.d/$sender_address_domain : 192.0.2.1', ['taint.lookup-file:1']],
    ['domainlist a = partial2-dsearch;/etc/$sender_address_domain', ['taint.lookup-file:1']],
    ['domainlist a = lsearch;/etc/mail/domains : dsearch;/etc/virtual', []],
  ] as const)('%s', (line, expected) => {
    expect(ONLY_TAINT(`${line}\n`)).toEqual(expected);
  });

  test('nested as deep as anybody likes', () => {
    const deep = `smtp_banner = ${'${lc:'.repeat(20_000)}$domain${'}'.repeat(20_000)}\n`;
    expect(() => configLintReport({ text: deep }, {})).not.toThrow();
  });

  test('the file of a look-up in a condition, and in a list', () => {
    const wrong = '${if eq{${lookup{a}lsearch{/etc/$local_part}}}{b}{c}}';
    expect(ONLY_TAINT(`smtp_banner = ${wrong}\n`)).toEqual(['taint.lookup-file:1']);
  });
});

describe('TLS and passwords', () => {
  test.each([
    ['tls_require_ciphers = ALL:NULL', ['tls.weak-ciphers:1']],
    ['tls_require_ciphers = HIGH:RC4-SHA', ['tls.weak-ciphers:1']],
    ['tls_require_ciphers = EXPORT', ['tls.weak-ciphers:1']],
    ['tls_require_ciphers = NORMAL:+ARCFOUR-128', ['tls.weak-ciphers:1']],
    ['tls_require_ciphers = HIGH:!aNULL:!eNULL:!RC4:-EXP', []],
    ['openssl_options = +no_sslv2 -no_sslv3', ['tls.old-versions:1']],
    ['openssl_options = +no_sslv2 +no_sslv3', []],
    ['tls_advertise_hosts =', ['tls.not-offered:1']],
    ['tls_advertise_hosts = *', []],
    ['begin transports\nt1:\n driver = smtp\n hosts_avoid_tls = *', ['tls.avoided:4']],
    ['begin transports\nt1:\n driver = smtp\n hosts_avoid_tls = 192.0.2.1', []],
    ['begin authenticators\nPLAIN:\n driver = plaintext\n server_prompts = :', ['auth.in-clear:2']],
    [
      'begin authenticators\nPLAIN:\n driver = plaintext\n server_prompts = :\n server_advertise_condition = ${if def:tls_in_cipher}',
      [],
    ],
    [
      'auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}\nbegin authenticators\nPLAIN:\n driver = plaintext\n server_prompts = :',
      [],
    ],
    ['begin authenticators\nPLAIN:\n driver = plaintext\n client_send = ^a^b', []],
  ] as const)('%j', (text, expected) => {
    expect(remarksOn(`${text}\n`).filter((id) => /^(tls|auth)/.test(id))).toEqual(expected);
  });
});

describe('what is never reached, or never holds', () => {
  test.each([
    ['accept domains = a\ndeny\nmessage = no\naccept', ['acl.unreachable:7']],
    ['deny hosts = *\naccept domains = a', ['acl.unreachable:5']],
    ['deny condition = yes\nwarn', ['acl.unreachable:5']],
    ['warn\naccept domains = a\ndeny', []],
    ['require domains = a\naccept', []],
    ['deny condition = no\nmessage = x\naccept domains = a', ['acl.never:4']],
    ['deny hosts =\naccept domains = a', ['acl.never:4']],
    ['deny !hosts = *\naccept domains = a', ['acl.never:4']],
    ['accept domains = a\n!domains = a', ['acl.never:5']],
    ['accept domains = a\n!domains = b', []],
  ] as const)('%j', (statements, expected) => {
    expect(remarksOn(rcpt(statements)).filter((id) => id.startsWith('acl'))).toEqual(expected);
  });

  const routers = (first: string): string =>
    `begin routers\nr1:\n ${first}\nr2:\n driver = accept\n transport = t1\n${SEND}`;
  test.each([
    ['driver = accept\n transport = t1', ['router.unreachable:5']],
    ['driver = accept\n domains = *\n transport = t1', ['router.unreachable:6']],
    ['driver = dnslookup\n no_more\n transport = t1', ['router.unreachable:6']],
    ['driver = manualroute\n route_list = * smart.example\n transport = t1', ['router.unreachable:6']],
    ['driver = dnslookup\n transport = t1', []],
    ['driver = accept\n domains = a\n transport = t1', []],
    ['driver = accept\n condition = 1\n transport = t1', []],
    ['driver = accept\n unseen\n transport = t1', []],
    ['driver = accept\n no_verify\n transport = t1', []],
    ['driver = accept\n local_part_suffix = +*\n transport = t1', []],
    [
      'driver = accept\n local_part_suffix = +*\n local_part_suffix_optional\n transport = t1',
      ['router.unreachable:7'],
    ],
  ] as const)('%j', (first, expected) => {
    expect(remarksOn(routers(first)).filter((id) => id.startsWith('router'))).toEqual(expected);
  });
});

describe('what nobody names, and what is missing', () => {
  test.each([
    ['begin acl\nlost:\n accept\n', ['unused.acl:2']],
    ['acl_smtp_mail = used\nbegin acl\nused:\n accept acl = inner x\ninner:\n accept\n', []],
    ['acl_smtp_mail = ${if eq{a}{b}{one}{two}}\nbegin acl\none:\n accept\ntwo:\n accept\n', []],
    ['smtp_banner = ${acl{banner}}\nbegin acl\nbanner:\n accept\n', []],
    ['domainlist a = x\n', ['unused.list:1']],
    ['domainlist a = x\ndomainlist b = +a\nhold_domains = +b\n', []],
    ['domainlist a = x\ndomainlist aa = y\nhold_domains = +aa\n', ['unused.list:1']],
    [`begin transports\nt1:\n driver = smtp\n${RETRY}`, ['unused.transport:2']],
    [`${ROUTE}${SEND}${RETRY}`, []],
    [`${ROUTE}${SEND}`, ['retry.none:0']],
    [`${ROUTE}${SEND}begin retry\nexample.org * F,2h,15m\n`, ['retry.no-default:9']],
  ] as const)('%j', (text, expected) => {
    expect(remarksOn(text).filter((id) => /^(unused|retry)/.test(id))).toEqual(expected);
  });
});

test('a configuration that is all right has no remark', () => {
  const main = 'domainlist ours = example.org\nhostlist us = 192.0.2.0/24\n';
  const acl = rcpt('accept hosts = +us\naccept domains = +ours\ndeny message = no relay', main);
  expect(remarksOn(`${acl}${ROUTE}${SEND}${RETRY}`)).toEqual([]);
});

test('a configuration that cannot be read has what config check says, and nothing else', () => {
  const { data, findings } = configLintReport({ text: 'nonsense = 1\n' }, {});
  expect(data).toMatchObject({ valid: false, remarks: [] });
  expect(findings.map(({ id }) => id)).toEqual(['config.unknown-option']);
});

test('rows are told apart, and say what to do', () => {
  const ids = lintFindings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { fix } of lintFindings) expect(fix).toMatch(/\S{2}/);
});

describe('constants that cannot be read', () => {
  test.each([
    ['message_size_limit = 10Q', ['constant.unreadable:1']],
    ['message_size_limit = -1', ['constant.unreadable:1']],
    ['message_size_limit =', ['constant.unreadable:1']],
    ['message_size_limit = 10M', []],
    ['message_size_limit = ${if eq{a}{a}{x}}', []],
    ['av_scanner = magic:/run/magic', ['constant.unreadable:1']],
    ['av_scanner = clamd:/run/clamd.ctl', []],
    ['host_lookup = 192.0.2.1/33', ['constant.unreadable:1']],
    ['host_lookup = 192.0.2.0/24 : ! 192.0.2.300', ['constant.unreadable:1']],
    ['host_lookup = <; 2001:db8::/129 ; 2001:db8::/32', ['constant.unreadable:1']],
    ['host_lookup = 192.0.2.0/24 : *.example.org : @[] : lsearch;/etc/hosts.friends : 10.0.0.0/', []],
    ['hostlist near = 10.0.0.0/8x\nhost_lookup = +near', ['constant.unreadable:1']],
  ] as const)('%j', (text, expected) => {
    expect(remarksOn(`${text}\n`).filter((id) => id.startsWith('constant'))).toEqual(expected);
  });

  test.each([
    ['quota = 1.5G', []],
    ['quota = 10Q', ['constant.unreadable:4']],
    ['quota_warn_threshold = 75.5%', []],
    ['max_parallel = -1', ['constant.unreadable:4']],
    ['max_parallel = 1.5', ['constant.unreadable:4']],
  ] as const)('%j of a transport', (option, expected) => {
    const text = `begin transports\nt:\n  driver = appendfile\n  ${option}\n  file = /var/mail/x\n`;
    expect(remarksOn(text).filter((id) => id.startsWith('constant'))).toEqual(expected);
  });

  test('rates', () => {
    const of = (rate: string): readonly string[] =>
      remarksOn(rcpt(`deny ratelimit = ${rate}\naccept domains = a`)).filter((id) => id.startsWith('constant'));
    expect(of('10 / 1h / strict')).toEqual([]);
    expect(of('1.5k / 1d2h')).toEqual([]);
    expect(of('ten / 1h')).toEqual(['constant.unreadable:4']);
    expect(of('10 / hourly')).toEqual(['constant.unreadable:4']);
    expect(of('10')).toEqual(['constant.unreadable:4']);
    expect(of('$acl_m_limit / 1h')).toEqual([]);
  });
});
