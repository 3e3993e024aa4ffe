/** TLS of the smtp transport: certificates, theirs and ours, and what is made of those that are not as they should be. */
import { formatPem, formatSigningKey, issueCrl } from '../../../../../src/core/pki/issue.ts';
import { DAY_MS, type Held, HOUR_MS, type OcspWorld, ocspWorld } from '../../../../support/ocsp.ts';
import { DROP, type PeerPlace, type PeerScript } from '../../../../support/smtp-peer.ts';
import type { HopRow } from '../hops.ts';
import { from, one, type Preparation, type Scenario, type World } from './types.ts';
import { routersOf, transportsOf, type Way } from './ways.ts';

const USUAL = ['allow_localhost', 'hosts_try_fastopen =', 'connection_max_messages = 1'];
const PLAIN: PeerScript = { offers: ['SIZE 100000', 'PIPELINING', 'STARTTLS'] };

type Tls = NonNullable<PeerPlace['tls']>;

const chainOf = ({ issuer }: OcspWorld, { key, der }: Held): Pick<Tls, 'key' | 'cert'> => ({
  key: formatSigningKey(key),
  cert: [der, issuer.der].map((one) => formatPem('CERTIFICATE', one)).join(''),
});

async function prepare(): Promise<Preparation> {
  const pki = await ocspWorld('p256', new Date());
  const named = (name: string, more: object = {}): Promise<Held> =>
    pki.issue({ subject: name, dnsNames: [name], ...more });
  const [good, other, expired, revoked, client] = await Promise.all([
    named('localhost'),
    named('elsewhere.example'),
    named('localhost', { notAfter: pki.after(-DAY_MS) }),
    named('localhost', { serial: Uint8Array.of(0x4a, 9) }),
    named('client.example', { extendedKeyUsage: ['clientAuth'] }),
  ]);
  const rsa = await pki.issue({ subject: 'localhost', dnsNames: ['localhost'] }, pki.issuer, 'rsa');
  const staple = await pki.respond({ responses: [pki.single({ certificate: good.der })] });
  const bad = await pki.respond({
    responses: [pki.single({ certificate: good.der, status: { kind: 'revoked', at: pki.after(-HOUR_MS) } })],
  });
  const dates = { thisUpdate: pki.after(-HOUR_MS), nextUpdate: pki.after(DAY_MS) };
  const lists = await Promise.all([
    issueCrl(
      { ...dates, number: 1n, revoked: [{ serial: Uint8Array.of(0x4a, 9), date: pki.after(-HOUR_MS) }] },
      signerOf(pki.issuer),
    ),
    issueCrl({ ...dates, number: 1n }, signerOf(pki.root)),
  ]);
  const root = formatPem('CERTIFICATE', pki.root.der);
  const at = (tls: Tls, script = PLAIN): HopRow => ({ tls, script });
  const [goodTls, rsaTls] = [chainOf(pki, good), chainOf(pki, rsa)];
  const onlyTwelve = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  return {
    files: {
      'roots.pem': root,
      'client.pem': chainOf(pki, client).cert as string,
      'client.key': formatSigningKey(client.key),
      'lists.pem': lists.map((der) => formatPem('X509 CRL', der)).join(''),
    },
    hops: () => [
      at(goodTls),
      at(chainOf(pki, other)),
      at(chainOf(pki, expired)),
      at({ ...goodTls, ca: [root] }),
      at(goodTls, { ...PLAIN, replies: { STARTTLS: '454 4.7.0 not now' } }),
      at(goodTls, { offers: ['PIPELINING'] }),
      at(goodTls, { ...PLAIN, replies: { STARTTLS: DROP } }),
      at({ ...rsaTls, ...onlyTwelve, ...WEAK }),
      at({ ...goodTls, ALPNProtocols: ['smtp'] }),
      at({ ...goodTls, staple }),
      at(goodTls),
      at(chainOf(pki, revoked)),
      at({ ...goodTls, onConnect: true }),
      at({ ...goodTls, ...onlyTwelve }),
      at({ ...goodTls, staple: bad }),
      ...[15, 16, 17, 18, 19].map(() => at(chainOf(pki, other))),
      at(goodTls),
    ],
  };
}

const signerOf = ({ key, der }: Held) => ({ key, certificate: der });

/** A group that is too small for anybody but those who ask for little. */
const WEAK = {
  ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0',
  dhparam: [
    '-----BEGIN DH PARAMETERS-----',
    'MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR',
    'Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL',
    '/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC',
    '-----END DH PARAMETERS-----',
  ].join('\n'),
};

const waysTo = (hop: readonly number[], folder: string): readonly Way[] => {
  const way = (name: string, index: number, options = ''): Way => ({
    name,
    route: `localhost::${hop[index]}`,
    options: `${options}\ntls_verify_certificates = ${folder}/roots.pem`,
  });
  return [
    way('plain', 0),
    way('wrong', 1),
    way('mustverify', 15, 'tls_verify_hosts = *'),
    way('mustmust', 16, 'tls_verify_hosts = *\nhosts_require_tls = *'),
    way('nonames', 1, 'tls_verify_hosts = *\ntls_verify_cert_hostnames ='),
    way('tries', 2, 'tls_try_verify_hosts = 127.0.0.1'),
    way('never', 2, 'tls_try_verify_hosts ='),
    way('client', 3, `tls_certificate = ${folder}/client.pem\ntls_privatekey = ${folder}/client.key`),
    way('noclient', 3),
    way('sni', 0, 'tls_sni = name-of-$domain'),
    way('avoid', 0, 'hosts_avoid_tls = 127.0.0.1'),
    way('tempfail', 4),
    way('notempfail', 4, 'tls_tempfail_tryclear = false'),
    way('notoffered', 5, 'hosts_require_tls = *'),
    way('closed', 6),
    way('weak', 7, 'tls_dh_min_bits = 1024'),
    way('strong', 7, 'tls_dh_min_bits = 2048\nhosts_require_tls = *'),
    way('alpn', 8, 'tls_alpn = smtp\nhosts_require_alpn = *'),
    way('noalpn', 17, 'tls_alpn = smtp\nhosts_require_alpn = *\nhosts_require_tls = *'),
    way('staple', 9, 'hosts_require_ocsp = *\nhosts_request_ocsp = *'),
    way('nostaple', 10, 'hosts_require_ocsp = *\nhosts_require_tls = *'),
    way('badstaple', 14, 'hosts_require_ocsp = *\nhosts_require_tls = *'),
    way('unasked', 9, 'hosts_request_ocsp ='),
    way('revoked', 11, `tls_crl = ${folder}/lists.pem\ntls_verify_hosts = *\nhosts_require_tls = *`),
    way('unrevoked', 0, `tls_crl = ${folder}/lists.pem\ntls_verify_hosts = *`),
    way('onconnect', 12, `protocol = smtps\nport = ${hop[12]}`),
    way('ciphers', 13, 'tls_require_ciphers = CIPHERS'),
    way('nopass', 0, 'hosts_nopass_tls = *\nhosts_noproxy_tls = *'),
    way('resumed', 20, 'tls_resumption_hosts = *\nhost_name_extract = ${if match{$item}{peer}{pool}}'),
    way('callout', 0, 'hosts_verify_avoid_tls = *'),
    way('calloutsafe', 0),
  ];
};

const configuration: World['configuration'] = ({ folder, hops }) => {
  const ways = waysTo(hops, folder);
  return `
.ifdef _HAVE_GNUTLS
CIPHERS = NORMAL:-CIPHER-ALL:+CHACHA20-POLY1305
.else
CIPHERS = ECDHE-ECDSA-CHACHA20-POLY1305
.endif
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
disable_ipv6
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
delay_warning =
keep_environment =
begin acl
rcpt:
  accept domains = !callout.example : !calloutsafe.example
  require verify = recipient/callout=10s,no_cache
  accept
begin routers
${routersOf(ways)}
local:
  driver = accept
  domains = +local_domains
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
${transportsOf(ways, USUAL)}
begin retry
* * F,2h,15m
`;
};

const to = (title: string, ...names: readonly string[]): Scenario =>
  one(title, ...names.map((name) => `x@${name}.example`));

export const tls: World = {
  name: 'tls',
  configuration,
  furnish: prepare,
  isInFullAlone: true,
  forms: [
    // GnuTLS and OpenSSL have names of their own for what they do, and words for what they do not.
    [/\bX=(TLS1\.\d):[^\s:]+:\d+/g, 'X=$1'],
    [/TLS session: .*$/gm, 'TLS session: its fault'],
    [/(TLS error on connection \(recv\):).*$/gm, '$1 an alert'],
  ],
  scenarios: [
    to('a certificate that is good', 'plain'),
    to('a certificate of another name', 'wrong'),
    to('tls_verify_hosts', 'mustverify'),
    to('tls_verify_hosts, and TLS required', 'mustmust'),
    to('tls_verify_cert_hostnames', 'nonames'),
    to('tls_try_verify_hosts', 'tries'),
    to('tls_try_verify_hosts is empty', 'never'),
    to('tls_certificate', 'client'),
    to('no tls_certificate', 'noclient'),
    to('tls_sni', 'sni'),
    to('hosts_avoid_tls', 'avoid'),
    to('STARTTLS 454', 'tempfail'),
    to('STARTTLS 454 without tls_tempfail_tryclear', 'notempfail'),
    to('STARTTLS not offered, but required', 'notoffered'),
    to('closed at STARTTLS', 'closed'),
    to('tls_dh_min_bits', 'weak'),
    {
      ...to('tls_dh_min_bits that is too much', 'strong'),
      differs: { because: 'the group is looked at behind the handshake', lines: /^(?:hop \d+$|handshake: )/ },
    },
    to('hosts_require_alpn', 'alpn'),
    to('hosts_require_alpn of one that knows none', 'noalpn'),
    to('hosts_require_ocsp', 'staple'),
    to('hosts_require_ocsp without a staple', 'nostaple'),
    to('hosts_require_ocsp with a bad one', 'badstaple'),
    to('hosts_request_ocsp is empty', 'unasked'),
    to('tls_crl, revoked', 'revoked'),
    to('tls_crl, not revoked', 'unrevoked'),
    to('smtps', 'onconnect'),
    to('tls_require_ciphers', 'ciphers'),
    { ...to('hosts_nopass_tls', 'nopass'), before: [to('first', 'nopass')] },
    to('a session', 'resumed'),
    to('a session taken up', 'resumed'),
    to('hosts_verify_avoid_tls', 'callout'),
    to('a callout with TLS', 'calloutsafe'),
    from('', 'a bounce', 'x@plain.example'),
  ],
};
