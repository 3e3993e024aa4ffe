/** Events of TLS, of connections that are kept, of LMTP, programs and shadows; what texts they are forced by, and what variables hold then. */
import { formatPem, formatSigningKey } from '../../../../../../src/core/pki/issue.ts';
import { ocspWorld } from '../../../../../support/ocsp.ts';
import { DROP, type PeerScript } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { differing, from, type KnownDifference, one, type Preparation, redirect, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const OFFERS = ['SIZE', 'PIPELINING'];
const SECURE: PeerScript = { offers: [...OFFERS, 'STARTTLS'], replies: { 'RCPT TO:<ZED': '550 5.1.1 no zed' } };
const RECIPIENTS: NonNullable<PeerScript['replies']> = {
  'RCPT TO:<ZED': '550 5.1.1 no zed',
  'RCPT TO:<TMP': '451 4.3.0 wait',
};

async function furnish(): Promise<Preparation> {
  const pki = await ocspWorld('p256', new Date());
  const tlsOf = async (name: string) => {
    const { key, der } = await pki.issue({ subject: name, dnsNames: [name] });
    return {
      key: formatSigningKey(key),
      cert: [der, pki.issuer.der].map((one) => formatPem('CERTIFICATE', one)).join(''),
    };
  };
  const [right, other] = await Promise.all([tlsOf('localhost'), tlsOf('other.example')]);
  const at = (script: PeerScript, tls?: HopRow['tls']): HopRow => ({ script, ...(tls && { tls }), address: '0.0.0.0' });
  return {
    files: { 'roots.pem': formatPem('CERTIFICATE', pki.root.der) },
    hops: () => [
      at(SECURE, right),
      at({ offers: OFFERS, replies: RECIPIENTS }),
      at({ offers: OFFERS, lmtp: true, replies: { ...RECIPIENTS, '.': ['250 first', '552 5.2.2 full', '452 later'] } }),
      at(SECURE, other),
      at({ ...SECURE, replies: { STARTTLS: DROP } }, right),
      at({ offers: OFFERS, greeting: '554 5.3.2 not here' }),
      at({ offers: OFFERS, replies: { EHLO: '550 5.7.1 not you', HELO: '550 5.7.1 not you' } }),
      at({ offers: OFFERS, replies: { DATA: '451 4.3.0 no data' } }),
      at({ offers: [...OFFERS, 'AUTH PLAIN'], replies: { AUTH: '535 5.7.8 who' } }),
      at({ greeting: '421 4.3.2 closing' }),
      at({ offers: OFFERS, replies: { MAIL: DROP } }),
      at({ offers: OFFERS, replies: { '.': DROP } }),
    ],
  };
}

const TOLD = `\${acl{told}{$event_name}{$event_data}}`;
/** Those that came after 4.96 are raised here alone. */
const EVERY = `event_action = \${if match{$event_name}{^(auth|dns|dane|smtp:fail|tls:fail)}{}{${TOLD}}}`;
const forced = (name: string, by: string): string =>
  `event_action = \${if eq{$event_name}{${name}}{${by}}{\${if match{$event_name}{^(auth|dns|dane|smtp:fail|tls:fail)}{}{${TOLD}}}}}`;

const waysTo = (hop: readonly number[], dead: number, folder: string): readonly Way[] => {
  const roots = `tls_verify_certificates = ${folder}/roots.pem`;
  const at = (index: number, host = '127.0.7.1'): string => `${host}::${hop[index]}`;
  const secure = (name: string, options: string, index = 0, host = 'localhost'): Way => ({
    name,
    route: at(index, host),
    options: `${roots}\n${options}`,
  });
  return [
    secure('secure', EVERY),
    secure(
      'denied',
      `${forced('tls:cert', 'not this one')}\ntls_verify_hosts = *\nhosts_require_tls = *`,
      0,
      '127.0.7.2',
    ),
    secure('deniedtry', `${forced('tls:cert', 'not this one')}\ntls_try_verify_hosts = *`, 0, '127.0.7.3'),
    secure(
      'denieddepth',
      `event_action = \${if and{{eq{$event_name}{tls:cert}}{eq{$event_data}{0}}}{leaf}{}}\ntls_verify_hosts = *`,
      0,
      '127.0.7.4',
    ),
    secure('deniednobody', `${forced('tls:cert', 'x')}\ntls_try_verify_hosts =\ntls_verify_hosts =`, 0, '127.0.7.5'),
    secure('wrongname', `${EVERY}\ntls_verify_hosts = *\nhosts_require_tls = *`, 3, '127.0.7.6'),
    secure('wrongtry', `${EVERY}\ntls_try_verify_hosts = *`, 3, '127.0.7.7'),
    secure('dropped', EVERY, 4, '127.0.7.8'),
    { name: 'clear', route: at(1, '127.0.7.9'), options: EVERY },
    { name: 'kept', route: at(1, '127.0.7.10'), options: `${EVERY}\nmax_rcpt = 1` },
    { name: 'lmtp', route: at(2, '127.0.7.11'), options: `protocol = lmtp\nport = 2003\n${EVERY}` },
    { name: 'greeted', route: at(5, '127.0.7.12'), options: EVERY },
    { name: 'unhelo', route: at(6, '127.0.7.13'), options: EVERY },
    { name: 'nodata', route: at(7, '127.0.7.14'), options: EVERY },
    { name: 'authless', route: at(8, '127.0.7.15'), options: `${EVERY}\nhosts_require_auth = *` },
    { name: 'closing', route: at(9, '127.0.7.16'), options: EVERY },
    { name: 'dropmail', route: at(10, '127.0.7.17'), options: EVERY },
    { name: 'dropdot', route: at(11, '127.0.7.18'), options: EVERY },
    { name: 'two', route: `127.0.7.19::${dead}:${at(1, '127.0.7.20')}`, options: `${EVERY}\nhosts_max_try = 1` },
    { name: 'fallback', route: `127.0.7.21::${dead}`, options: `${EVERY}\nfallback_hosts = ${at(1, '127.0.7.22')}` },
    { name: 'noconnect', route: at(1, '127.0.7.23'), options: forced('tcp:connect', 'stay here') },
    { name: 'nogreet', route: at(1, '127.0.7.24'), options: forced('smtp:connect', 'I do not like $event_data') },
    { name: 'noehlo', route: at(1, '127.0.7.25'), options: forced('smtp:ehlo', 'ignored') },
    { name: 'nodelivery', route: at(1, '127.0.7.26'), options: forced('msg:delivery', 'ignored') },
    { name: 'noclose', route: at(1, '127.0.7.27'), options: forced('tcp:close', 'ignored') },
    { name: 'nohostdefer', route: at(9, '127.0.7.28'), options: forced('msg:host:defer', 'ignored') },
    { name: 'nofail', route: at(1, '127.0.7.29'), options: forced('msg:fail:delivery', 'ignored') },
    {
      name: 'broken',
      route: at(1, '127.0.7.30'),
      options: 'event_action = ${if eq{$event_name}{msg:delivery}{${acl{nosuchacl}}}}',
    },
    { name: 'forcedfail', route: at(1, '127.0.7.31'), options: 'event_action = ${if eq{a}{b}{}fail}' },
    { name: 'empty', route: at(1, '127.0.7.32'), options: 'event_action =' },
    { name: 'fileway', driver: 'appendfile', options: `file = ${folder}/box/way\n${EVERY}\nshadow_transport = shadow` },
    { name: 'filegone', driver: 'appendfile', options: `file = /nonexistent/box\n${EVERY}` },
    { name: 'pipeway', driver: 'pipe', options: `command = /bin/cat\nlog_output\n${EVERY}` },
    {
      name: 'pipefails',
      driver: 'pipe',
      options: `command = /bin/sh -c "echo it is bad; exit 69"\nreturn_output\n${EVERY}`,
    },
    {
      name: 'replyway',
      driver: 'autoreply',
      options: `to = ann@example.org\nsubject = an answer\ntext = words\n${EVERY}`,
    },
    { name: 'filtered', route: at(1, '127.0.7.34'), options: `transport_filter = /bin/false\n${EVERY}` },
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
event_action = \${if eq{$event_name}{msg:fail:internal}{}{${TOLD}}}
begin acl
told:
  accept logwrite = EVENT $acl_arg1 <$acl_arg2> T=$transport_name R=$router_name H=$host [$host_address] p=\${if def:host_port{yes}{no}} A=$local_part@$domain id=\${if def:message_exim_id{yes}{no}} s=\${if def:sending_ip_address{yes}{no}} tls=\${if def:tls_out_cipher{yes}{no}} v=$tls_out_certificate_verified peer=\${if def:tls_out_peercert{\${certextract{subject}{$tls_out_peercert}}}{none}} errno=\${if match{$event_name}{defer}{$event_defer_errno}} mode=<$verify_mode> dnssec=<$lookup_dnssec_authenticated> dane=<$tls_out_dane> from=$sender_address
begin routers
${redirect('team', 'data = ann, x@clear.example')}
${routersOf(waysTo(hops, dead, folder))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
shadow:
  driver = appendfile
  file = ${folder}/box/shadow
  ${EVERY}
box:
  driver = appendfile
  file = ${folder}/box/ann
  ${EVERY}
${transportsOf(waysTo(hops, dead, folder), ['hosts_try_fastopen ='])}
begin retry
* * F,2h,15m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^u^p
`;

const to = (name: string, ...more: readonly string[]) => one(name, `x@${name}.example`, ...more);

const SOFT = 'a certificate that an event denies counts as not verified, where GnuTLS ends the handshake';
const FORGOTTEN = { because: 'Exim forgets $transport_name behind the event of a recipient', lines: /EVENT tcp:close/ };
const KNOWN: Readonly<Record<string, KnownDifference>> = {
  'zed and others': FORGOTTEN,
  'LMTP, three': FORGOTTEN,
  'each alone': {
    because: 'Exim still knows our end of the connection before; and who is the last of several may change',
    lines: /EVENT (?:tcp:connect|msg:complete)/,
  },
  denied: { because: 'the handshake itself is done', lines: /handshake: |^hop 0$|EVENT tcp:close/ },
  deniedtry: { because: SOFT, lines: /./ },
  denieddepth: { because: SOFT, lines: /./ },
  deniednobody: { because: SOFT, lines: /./ },
};

export const eventful: World = {
  name: 'eventful',
  configuration,
  isInFullAlone: true,
  furnish,
  forms: [
    [/\bX=(TLS1\.\d):[^\s:]+:\d+/g, 'X=$1'],
    [/TLS session: .*$/gm, 'TLS session: its fault'],
    [/(?:\[[^\]]*\] )?(SSL verify denied by event-action: depth=\d+)(?: cert=[^:]*)?:/g, '$1:'],
    [/(TLS error on connection[^:]* \([a-z_ ]+\):).*$/gm, '$1 an alert'],
  ],
  scenarios: differing(
    [
      ...'secure denied deniedtry denieddepth deniednobody wrongname wrongtry dropped clear lmtp greeted unhelo nodata authless closing dropmail dropdot two fallback noconnect nogreet noehlo nodelivery noclose nohostdefer broken forcedfail empty fileway filegone pipeway pipefails replyway filtered'
        .split(' ')
        .map((name) => to(name)),
      one('zed there', 'zed@nofail.example'),
      one('zed and others', 'x@clear.example', 'zed@clear.example', 'tmp@clear.example'),
      one('each alone', 'x@kept.example', 'y@kept.example', 'zed@kept.example'),
      one('LMTP, three', 'x@lmtp.example', 'y@lmtp.example', 'tmp@lmtp.example', 'z@lmtp.example'),
      one('TLS, refused', 'zed@secure.example'),
      one('TLS, two', 'x@secure.example', 'zed@secure.example'),
      one('a list', 'team@example.org'),
      from('', 'a bounce', 'x@clear.example'),
      from('x@clear.example', 'a bounce goes out', 'zed@clear.example'),
      { ...to('closing'), title: 'closing, later', runs: ['-q', '-qf'] },
    ],
    KNOWN,
  ),
};
