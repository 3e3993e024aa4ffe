/** TLS of deliveries in what is written of them: header lines, log lines and retry rules by what was agreed, and with whom it was not. */
import { formatPem, formatSigningKey } from '../../../../../../src/core/pki/issue.ts';
import { ocspWorld } from '../../../../../support/ocsp.ts';
import { DROP, type PeerScript } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { differing, from, type KnownDifference, one, type Preparation, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const SECURE: PeerScript = { offers: ['SIZE', 'PIPELINING', 'STARTTLS'], replies: { 'RCPT TO:<ZED': '550 no zed' } };

async function furnish(): Promise<Preparation> {
  const pki = await ocspWorld('p256', new Date());
  const right = await pki.issue({ subject: 'localhost', dnsNames: ['localhost'] });
  const other = await pki.issue({ subject: 'other.example', dnsNames: ['other.example'] });
  const tlsOf = ({ key, der }: typeof right) => ({
    key: formatSigningKey(key),
    cert: [der, pki.issuer.der].map((one) => formatPem('CERTIFICATE', one)).join(''),
  });
  const at = (script: PeerScript, tls = tlsOf(right)): HopRow => ({ script, tls, address: '0.0.0.0' });
  return {
    files: { 'roots.pem': formatPem('CERTIFICATE', pki.root.der) },
    hops: () => [
      at(SECURE),
      { script: { offers: ['SIZE', 'PIPELINING'] }, address: '0.0.0.0' },
      at({ ...SECURE, replies: { STARTTLS: '454 4.7.0 none today' } }),
      at({ ...SECURE, replies: { STARTTLS: '502 5.5.1 none ever' } }),
      at({ ...SECURE, replies: { STARTTLS: DROP } }),
      at(SECURE, tlsOf(other)),
      at({ ...SECURE, replies: { MAIL: '451 4.7.1 later' } }),
      at({ ...SECURE, replies: { '.': '550 5.7.1 no' } }),
    ],
  };
}

const SHOWN = `headers_add = "X-Tls: \${if def:tls_out_cipher{yes}{no}} \${if def:tls_out_cipher_std{std}{none}} bits=\${if >{$tls_out_bits}{100}{many}{few}} ver=$tls_out_ver dn=<$tls_out_peerdn> verified=$tls_out_certificate_verified sni=<$tls_out_sni> ocsp=$tls_out_ocsp dane=$tls_out_dane host=$host [$host_address] tr=$transport_name"`;

const waysTo = (hop: readonly number[], folder: string): readonly Way[] => {
  const at = (index: number, host = 'localhost'): string => `${host}::${hop[index]}`;
  const shown = (name: string, route: string, options = ''): Way => ({
    name,
    route,
    options: [
      SHOWN,
      ...(/^tls_verify_certificates/m.test(options) ? [] : [`tls_verify_certificates = ${folder}/roots.pem`]),
      options,
    ].join('\n'),
  });
  return [
    shown('plain', at(0)),
    shown('clear', at(1)),
    shown('avoided', at(0), 'hosts_avoid_tls = *'),
    shown('clearfirst', `127.0.5.1::${hop[6]} : ${at(0)}`),
    shown('secondclear', `127.0.5.2::${hop[6]} : ${at(1, '127.0.5.3')}`),
    shown('noneto', at(2, '127.0.5.4')),
    shown('nonever', at(3, '127.0.5.5')),
    shown('dropped', at(4, '127.0.5.6')),
    shown('must', at(1, '127.0.5.7'), 'hosts_require_tls = 127.0.0.0/8'),
    shown('mustlater', at(2, '127.0.5.8'), 'hosts_require_tls = *'),
    shown('notempfail', at(2, '127.0.5.9'), 'no_tls_tempfail_tryclear'),
    shown('notempdrop', at(4, '127.0.5.10'), 'no_tls_tempfail_tryclear'),
    shown('wrongname', at(5, '127.0.5.11'), 'tls_verify_hosts = *'),
    shown('wrongtry', at(5, '127.0.5.12'), 'tls_try_verify_hosts = *'),
    shown('wrongallowed', at(5, '127.0.5.13'), 'tls_verify_hosts = *\ntls_verify_cert_hostnames = !127.0.0.0/8'),
    shown('sni', at(0, '127.0.5.14'), 'tls_sni = "$domain"'),
    shown('snifails', at(0, '127.0.5.15'), 'tls_sni = ${if eq{a}{b}{x}fail}'),
    shown('noroots', at(0, '127.0.5.16'), 'tls_verify_certificates = /nothing/roots.pem'),
    shown('mustfallback', at(1, '127.0.5.17'), `hosts_require_tls = *\nfallback_hosts = ${at(0, '127.0.5.30')}`),
    shown('musttwo', `${at(1, '127.0.5.18')} : ${at(0)}`, 'hosts_require_tls = *'),
    shown('refused', at(7, '127.0.5.19')),
    shown('both', at(0, '127.0.5.20'), 'hosts_require_tls = *\nhosts_avoid_tls = *'),
    shown('bothclear', at(1, '127.0.5.21'), 'hosts_require_tls = *\nhosts_avoid_tls = *'),
    { name: 'return', route: at(0), options: 'return_path = "${if def:tls_out_cipher{tls}{none}}@example.org"' },
    { name: 'removes', route: at(0), options: 'headers_remove = ${if eq{$tls_out_cipher}{}{x-public}{x-secret}}' },
    {
      name: 'rewrites',
      route: at(0),
      options: 'headers_rewrite = *@example.org "${if def::tls_out_cipher{tls}{none}}@example.org" f',
    },
    { name: 'helo', route: at(0), options: 'helo_data = "${if def:tls_out_cipher{tls}{none}}.example.org"' },
    {
      name: 'event',
      route: at(0),
      options: `event_action = \${if match{$event_name}{^(tcp:close|msg:delivery)\\$}{\${acl{told}{$event_name \${if def:tls_out_cipher{tls}{none}}}}}}`,
    },
  ];
};

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +tls_cipher +tls_peerdn +tls_sni +tls_certificate_verified +outgoing_interface +smtp_confirmation +retry_defer +received_recipients
disable_ipv6
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin acl
told:
  accept logwrite = EVENT $acl_arg1
begin routers
${routersOf(waysTo(hops, folder))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/ann
${transportsOf(waysTo(hops, folder), ['hosts_try_fastopen ='])}
begin retry
must.example * F,1h,7m
mustlater.example tls_required F,1h,8m
* tls_required F,1h,9m
* * F,2h,15m
`;

const to = (name: string): Scenario => one(name, `x@${name}.example`);

const KNOWN: Readonly<Record<string, KnownDifference>> = {
  secondclear: { because: 'Exim keeps the name of the cipher before', lines: /^X-Tls: no / },
  wrongname: { because: 'Exim keeps the name of the cipher before', lines: /^X-Tls: no / },
  noroots: { because: 'TLS is used, and nobody is verified', lines: /./ },
  event: { because: 'the event of the delivery knows nothing of the connection, which is kept', lines: /EVENT/ },
};

export const secured: World = {
  name: 'secured',
  configuration,
  isInFullAlone: true,
  furnish,
  forms: [
    [/\bX=(TLS1\.\d):[^\s:]+:\d+/g, 'X=$1'],
    [/ ocsp=[13] /g, ' ocsp=n '], // of who has no staple: that it was asked for, or that none is right
    [/TLS session: .*$/gm, 'TLS session: its fault'],
    [/(TLS error on connection \(recv\):).*$/gm, '$1 an alert'],
  ],
  scenarios: differing(
    [
      ...'plain clear avoided clearfirst secondclear noneto nonever dropped must mustlater notempfail notempdrop wrongname wrongtry wrongallowed sni snifails noroots mustfallback musttwo refused both bothclear return rewrites helo event'
        .split(' ')
        .map(to),
      { ...to('removes'), header: 'X-Secret: a\nX-Public: b\n' },
      { ...one('one of each', 'x@plain.example', 'x@clear.example', 'zed@plain.example'), header: 'X-Tls: mine\n' },
      from('', 'a bounce', 'x@plain.example'),
      { ...to('must'), title: 'a host that has no TLS, later', runs: ['-q', '-qf'] },
    ],
    KNOWN,
  ),
};
