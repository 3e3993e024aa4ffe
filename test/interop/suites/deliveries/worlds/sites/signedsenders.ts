/** Senders that are signed and rewritten on their way out and taken back, and mail sent on while it comes. */
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, remote, type World } from '../types.ts';

const hop = (replies: PeerScript['replies'] = {}, ...more: string[]): PeerScript => ({
  offers: ['SIZE', 'PIPELINING', '8BITMIME', ...more],
  replies: {
    'RCPT TO:<ZED': '550 5.1.1 no zed',
    'RCPT TO:<TMP': '451 4.7.1 later',
    ...replies,
  },
});

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
SECRET = not-so-secret
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
delay_warning =
keep_environment =
begin acl
rcpt:
  accept domains = ^cut
         control = cutthrough_delivery
  accept domains = ^defercut
         control = cutthrough_delivery/defer=pass
  accept
begin routers
inbound:
  driver = redirect
  domains = +local_domains
  senders = :
  condition = \${if inbound_srs{$local_part}{SECRET}}
  data = $srs_recipient
inbound_failed:
  driver = redirect
  domains = +local_domains
  senders = :
  condition = \${if inbound_srs{$local_part}{}}
  allow_fail
  data = :fail: Invalid SRS recipient address
prvs:
  driver = redirect
  domains = +local_domains
  condition = \${prvscheck{$local_part@$domain}{SECRET}{1}}
  data = \${prvscheck{$local_part@$domain}{SECRET}{}}
${redirect('forwarded', 'data = ${quote_local_part:$local_part}x@out.example')}
forwards:
  driver = redirect
  domains = +local_domains
  local_parts = ^fwd
  data = \${sg{$local_part}{^fwd-}{}}@srs.example
srs:
  driver = manualroute
  domains = srs.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  errors_to = \${if and{{def:sender_address}{!match_domain{$sender_address_domain}{+local_domains}}}{\${srs_encode{SECRET}{$sender_address}{example.org}}}fail}
  transport = out
${remote('out', `127.0.0.1::${hops[0]}`)}
batv:
  driver = manualroute
  domains = batv.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = batv
srspath:
  driver = manualroute
  domains = srspath.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = srspath
${remote('cut', `127.0.0.1::${hops[1]}`)}
${remote('cutdead', `127.0.8.1::${dead}`)}
${remote('cutdata', `127.0.0.1::${hops[2]}`)}
${remote('cutdot', `127.0.0.1::${hops[3]}`)}
${remote('cuttemp', `127.0.0.1::${hops[4]}`)}
${remote('defercut', `127.0.0.1::${hops[4]}`)}
${remote('cutmail', `127.0.0.1::${hops[5]}`)}
${remote('cutgreet', `127.0.8.2::${hops[6]}`)}
${remote('cutadds', `127.0.0.1::${hops[1]}`, 'headers_add = X-Router: $router_name')}
cutfilter:
  driver = manualroute
  domains = cutfilter.example
  route_list = * 127.0.0.1::${hops[1]} byname
  self = send
  transport = filtering
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  return_path_add
  envelope_to_add
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
filtering:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  transport_filter = /bin/cat
batv:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  return_path = \${if eq{$return_path}{}{}{\${prvs{$return_path}{SECRET}}}}
srspath:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  max_rcpt = 1
  return_path = \${srs_encode{SECRET}{$return_path}{example.org}}
begin retry
* * F,2h,15m
`;

export const signedSenders: World = {
  name: 'signedsenders',
  configuration,
  isInFullAlone: true,
  forms: [
    [/(>> |rejected after DATA: |tmp-reject from cutthrough after DATA: )(.*?) S=\d+/g, '$1$2'], // of what is sent on, Exim counts more
    [/prvs=\d[0-9a-f]{9}=/g, 'prvs=N='],
    [/SRS0=[\w+/]{4}=[A-Z2-7]{2}=/g, 'SRS0=HASH=TT='],
    [/SRS1=[\w+/]{4}=/g, 'SRS1=HASH='],
  ],
  furnish: async () => ({
    hops: () => [
      { script: hop() },
      { script: hop({}, 'CHUNKING') },
      { script: hop({ DATA: '550 5.7.1 no data' }) },
      { script: hop({ '.': '550 5.7.1 no content' }) },
      { script: hop({ '.': '450 4.7.1 no content now' }) },
      { script: hop({ MAIL: '550 5.1.8 no sender' }) },
      { script: { greeting: '554 5.7.1 no' }, address: '0.0.0.0' },
    ],
  }),
  scenarios: [
    from('joe@far.example', 'SRS', 'x@srs.example'),
    one('no SRS for our own', 'x@srs.example'),
    from('', 'no SRS for nobody', 'x@srs.example'),
    from('SRS0=AbCd=EF=far.example=joe@forwarder.example', 'SRS of SRS', 'x@srs.example'),
    from('SRS1=AbCd=one.example==EFGH=IJ=far.example=joe@two.example', 'SRS of SRS1', 'x@srs.example'),
    from('joe@far.example', 'SRS and an alias', 'fwd-x@example.org'),
    from('joe@far.example', 'SRS and a refusal', 'zed@srs.example'),
    from('"joe doe"@far.example', 'SRS of quotes', 'x@srs.example'),
    from('a=b+c@far.example', 'SRS of odd letters', 'x@srs.example'),
    from('joe@far.example', 'SRS by a transport', 'x@srspath.example', 'y@srspath.example'),
    from('', 'a signature that is none', 'SRS0=aaaa=ZZ=far.example=joe@example.org'),
    from('', 'half a signature', 'SRS0=aaaa=ZZ@example.org'),
    from('', 'SRS1 that is none', 'SRS1=aaaa=one.example==bbbb=ZZ=far.example=joe@example.org'),
    from('joe@far.example', 'not from nobody', 'SRS0=aaaa=ZZ=far.example=joe@example.org'),
    one('prvs', 'x@batv.example'),
    from('', 'prvs of nobody', 'x@batv.example'),
    from('', 'prvs that is none', 'prvs=0123456789=ann@example.org'),
    one('sent on', 'x@cut.example'),
    one('sent on, to two', 'x@cut.example', 'y@cut.example'),
    one('sent on, and refused', 'zed@cut.example', 'x@cut.example'),
    one('sent on, and refused for now', 'tmp@cut.example', 'x@cut.example'),
    one('sent on to nobody', 'x@cutdead.example'),
    one('sent on, and DATA refused', 'x@cutdata.example'),
    one('sent on, and refused behind the dot', 'x@cutdot.example'),
    one('sent on, and put off behind the dot', 'x@cuttemp.example'),
    one('sent on, and put off behind the dot, passed on', 'x@defercut.example'),
    one('sent on, and MAIL refused', 'x@cutmail.example'),
    one('sent on, and not greeted', 'x@cutgreet.example'),
    one('sent on with header lines', 'x@cutadds.example'),
    one('not sent on through a filter', 'x@cutfilter.example'),
    { ...one('sent on, in eight bits', 'x@cut.example'), mail: 'BODY=8BITMIME', body: 'na\xefve\n.\n..\n' },
  ],
};
