/** Events, each written as one line with what is known of it: of hosts one after another, of recipients who fare differently, of retries, shadows, batches, programs and reports. */
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import { DROP } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { from, one, redirect, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const OFFERS = ['SIZE 200000', 'PIPELINING', '8BITMIME'];
const RECIPIENTS: NonNullable<PeerScript['replies']> = {
  'RCPT TO:<BAD': '550-5.1.1 two lines of\r\n550 5.1.1 refusal',
  'RCPT TO:<LATER': '450 4.2.1 busy just now',
};
const at = (script: PeerScript): HopRow => ({ script: { offers: OFFERS, ...script }, address: '0.0.0.0' });

const HOPS = (): readonly HopRow[] => [
  at({ replies: RECIPIENTS }),
  at({ replies: { MAIL: '452 4.3.1 no room' } }),
  at({ replies: { MAIL: '553 5.1.7 not this sender' } }),
  at({ replies: { DATA: '554 5.7.1 no data of yours' } }),
  at({ replies: { '.': '421 4.3.2 going down' } }),
  at({ replies: { '.': '552 5.3.4 too much' } }),
  at({ replies: { RCPT: '421 4.3.2 going' } }),
  at({ greeting: '220-first line\r\n220 second line ESMTP' }),
  at({
    offers: ['PIPELINING', 'PRDR'],
    prdr: true,
    replies: { '.': ['353 each', '250 one', '550 5.7.1 two', '250 all'] },
  }),
  at({ lmtp: true, replies: { '.': ['250 2.1.5 stored', '550 5.2.1 shut', '450 4.2.2 full now'] } }),
  at({ greeting: 'nonsense' }),
  at({ replies: { RCPT: DROP } }),
  at({ offers: ['SIZE 10'] }),
  at({ offers: ['CHUNKING', 'PIPELINING'], replies: { BDAT: '554 5.6.1 not this chunk' } }),
];

const ACTION = `event_action = \${if match{$event_name}{^(auth|dns|smtp:fail)}{}{\${acl{told}{$event_name}{$event_data}}}}`;
const only = (name: string, text: string): string =>
  `event_action = \${if eq{$event_name}{${name}}{${text}}{\${if match{$event_name}{^(auth|dns|smtp:fail)}{}{\${acl{told}{$event_name}{$event_data}}}}}}`;

const waysOf = (hop: readonly number[], dead: number, folder: string): readonly Way[] => {
  const host = (index: number, net: number): string => `127.0.8.${net}::${hop[index]}`;
  const nobody = (net: number): string => `127.0.8.${net}::${dead}`;
  return [
    { name: 'mixed', route: host(0, 1), options: ACTION },
    { name: 'noroom', route: host(1, 2), options: ACTION },
    { name: 'nosender', route: host(2, 3), options: ACTION },
    { name: 'nodata', route: host(3, 4), options: ACTION },
    { name: 'down', route: host(4, 5), options: ACTION },
    { name: 'toomuch', route: host(5, 6), options: ACTION },
    { name: 'going', route: host(6, 7), options: ACTION },
    { name: 'lines', route: host(7, 8), options: ACTION },
    { name: 'prdr', route: host(8, 9), options: `${ACTION}\nhosts_try_prdr = *` },
    { name: 'bylmtp', route: host(9, 10), options: `protocol = lmtp\nport = 2003\n${ACTION}` },
    { name: 'nonsense', route: host(10, 11), options: ACTION },
    { name: 'droprcpt', route: host(11, 12), options: ACTION },
    { name: 'small', route: host(12, 13), options: ACTION },
    { name: 'chunks', route: host(13, 14), options: `${ACTION}\nhosts_try_chunking = *` },
    { name: 'thenroom', route: `${host(1, 15)}:${host(0, 16)}`, options: ACTION },
    { name: 'thendead', route: `${nobody(17)}:${nobody(18)}`, options: ACTION },
    { name: 'three', route: `${nobody(19)}:${host(6, 20)}:${host(0, 21)}`, options: ACTION },
    { name: 'back', route: nobody(22), options: ACTION, router: `fallback_hosts = ${host(1, 23)}:${host(0, 24)}` },
    { name: 'atonce', route: host(0, 25), options: `${ACTION}\nmax_rcpt = 2\nconnection_max_messages = 2` },
    { name: 'single', route: host(0, 26), options: `${ACTION}\nmax_rcpt = 1\nconnection_max_messages = 1` },
    {
      name: 'shut',
      route: `${host(0, 27)}:${host(0, 28)}`,
      options: only('tcp:connect', '${if eq{$host_address}{127.0.8.27}{no $host_port}}').replace(
        'no $host_port',
        'not there',
      ),
    },
    {
      name: 'hang',
      route: `${host(0, 29)}:${host(0, 30)}`,
      options: only('smtp:connect', '${if eq{$host_address}{127.0.8.29}{$event_data is bad}}'),
    },
    { name: 'badecho', route: host(0, 31), options: 'event_action = ${if eq{$event_name}{tcp:connect}{${extract{}}}}' },
    {
      name: 'deferfail',
      route: nobody(32),
      options: 'event_action = ${if eq{$event_name}{msg:host:defer}{${lookup{x}lsearch{/nosuch/list}}}}',
    },
    {
      name: 'failfail',
      route: host(2, 33),
      options: 'event_action = ${if eq{$event_name}{msg:fail:delivery}{${bogus:x}}}',
    },
    { name: 'limited', route: host(0, 34), options: `${ACTION}\nmessage_size_limit = 100` },
    { name: 'tlsneeded', route: host(0, 35), options: `${ACTION}\nhosts_require_tls = *` },
    { name: 'authneeded', route: host(0, 36), options: `${ACTION}\nhosts_require_auth = *` },
    { name: 'hostless', options: `hosts = ${host(0, 37)}\n${ACTION}`, driver: 'smtp' },
    { name: 'nohosts', options: ACTION, driver: 'smtp' },
    { name: 'interfaced', route: host(0, 38), options: `${ACTION}\ninterface = 127.0.0.9\nhelo_data = told.example` },
    { name: 'filtering', route: host(0, 39), options: `${ACTION}\ntransport_filter = /bin/cat` },
    { name: 'headfail', route: host(0, 40), options: `${ACTION}\nheaders_add = \${lookup{x}lsearch{/nosuch/list}}` },
    { name: 'maild', driver: 'appendfile', options: `directory = ${folder}/box/md\nmaildir_format\n${ACTION}` },
    { name: 'full', driver: 'appendfile', options: `file = ${folder}/box/full\nquota = 50\n${ACTION}` },
    { name: 'toolong', driver: 'appendfile', options: `file = ${folder}/box/long\nmessage_size_limit = 50\n${ACTION}` },
    { name: 'badpath', driver: 'appendfile', options: `file = relative/path\n${ACTION}` },
    { name: 'shadowed', driver: 'appendfile', options: `file = ${folder}/box/sh\nshadow_transport = piped\n${ACTION}` },
    {
      name: 'batched',
      driver: 'appendfile',
      options: `file = ${folder}/box/bat\nbatch_max = 10\nuse_bsmtp\n${ACTION}`,
    },
    { name: 'piped', driver: 'pipe', options: `command = /bin/cat\nlog_output\n${ACTION}` },
    { name: 'pipeout', driver: 'pipe', options: `command = /bin/sh -c "echo words"\nreturn_output\n${ACTION}` },
    {
      name: 'piperr',
      driver: 'pipe',
      options: `command = /bin/sh -c "echo words; exit 3"\nlog_fail_output\n${ACTION}`,
    },
    {
      name: 'pipetemp',
      driver: 'pipe',
      options: `command = /bin/sh -c "echo words; exit 75"\nlog_defer_output\n${ACTION}`,
    },
    { name: 'pipesig', driver: 'pipe', options: `command = /bin/sh -c "kill -9 $\\$"\n${ACTION}` },
    { name: 'pipenone', driver: 'pipe', options: `command = /nosuch/thing\n${ACTION}` },
    {
      name: 'pipeign',
      driver: 'pipe',
      options: `command = /bin/sh -c "cat >/dev/null; exit 3"\nignore_status\n${ACTION}`,
    },
    { name: 'pipelate', driver: 'pipe', options: `command = /bin/sleep 9\ntimeout = 1s\n${ACTION}` },
    {
      name: 'reply',
      driver: 'autoreply',
      options: `to = ann@example.org\nsubject = s\ntext = t\nonce = ${folder}/once\n${ACTION}`,
    },
    { name: 'replybad', driver: 'autoreply', options: `to = ann@example.org\nsubject = \${bogus:x}\n${ACTION}` },
    { name: 'lmtpcmd', driver: 'lmtp', options: `command = /nosuch/lmtpd\n${ACTION}` },
  ];
};

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
disable_ipv6
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
${ACTION}
begin acl
told:
  accept logwrite = TOLD $acl_arg1 <$acl_arg2> $local_part@$domain R=$router_name T=$transport_name H=$host [$host_address] errno=\${if match{$event_name}{defer}{$event_defer_errno}} from=<$sender_address> size=\${if >{$message_size}{0}{yes}{no}} rc=$recipients_count sub=<$h_subject:> orig=$original_local_part@$original_domain data=$address_data ret=$return_path
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person here')}
${redirect('defer', 'allow_defer\n  data = :defer: wait a while')}
${redirect('syntax', 'data = "<broken@@"')}
${redirect('group', 'data = ann, bad@mixed.example, fail')}
${redirect('loopy', 'data = loopy2')}
${redirect('loopy2', 'data = loopy')}
badrouter:
  driver = accept
  local_parts = expfail
  condition = \${lookup{x}lsearch{/nosuch/list}}
  transport = box
nouser:
  driver = manualroute
  domains = nohost.example
  route_list = * nothere.invalid byname
  host_find_failed = fail
  transport = mixed
${routersOf(waysOf(hops, dead, folder))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  address_data = found
  transport = box
  cannot_route_message = no mailbox of $local_part
begin transports
box:
  driver = appendfile
  file = ${folder}/box/ann
  ${ACTION}
${transportsOf(waysOf(hops, dead, folder), ['hosts_try_fastopen =', 'hosts_avoid_tls = *'])}
begin retry
* * F,2h,15m
`;

const to = (name: string, ...locals: readonly string[]) =>
  one([name, ...locals].join(' '), ...(locals.length > 0 ? locals : ['x']).map((local) => `${local}@${name}.example`));

export const told: World = {
  name: 'told',
  configuration,
  isInFullAlone: true,
  furnish: async () => ({ hops: HOPS }),
  scenarios: [
    to('mixed', 'good', 'bad', 'later'),
    to('mixed', 'bad'),
    to('mixed', 'later'),
    to('noroom', 'a', 'b'),
    to('nosender', 'a', 'b'),
    to('nodata', 'a', 'b'),
    to('down'),
    to('toomuch'),
    to('going', 'a', 'b'),
    to('lines'),
    to('bylmtp', 'a', 'b', 'c'),
    to('nonsense'),
    to('droprcpt'),
    to('small'),
    to('chunks'),
    to('thenroom'),
    to('thendead'),
    to('three'),
    to('back'),
    to('shut'),
    to('hang'),
    to('badecho'),
    to('deferfail'),
    to('failfail'),
    to('authneeded'),
    to('tlsneeded'),
    to('prdr', 'a', 'b'),
    to('headfail'),
    to('limited'),
    to('atonce', 'a', 'b', 'c', 'd', 'e'),
    to('single', 'a', 'b', 'c'),
    to('toolong'),
    to('shadowed'),
    to('pipeign'),
    to('replybad'),
    one('fail and here', 'fail@example.org', 'ann@example.org'),
    one('group', 'group@example.org'),
    one('loopy', 'loopy@example.org'),
    one('expfail', 'expfail@example.org'),
    one('unknown mailbox', 'nobody@example.org'),
    one('no such host', 'x@nohost.example'),
    from('', 'a bounce that fails', 'fail@example.org'),
    to('hostless'),
    to('nohosts'),
    to('interfaced'),
    to('filtering'),
    to('maild'),
    to('full'),
    to('badpath'),
    to('batched', 'a', 'b'),
    to('piped'),
    to('pipeout'),
    to('piperr'),
    to('pipetemp'),
    to('pipesig'),
    to('pipenone'),
    to('pipelate'),
    to('reply'),
    to('lmtpcmd'),
    one('defer', 'defer@example.org'),
    one('syntax', 'syntax@example.org'),
    from('bad@mixed.example', 'a bounce that is refused', 'fail@example.org'),
    { ...to('thendead'), title: 'both dead, again', runs: ['-q', '-qf'] },
    { ...one('given up', 'defer@example.org', 'ann@example.org'), runs: ['-Mg ID'] },
    { ...one('removed', 'defer@example.org'), runs: ['-Mrm ID'] },
    { ...one('marked', 'defer@example.org'), runs: ['-Mmad ID'] },
    { ...one('frozen and thawed', 'defer@example.org'), runs: ['-Mf ID', '-Mt ID', '-qff'] },
  ],
};
