/** Hosts by the DNS: what DNSSEC vouches for, DANE (RFC 7672), and what is made of names that are wrong or short. */
import type { PeerScript } from '../../../../support/smtp-peer.ts';
import type { HopRow } from '../hops.ts';
import type { Names } from '../names.ts';
import { one, type Preparation, type Scenario, type World } from './types.ts';
import { transportsOf, type Way } from './ways.ts';

const USUAL = ['allow_localhost', 'hosts_try_fastopen =', 'connection_max_messages = 1'];
const SECURE: PeerScript = { offers: ['SIZE 100000', 'PIPELINING', 'STARTTLS'] };
const CLEAR: PeerScript = { offers: ['SIZE 100000', 'PIPELINING'] };

function prepare(names: Names | undefined): Promise<Preparation> {
  const { anchors, key, cert } = names!; // the world is in the full form alone
  const at = (tls: HopRow['tls'], script = SECURE): HopRow => ({ address: '127.0.0.2', script, tls });
  const onlyTwelve = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  return Promise.resolve({
    files: { anchors },
    hops: () => [
      at({ key, cert }),
      { address: '127.0.0.2', script: CLEAR },
      at({ key, cert, ...onlyTwelve }),
      at({ key, cert }),
      at({ key, cert }),
    ],
  });
}

/** A transport for domains that are looked up, unless it has hosts of its own. */
const waysTo = (hop: readonly number[]): readonly (Way & { readonly isLookedUp?: boolean })[] => {
  const looked = (name: string, domains: string, options = '', router = '', index = 0) => ({
    name,
    domains,
    options: `port = ${hop[index]}\n${options}`,
    router,
    isLookedUp: true,
  });
  const own = (name: string, hosts: string, options = '', index = 0): Way => ({
    name,
    options: `hosts = ${hosts}\nport = ${hop[index]}\n${options}`,
  });
  const DANE = 'hosts_try_dane = *\nhosts_require_dane =';
  const MUST = 'hosts_require_dane = *';
  return [
    looked('clear', 'clear.signed', DANE, '', 1),
    looked('ciphers', 'ciphers.signed', `${MUST}\ndane_require_tls_ciphers = CIPHERS`, '', 2),
    looked('weak', 'weak.signed', `${MUST}\ntls_require_ciphers = CIPHERS\ndane_require_tls_ciphers = OTHERS`, '', 2),
    { ...looked('must', '*.signed : insecure.test : *.bogus', MUST, '', 3), localParts: 'must' } as Way,
    { ...looked('never', '*.signed', 'hosts_try_dane =', '', 4), localParts: 'never' } as Way,
    looked('dane', '*.signed : insecure.test : *.bogus : *.forged', DANE),
    own('requires', 'mx.right.signed', 'dnssec_require_domains = *'),
    own('requests', 'mx.right.signed', `dnssec_request_domains = *\n${DANE}`),
    own('unrequested', 'mx.right.signed', `dnssec_request_domains =\n${DANE}`),
    own('notsecure', 'two.hosts.test', 'dnssec_require_domains = *.hosts.test'),
    own('elsewhere', 'two.hosts.test', 'dnssec_require_domains = !*.hosts.test : *'),
    own('mxrequired', 'right.signed/mx', 'dnssec_require_domains = *'),
    own('short', 'two', 'dns_qualify_single'),
    own('noshort', 'two', 'no_dns_qualify_single'),
    own('parents', 'two.below', 'dns_search_parents'),
    own('noparents', 'two.below', 'no_dns_search_parents'),
    own('again', 'mx.broken.test'),
    own('gone', 'nowhere.hosts.test'),
    own('allgone', 'nowhere.hosts.test : nobody.hosts.test'),
    own('somegone', 'nowhere.hosts.test : mx.broken.test'),
    own('gonethen', 'mx.broken.test : mx.right.signed'),
    looked('nonexist', 'nonexist.broken.test'),
    looked('waits', '*.broken.test'),
    looked('four', 'six.test : both.hosts.test'),
    looked('treated', 'treated.test', '', 'self = fail'),
    looked('routerrequires', 'address.test', '', 'dnssec_require_domains = *'),
  ];
};

const routerOf = ({ name, domains = `${name}.example`, router = '', ...way }: Way): string => {
  const { isLookedUp = false, localParts } = way as { isLookedUp?: boolean; localParts?: string };
  const lines = [
    `driver = ${isLookedUp ? 'dnslookup' : 'accept'}`,
    `domains = ${domains}`,
    ...(localParts === undefined ? [] : [`local_parts = ${localParts}`]),
    `transport = ${name}`,
    ...(isLookedUp && !/self/.test(router) ? ['self = send'] : []),
    ...router.split('\n').filter((line) => line !== ''),
    'no_more',
  ];
  return `r_${name}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
};

const configuration: World['configuration'] = ({ folder, hops }) => {
  const ways = waysTo(hops);
  return `
.ifdef _HAVE_GNUTLS
CIPHERS = NORMAL:-CIPHER-ALL:+CHACHA20-POLY1305
OTHERS = NORMAL:-CIPHER-ALL:+AES-128-CCM-8
.else
CIPHERS = ECDHE-ECDSA-CHACHA20-POLY1305
OTHERS = ECDHE-ECDSA-AES128-CCM8
.endif
.ifdef _OPT_MAIN_DNS_TRUST_ANCHORS
dns_trust_anchors = ${folder}/anchors
.endif
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
dns_dnssec_ok = 1
dns_again_means_nonexist = nonexist.broken.test
dns_ipv4_lookup = both.hosts.test
hosts_treat_as_local = *.treated.test
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${ways.map(routerOf).join('')}
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
  one(title, ...names.map((name) => (name.includes('@') ? name : `x@${name}${name.includes('.') ? '' : '.example'}`)));

export const naming: World = {
  name: 'naming',
  configuration,
  furnish: prepare,
  isInFullAlone: true,
  forms: [
    // GnuTLS and OpenSSL have names of their own for what they do, and words for what they do not.
    [/\bX=(TLS1\.\d):[^\s:]+:\d+/g, 'X=$1'],
    [/TLS session: .*$/gm, 'TLS session: its fault'],
    [
      /\(certificate verification failed(?:: no TLSA record matches\)|\): Verification failed\. The certificate differs\. ?)$/gm,
      'its certificate',
    ],
    [/(TLS error on connection \(recv\):).*$/gm, '$1 an alert'],
  ],
  scenarios: [
    to('DANE', 'right.signed'),
    to('DANE, of two records one is right', 'both.signed'),
    to('DANE that fails', 'wrong.signed'),
    to('DANE, and no TLS offered', 'clear.signed'),
    to('no TLSA records', 'none.signed'),
    to('a host that is not signed', 'outside.signed'),
    to('a domain that is not signed', 'insecure.test'),
    to('hosts_try_dane is empty', 'never@wrong.signed'),
    to('hosts_require_dane', 'must@right.signed'),
    to('hosts_require_dane that fails', 'must@wrong.signed'),
    to('hosts_require_dane without TLSA records', 'must@none.signed'),
    to('hosts_require_dane of a host that is not signed', 'must@outside.signed'),
    to('hosts_require_dane of a domain that is not signed', 'must@insecure.test'),
    to('TLSA records that are bogus', 'tlsa.bogus'),
    to('TLSA records that are bogus, and required', 'must@tlsa.bogus'),
    to('an MX record that is bogus', 'mx.forged'),
    to('dane_require_tls_ciphers', 'ciphers.signed'),
    to('dane_require_tls_ciphers that the host has not', 'weak.signed'),
    to('dnssec_require_domains', 'requires'),
    to('dnssec_require_domains of hosts of an MX', 'mxrequired'),
    to('dnssec_require_domains, not signed', 'notsecure'),
    to('dnssec_require_domains of others', 'elsewhere'),
    to('dnssec_require_domains of a router', 'address.test'),
    to('dnssec_request_domains', 'requests'),
    to('dnssec_request_domains is empty', 'unrequested'),
    to('dns_qualify_single', 'short'),
    to('no dns_qualify_single', 'noshort'),
    to('dns_search_parents', 'parents'),
    to('no dns_search_parents', 'noparents'),
    to('a host whose name is not to be had', 'again'),
    to('a host that is none', 'gone'),
    to('hosts that are none', 'allgone'),
    to('hosts that are none, or not to be had', 'somegone'),
    to('another host that is there', 'gonethen'),
    to('dns_again_means_nonexist', 'nonexist.broken.test'),
    to('a domain that is not to be had', 'waits.broken.test'),
    to('dns_ipv4_lookup', 'six.test'),
    to('dns_ipv4_lookup of the domain itself', 'both.hosts.test'),
    to('hosts_treat_as_local', 'treated.test'),
  ],
};
