/** Retry rules by every name of an error, and all kinds of intervals. */
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import { DROP, SILENT } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, type Scenario, type World } from '../types.ts';

const says = (replies: PeerScript['replies'] = {}, more: Partial<PeerScript> = {}): PeerScript => ({
  offers: ['SIZE', 'PIPELINING'],
  replies,
  ...more,
});

const SCRIPTS: readonly PeerScript[] = [
  says({
    'RCPT TO:<A': '450 4.2.0 busy',
    'RCPT TO:<B': '452 4.2.2 full',
    'RCPT TO:<C': '421 4.3.2 closing',
    'RCPT TO:<D': '451 local',
    RCPT: '250 ok',
  }),
  says({ MAIL: '451 4.3.0 later' }),
  says({ MAIL: '452 4.3.1 no room' }),
  says({ DATA: '451 4.3.0 not now' }),
  says({ '.': '452 4.3.1 no room behind the dot' }),
  says({ MAIL: DROP }),
  says({ '.': DROP }),
  says({}, { greeting: '421 4.3.2 too many' }),
  says({}, { greeting: SILENT }),
  says({ EHLO: '421 4.7.0 go away for now', HELO: '421 4.7.0 go away for now' }),
  says({ AUTH: '535 5.7.8 no' }, { offers: ['AUTH PLAIN'] }),
  says({ RCPT: SILENT }),
  says({}, { greeting: '550 5.7.1 blocked' }),
  says({ STARTTLS: '454 4.7.0 no TLS now' }, { offers: ['STARTTLS'] }),
];

const RULES: readonly (readonly [name: string, hop: number | undefined, rule: string, options?: string])[] = [
  ['rcpt450', 0, 'rcpt_450 F,1h,7m'],
  ['rcpt45x', 0, 'rcpt_45x F,1h,8m'],
  ['rcpt4xx', 0, 'rcpt_4xx F,1h,9m'],
  ['mail4xx', 1, 'mail_4xx F,1h,10m'],
  ['mail452', 2, 'mail_452 F,1h,11m'],
  ['data45x', 3, 'data_45x F,1h,12m'],
  ['data452', 4, 'data_452 F,1h,13m'],
  ['lost', 5, 'lost_connection F,1h,14m'],
  ['lostdot', 6, 'lost_connection F,1h,15m'],
  ['greets', 7, 'lost_connection F,1h,16m'],
  ['silent', 8, 'timeout F,1h,17m', 'command_timeout = 1s'],
  ['silentconnect', 8, 'timeout_connect F,1h,18m', 'command_timeout = 1s'],
  ['ehlo', 9, '* F,1h,19m'],
  ['auth', 10, 'auth_failed F,1h,20m', 'hosts_require_auth = *'],
  ['authother', 10, 'refused F,1h,20m', 'hosts_require_auth = *'],
  ['silentrcpt', 11, 'timeout_A F,1h,21m', 'command_timeout = 1s'],
  ['silentmx', 11, 'timeout_MX F,1h,21m', 'command_timeout = 1s'],
  ['dead', undefined, 'refused F,1h,22m'],
  ['deada', undefined, 'refused_A F,1h,23m'],
  ['deadmx', undefined, 'refused_MX F,1h,24m'],
  ['deadtimeout', undefined, 'timeout_connect_A F,1h,25m'],
  ['blocked', 12, '* F,1h,26m'],
  ['notls', 13, 'tls_required F,1h,27m', 'hosts_require_tls = *'],
  ['notlsother', 13, 'timeout F,1h,27m', 'hosts_require_tls = *'],
  ['geometric', undefined, '* F,2s,1s; G,1h,2s,3'],
  ['half', undefined, '* H,1h,10m,2.5'],
  ['three', undefined, '* F,1s,1s; F,2s,1s; F,3s,1s'],
  ['empty', undefined, '*'],
  ['decimal', undefined, '* G,1d12h,1h30m,1.05'],
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${RULES.map(([name, hop], index) => `w_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * 127.0.2.${index + 1}::${hop === undefined ? dead : hops[hop]} byname\n  self = send\n  transport = ${name}\n`).join('')}
${redirect('lookup', 'data = ${lookup{x}lsearch{/no/such/file}{$value}}')}
${redirect('deferred', 'allow_defer\n  data = :defer: busy today')}
${redirect('ended', 'allow_defer\n  data = :defer: busy for ever')}
${redirect('norule', 'allow_defer\n  data = :defer: no rule for me')}
full:
  driver = accept
  domains = +local_domains
  local_parts = full
  transport = full
full7:
  driver = accept
  domains = +local_domains
  local_parts = full7
  transport = full7
broken:
  driver = accept
  domains = +local_domains
  local_parts = ^broken
  transport = broken
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
full:
  driver = appendfile
  file = ${folder}/box/full
  quota = 20
full7:
  driver = appendfile
  directory = ${folder}/box/full7
  maildir_format
  create_directory
  quota = 20
broken:
  driver = appendfile
  file = ${folder}/none/$local_part
  no_create_directory
  no_use_lockfile
${RULES.map(([name, , , options = '']) => `${name}:\n  driver = smtp\n  allow_localhost\n${name === 'notls' || name === 'notlsother' ? '' : '  hosts_avoid_tls = *\n'}  hosts_try_fastopen =\n  retry_include_ip_address = \${if eq{$domain}{deadmx.example}{no}{yes}}\n${options === '' ? '' : `  ${options}\n`}`).join('')}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^u^p
begin retry
${RULES.map(([name, , rule]) => `${name}.example  ${rule}`).join('\n')}
lookup@example.org    lookup    F,1h,31m
deferred@example.org  *         senders=: F,1h,1m
deferred@example.org  *         senders=ann@* F,1h,32m
ended@example.org     *         F,1s,1s
full@example.org      quota     F,1h,33m
full7@example.org     quota_7d  F,1h,34m
full7@example.org     quota     F,1h,35m
^broken.*@example\\.org  *      F,1h,36m
brokenless            *         F,1h,37m
127.0.2.0/24          *         F,1h,38m
`;

const at = (title: string, ...recipients: string[]): Scenario => one(title, ...recipients);

export const retryNames: World = {
  name: 'retrynames',
  configuration,
  furnish: async () => ({ hops: () => SCRIPTS.map((script) => ({ script, address: '0.0.0.0' })) }),
  isInFullAlone: true,
  forms: [[/tmp\/\d+\.M\w+\.mx/g, 'tmp/N.mx']],
  scenarios: [
    at('rcpt_450', 'a@rcpt450.example', 'x@rcpt450.example'),
    at('rcpt_45x', 'a@rcpt45x.example', 'b@rcpt45x.example', 'd@rcpt45x.example'),
    at('rcpt_45x and 421', 'c@rcpt45x.example'),
    at('rcpt_4xx', 'd@rcpt4xx.example'),
    at('mail_4xx', 'x@mail4xx.example'),
    at('mail_452', 'x@mail452.example'),
    at('data_45x', 'x@data45x.example'),
    at('data_452 behind the dot', 'x@data452.example'),
    at('lost_connection at MAIL', 'x@lost.example'),
    at('lost_connection behind the dot', 'x@lostdot.example'),
    at('421 as greeting', 'x@greets.example'),
    at('timeout of a greeting', 'x@silent.example'),
    at('421 to EHLO', 'x@ehlo.example'),
    at('auth_failed', 'x@auth.example'),
    at('a rule that is not for auth_failed', 'x@authother.example'),
    at('timeout_A', 'x@silentrcpt.example'),
    at('timeout_MX', 'x@silentmx.example'),
    at('refused', 'x@dead.example'),
    at('refused_A', 'x@deada.example'),
    at('refused_MX, without an address', 'x@deadmx.example'),
    at('timeout_connect_A', 'x@deadtimeout.example'),
    at('550 as greeting', 'x@blocked.example'),
    at('tls_required', 'x@notls.example'),
    { ...at('F and then G', 'x@geometric.example'), runs: ['-q', '-q'] },
    { ...at('H', 'x@half.example'), runs: ['-qf'] },
    { ...at('three F', 'x@three.example'), runs: ['-q', '-qf'] },
    at('a rule without times', 'x@empty.example'),
    at('G with decimals', 'x@decimal.example'),
    at('lookup', 'lookup@example.org'),
    at('senders', 'deferred@example.org'),
    from('', 'senders=:', 'deferred@example.org'),
    from('bob@example.org', 'senders of nobody', 'deferred@example.org'),
    { ...at('an address whose time ends', 'ended@example.org'), runs: ['-q', '-q'] },
    at('no rule', 'norule@example.org'),
    at('quota', 'full@example.org'),
    at('quota_7d', 'full7@example.org'),
    at('by a pattern', 'broken@example.org', 'broken2@example.org'),
    { ...at('a host that waits, and another message to it', 'y@dead.example'), runs: ['-q'] },
    { ...at('a host that waits, forced', 'y@deada.example', 'y@deadmx.example'), runs: ['-qf'] },
    { ...at('an address that waits', 'a@rcpt450.example', 'z@rcpt450.example'), runs: ['-q', '-qf'] },
  ],
};
