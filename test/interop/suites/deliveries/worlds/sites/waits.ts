/** Hosts and addresses that wait: several hosts of which some do, other senders, other messages, ends of times, runs for some. */
import { DROP, type PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, type Scenario, type World } from '../types.ts';

const SCRIPTS: readonly PeerScript[] = [
  {},
  {
    offers: ['PIPELINING'],
    replies: { 'RCPT TO:<B': '450 4.2.1 busy', 'RCPT TO:<G': '550 5.1.1 gone', RCPT: '250 ok' },
  },
  { replies: { 'MAIL FROM:<BOB': '451 4.3.0 not you', MAIL: '250 ok' } },
  { replies: { DATA: '452 4.3.1 no room' } },
  { greeting: '421 4.3.2 not now' },
  { replies: { MAIL: DROP } },
  { greeting: '554 5.3.2 never' },
];

interface Way {
  readonly name: string;
  /** Where to: `dead`, or the number of a hop. */
  readonly to: readonly (number | 'dead')[];
  readonly transport?: string;
  readonly router?: string;
}

const WAYS: readonly Way[] = [
  { name: 'second', to: ['dead', 0] },
  { name: 'both', to: ['dead', 'dead'] },
  { name: 'mixed', to: ['dead', 4] },
  { name: 'three', to: ['dead', 'dead', 'dead', 0], transport: 'hosts_max_try = 2' },
  { name: 'hard', to: ['dead', 'dead', 'dead', 0], transport: 'hosts_max_try = 2\n  hosts_max_try_hardlimit = 2' },
  { name: 'cut', to: ['dead'] },
  { name: 'undelayed', to: ['dead'], transport: 'delay_after_cutoff = false' },
  { name: 'cutpair', to: ['dead', 'dead'] },
  { name: 'anysender', to: [1], transport: 'address_retry_include_sender = false' },
  { name: 'bysender', to: [1] },
  { name: 'mails', to: [2] },
  { name: 'datas', to: [3] },
  { name: 'greets', to: [4] },
  { name: 'drops', to: [5, 0] },
  { name: 'blocks', to: [6, 0] },
  { name: 'blockone', to: [6] },
  { name: 'noip', to: ['dead'], transport: 'retry_include_ip_address = false' },
  { name: 'falls', to: ['dead'], router: 'fallback_hosts = 127.0.11.200::@0@' },
  { name: 'fallsdead', to: ['dead'], router: 'fallback_hosts = 127.0.11.201::@dead@' },
  { name: 'fallscut', to: ['dead'], router: 'fallback_hosts = 127.0.11.202::@dead@' },
  { name: 'soon', to: ['dead'] },
  { name: 'late', to: ['dead'] },
  { name: 'none', to: ['dead'] },
  { name: 'noneother', to: [1] },
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => {
  const portOf = (to: number | 'dead'): number => (to === 'dead' ? dead : hops[to]!);
  const ways = WAYS.map(({ name, to, router = '' }, index) => {
    const list = to.map((one, at) => `127.0.11.${index * 4 + at + 1}::${portOf(one)}`).join(' : ');
    const more = router.replace(/@(\w+)@/g, (_, key: string) => String(key === 'dead' ? dead : hops[Number(key)]));
    return `w_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * "${list}" byname\n  self = send\n  transport = ${name}\n${more === '' ? '' : `  ${more}\n`}`;
  });
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
hold_domains = held.example
queue_run_in_order
queue_domains = queued.example
begin routers
${ways.join('')}
smart:
  driver = manualroute
  domains = *.smart.example
  route_list = * 127.0.11.250::${dead} byname
  self = send
  transport = late
smartone:
  driver = manualroute
  domains = *.busy.example
  route_list = * 127.0.11.251::${hops[4]} byname
  self = send
  transport = late
${redirect('wait', 'allow_defer\n  data = :defer: $local_part waits')}
${redirect('team', 'data = x@soon.example, ann, wait')}
held:
  driver = accept
  domains = held.example : queued.example
  transport = box
full:
  driver = accept
  domains = +local_domains
  local_parts = full
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
${WAYS.map(({ name, transport = '' }) => `${name}:\n  driver = smtp\n  allow_localhost\n  hosts_avoid_tls = *\n  hosts_try_fastopen =\n  connection_max_messages = 1\n${transport === '' ? '' : `  ${transport}\n`}`).join('')}
begin retry
${['cut', 'undelayed', 'cutpair', 'fallscut'].map((name) => `${name}.example  *  F,1s,1s`).join('\n')}
none.example          timeout      F,1h,1m
noneother.example     refused      F,1h,1m
soon.example          *            F,1h,2s
late.example          *            F,1h,1h
wait@example.org      *            F,3s,1s
full@example.org      quota        F,1s,1s
bysender.example      rcpt_4xx     F,2s,1s
*                     *            F,2h,15m; G,16h,1h,1.5; F,4d,6h
`;
};

const of = (domain: string, ...localParts: string[]): readonly string[] =>
  localParts.map((localPart) => `${localPart}@${domain}.example`);
const at = (title: string, runs: readonly string[], ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  ...(runs.length > 0 && { runs }),
});

/** Messages to these domains, and a queue run. */
const queued = (...domains: string[]): readonly string[] => [
  ...domains.map((domain, at) => `-odq q${at}@${domain}.example`),
  '-q',
];
const WAITING = ['-odq wait@example.org', '-odq wait@example.org'];

export const waits: World = {
  name: 'waits',
  configuration,
  isInFullAlone: true,
  furnish: async () => ({ hops: () => SCRIPTS.map((script) => ({ script, address: '0.0.0.0' })) }),
  scenarios: [
    at('the second of two hosts', [], ...of('second', 'a')),
    at('the second of two hosts, the first of which waits', [], ...of('second', 'a', 'b')),
    at('both hosts are dead', [], ...of('both', 'a')),
    at('both hosts wait', ['-q'], ...of('both', 'a', 'b')),
    at('both hosts wait, and are tried all the same', ['-qf'], ...of('both', 'c')),
    at('one is dead, one does not want to', [], ...of('mixed', 'a')),
    at('more hosts than are tried', [], ...of('three', 'a')),
    at('more hosts than are tried, and some wait', ['-q'], ...of('three', 'b')),
    at('no more hosts than a hard limit', ['-q', '-q'], ...of('hard', 'a')),
    at('behind the end of its time', ['-q', '-q'], ...of('cut', 'a')),
    at('another message behind the end', [], ...of('cut', 'b')),
    at('another message behind the end, later', ['-q'], ...of('cut', 'c')),
    at('behind the end, undelayed', ['-q', '-q'], ...of('undelayed', 'a')),
    at('another message behind the end, undelayed', ['-q'], ...of('undelayed', 'b')),
    at('two hosts behind their end', ['-q', '-q'], ...of('cutpair', 'a')),
    at('another message to two hosts behind their end', ['-q'], ...of('cutpair', 'b')),
    at('a recipient who is busy', [], ...of('anysender', 'b')),
    from('bob@example.org', 'the same from another', ...of('anysender', 'b')),
    at('a recipient who is busy for a sender', [], ...of('bysender', 'b')),
    { ...from('bob@example.org', 'and for another', ...of('bysender', 'b', 'a')), runs: ['-q', '-q'] },
    { ...from('', 'and for nobody', ...of('bysender', 'b', 'gone')), runs: ['-q'] },
    from('bob@example.org', 'a sender who is not wanted', ...of('mails', 'x')),
    at('another is wanted there', [], ...of('mails', 'x')),
    { ...from('bob@example.org', 'not wanted again', ...of('mails', 'y')), runs: ['-q', '-qf'] },
    at('no room behind DATA', ['-q'], ...of('datas', 'x')),
    at('no room for another', ['-qf'], ...of('datas', 'x', 'y')),
    at('421 as greeting', ['-q'], ...of('greets', 'x')),
    at('421 as greeting, and another', [], ...of('greets', 'y')),
    at('a host that hangs up, and one behind it', [], ...of('drops', 'x')),
    at('the same again', [], ...of('drops', 'y')),
    at('554 as greeting, and one behind it', [], ...of('blocks', 'x')),
    at('554 as greeting', ['-q'], ...of('blockone', 'x')),
    at('keys without addresses', [], ...of('noip', 'x')),
    at('keys without addresses, again', ['-q'], ...of('noip', 'y')),
    at('a host to fall back on', [], ...of('falls', 'x')),
    at('a host to fall back on, while the first waits', [], ...of('falls', 'y')),
    at('a dead host to fall back on', ['-q'], ...of('fallsdead', 'x')),
    at('a dead host to fall back on, and an end', ['-q', '-q'], ...of('fallscut', 'x')),
    at('soon and late', ['-q', '-q', '-qf'], ...of('soon', 'x'), ...of('late', 'x')),
    at('some of one message', ['-q'], ...of('soon', 'x'), 'ann@example.org', 'wait@example.org'),
    at('a team', ['-q', '-q', '-q'], 'team@example.org'),
    at('no rule for this error', [], ...of('none', 'x')),
    at('no rule for this reply', [], ...of('noneother', 'b', 'a')),
    at('a mailbox that stays full', ['-q', '-q'], 'full@example.org'),
    at('a mailbox that was full too long', ['-q'], 'full@example.org'),
    at('held and queued', ['-q', '-qf', '-qff'], 'x@held.example', 'x@queued.example'),
    at('a run for some', ['-R late', '-R nowhere', '-Rf LATE.example', '-S nobody', '-Sff ann'], ...of('late', 'r')),
    at('a run for first attempts', ['-qi', '-qif'], ...of('late', 'i')),
    at('a run for local ones', ['-ql', '-qlf'], ...of('late', 'l'), 'wait@example.org'),
    at('a run twice over', ['-qq', '-qqf'], ...of('late', 'q')),
    at('by its id', ['-M ID', '-Mc ID'], ...of('late', 'm')),
    { ...at('two at once', ['-q'], ...of('soon', 't', 'u')), before: [at('before', [], ...of('soon', 't'))] },
    at('several that were queued, to one domain', queued('late', 'late', 'late'), 'ann@example.org'),
    at('several that were queued, by one host', queued('a.smart', 'b.smart', 'c.smart'), 'ann@example.org'),
    at('several that were queued, to a busy host', queued('a.busy', 'b.busy', 'c.busy'), 'ann@example.org'),
    at(
      'several that were queued, some of which go',
      queued('falls', 'd.smart', 'second', 'e.smart'),
      'ann@example.org',
    ),
    at('several that were queued, forced', [...queued('f.smart', 'g.smart'), '-qf'], 'ann@example.org'),
    at(
      'several that were queued, local',
      ['-odq full@example.org', '-odq full@example.org', '-odq ann@example.org', '-q', '-q'],
      'ann@example.org',
    ),
    at('several that were queued, to wait', [...WAITING, '-q', '-q', '-q'], 'ann@example.org'),
    { ...at('given up', ['-Mg ID'], ...of('late', 'g')), before: [at('one', [], ...of('late', 'h'))] },
    { ...at('frozen', ['-Mf ID', '-q', '-qf', '-qff'], ...of('late', 'f'), 'wait@example.org') },
  ],
};

const forgetting: World['configuration'] = (places) =>
  configuration(places)
    .replace('hold_domains', 'retry_data_expire = 2s\nretry_interval_max = 1s\nhold_domains')
    .replace(/^soon.example .*$/m, 'soon.example  *  F,1h,20m')
    .replace(/^late.example .*$/m, 'late.example  *  G,1h,1m,2');

export const waitsForgotten: World = {
  ...waits,
  name: 'waitsforgotten',
  configuration: forgetting,
  scenarios: [
    at('the interval has a limit', ['-q', '-q'], ...of('soon', 'x')),
    at('a growing interval has a limit', ['-q', '-q', '-q'], ...of('late', 'x')),
    { ...at('old data are forgotten', ['-q', '-q'], ...of('cut', 'a')) },
    at('another message', [], ...of('cut', 'b')),
    at('an address', ['-q', '-q', '-q', '-q'], 'wait@example.org'),
    at('both hosts', ['-q'], ...of('both', 'a')),
  ],
};
