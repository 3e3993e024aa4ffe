/** Retry rules as people write them, by what they are looked up with: addresses, hosts, patterns, senders, times. */
import { DROP, type PeerScript, SILENT } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, type Scenario, type World } from '../types.ts';

const SCRIPTS: readonly PeerScript[] = [
  {
    offers: ['PIPELINING'],
    replies: { 'RCPT TO:<A': '450 4.2.0 a', 'RCPT TO:<B': '452 4.2.2 b', 'RCPT TO:<Z': '550 z' },
  },
  { replies: { MAIL: '451 4.3.0 no' } },
  { replies: { DATA: DROP } },
  { replies: { DATA: SILENT } },
  { greeting: '450 4.3.2 no' },
  { offers: ['STARTTLS'], replies: { STARTTLS: '502 no' } },
  { offers: ['PIPELINING'], replies: { RCPT: '421 4.3.2 bye' } },
];

interface Rule {
  readonly name: string;
  readonly hop?: number;
  readonly options?: string;
}

const WAYS: readonly Rule[] = [
  { name: 'byhost' },
  { name: 'bynetwork' },
  { name: 'bydomain' },
  { name: 'bywild' },
  { name: 'byregex' },
  { name: 'bylookup' },
  { name: 'bylist' },
  { name: 'byaddress', hop: 0 },
  { name: 'bysender', hop: 0 },
  { name: 'bymail', hop: 1 },
  { name: 'bydrop', hop: 2 },
  { name: 'bytime', hop: 3, options: 'command_timeout = 1s' },
  { name: 'bygreet', hop: 4 },
  { name: 'bytls', hop: 5, options: 'hosts_require_tls = *' },
  { name: 'byclose', hop: 6 },
  { name: 'norule' },
  { name: 'fixedthengeo' },
  { name: 'long' },
  { name: 'random' },
  { name: 'zero' },
  { name: 'expires' },
  { name: 'expiresrcpt', hop: 0 },
  { name: 'expiresmail', hop: 1 },
  { name: 'noaddress', options: 'retry_include_ip_address = no' },
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
domainlist slow = bylist.example : other.example
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${WAYS.map(({ name, hop }, index) => `w_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * 127.0.9.${index + 1}::${hop === undefined ? dead : hops[hop]} byname\n  self = send\n  transport = ${name}\n`).join('')}
pair:
  driver = manualroute
  domains = pair.example
  route_list = * "127.0.9.101::${dead} : 127.0.9.102::${dead}" byname
  self = send
  transport = norule
${redirect('defer', 'allow_defer\n  data = :defer: busy')}
${redirect('quick', 'allow_defer\n  data = :defer: busy')}
${redirect('list', 'data = defer, a@byaddress.example, z@byaddress.example')}
unrouted:
  driver = redirect
  domains = +local_domains
  local_parts = ^un
  allow_defer
  retry_use_local_part
  data = :defer: by $local_part
wide:
  driver = redirect
  domains = +local_domains
  local_parts = ^wi
  allow_defer
  no_retry_use_local_part
  data = :defer: by $local_part
full:
  driver = accept
  domains = +local_domains
  local_parts = ^full
  transport = full
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
${WAYS.map(({ name, options = '' }) => `${name}:\n  driver = smtp\n  hosts_try_fastopen =\n${options === '' ? '' : `  ${options}\n`}`).join('')}
begin retry
127.0.9.1             *            F,1h,11m
127.0.9.0/30          *            F,1h,12m
bydomain.example      refused      F,1h,13m
*.example             timeout      F,1h,14m
by*.example           *            F,1h,14m
^byre.*\\.example\\$    refused_A    F,1h,15m
lsearch;${folder}/slow  *          F,1h,16m
a@byaddress.example   rcpt_450     F,1h,17m
*@byaddress.example   *            F,1h,18m
bysender.example      rcpt_4xx     senders=ann@* F,1h,19m
bysender.example      *            senders=:     F,1h,20m
bymail.example        mail_451     F,1h,21m
bydrop.example        lost_connection F,1h,22m
bytime.example        timeout F,1h,23m
bytls.example         tls_required F,1h,24m
bygreet.example       mail_4xx     F,1h,25m
fixedthengeo.example  *            F,4s,2s; G,1h,3s,2
long.example          *            F,1w,1d
random.example        *            H,1h,20m,1.5
zero.example          *            F,1s,1m
expires.example       *            F,1s,1s
expiresrcpt.example   *            F,1s,1s
expiresmail.example   *            F,1s,1s
noaddress.example     *            F,1h,26m
pair.example          *            F,1h,27m
quick@example.org     *            F,3s,1s
full7@example.org     quota_7d     F,1h,28m
full*@example.org     quota        F,1h,29m
un*@example.org       *            F,1h,30m
*@example.org         *            F,1h,31m
`;

const at = (title: string, ...recipients: string[]): Scenario => one(title, ...recipients);

export const rules: World = {
  name: 'rules',
  configuration,
  isInFullAlone: true,
  furnish: async () => ({ hops: () => SCRIPTS.map((script) => ({ script, address: '0.0.0.0' })) }),
  files: { slow: 'bylookup.example:\n' },
  scenarios: [
    at('a host', 'x@byhost.example'),
    at('a network', 'x@bynetwork.example'),
    at('a domain and an error', 'x@bydomain.example'),
    at('a wildcard', 'x@bywild.example'),
    at('a pattern and an error', 'x@byregex.example'),
    at('a lookup', 'x@bylookup.example'),
    at('addresses', 'a@byaddress.example', 'b@byaddress.example', 'x@byaddress.example'),
    at('senders', 'a@bysender.example'),
    from('', 'senders of nobody', 'a@bysender.example'),
    from('bob@example.org', 'senders of others', 'a@bysender.example'),
    at('MAIL', 'x@bymail.example'),
    at('a connection that is lost', 'x@bydrop.example'),
    at('a time', 'x@bytime.example'),
    at('a greeting', 'x@bygreet.example'),
    at('TLS', 'x@bytls.example'),
    at('421 to RCPT', 'x@byclose.example', 'y@byclose.example'),
    at('no rule', 'x@norule.example'),
    { ...at('F, then G', 'x@fixedthengeo.example'), runs: ['-q', '-q', '-q'] },
    at('a week', 'x@long.example'),
    at('H', 'x@random.example'),
    { ...at('no time at all', 'x@zero.example'), runs: ['-q'] },
    { ...at('an end', 'x@expires.example'), runs: ['-q', '-q'] },
    { ...at('an end of RCPT', 'a@expiresrcpt.example', 'b@expiresrcpt.example'), runs: ['-q', '-q'] },
    { ...at('an end of MAIL', 'x@expiresmail.example'), runs: ['-q', '-q'] },
    { ...at('behind the end', 'y@expires.example'), runs: ['-q'] },
    at('without an address', 'x@noaddress.example'),
    { ...at('two hosts', 'x@pair.example'), runs: ['-q', '-qf'] },
    { ...at('an address', 'defer@example.org'), runs: ['-q', '-qf'] },
    { ...at('an address with an end', 'quick@example.org'), runs: ['-q', '-q', '-q'] },
    at('quotas', 'full@example.org', 'full7@example.org'),
    {
      ...at('retry_use_local_part', 'un1@example.org', 'un2@example.org', 'wi1@example.org', 'wi2@example.org'),
      runs: ['-q'],
    },
    { ...at('a list', 'list@example.org'), runs: ['-q', '-qf'] },
    { ...at('a second message', 'a@byaddress.example'), before: [at('first', 'a@byaddress.example')], runs: ['-q'] },
    { ...at('a second recipient', 'x@byaddress.example', 'a@byaddress.example'), runs: ['-q', '-qf'] },
  ],
};
