/**
 * Names that worlds route by: hosts on loopback that are not this one, and what is wrong with names; and below them a signed
 * zone with TLSA records for every port, since each server has next hops at ports of its own.
 */
import { RR } from '../../../../src/core/dns/index.ts';
import { formatPem, formatSigningKey } from '../../../../src/core/pki/issue.ts';
import { ocspWorld } from '../../../support/ocsp.ts';
import type { Context } from '../../framework/types.ts';
import { ADDRESSES } from '../../world/addresses.ts';
import { startWorld } from '../../world/start.ts';
import type { ZoneRow } from '../../world/types.ts';
import { tlsa } from '../dane/cases.ts';
import { withBrokenSignatures } from '../validation/faults.ts';

/** What a world needs that has next hops under them. */
export interface Names {
  /** The root's key, as DS records. */
  readonly anchors: string;
  /** Of the hosts that TLSA records are right about; PEM. */
  readonly key: string;
  readonly cert: string;
}

export async function startNames(context: Context): Promise<Names> {
  const pki = await ocspWorld('p256', new Date());
  const leaf = await pki.issue({ subject: 'localhost', dnsNames: ['localhost'] });
  const other = await pki.issue({ subject: 'elsewhere.test', dnsNames: ['elsewhere.test'] });
  const { anchors } = await startWorld(context, zonesWith(leaf.der, other.der));
  return {
    anchors: `${anchors.join('\n')}\n`,
    key: formatSigningKey(leaf.key),
    cert: [leaf.der, pki.issuer.der].map((one) => formatPem('CERTIFICATE', one)).join(''),
  };
}

function zonesWith(leaf: Uint8Array, other: Uint8Array): readonly ZoneRow[] {
  const signing = { signer: 'bind', algorithm: 13, denial: 'nsec' } as const;
  const host = (name: string, ...records: readonly string[]): readonly string[] => [
    `${name} MX 10 mx.${name}`,
    `mx.${name} A 127.0.0.2`,
    ...records.map((record) => `*._tcp.mx.${name} TLSA ${record}`),
  ];
  const [right, wrong] = [leaf, other].map((der) => tlsa(3, 1, 1, der)) as [string, string];
  return [
    { name: '', server: 'roots', signing, lines: [] },
    { name: 'test', server: 'roots', lines: PLAIN_NAMES.trim().split('\n') },
    {
      name: 'signed',
      server: 'named',
      signing,
      lines: [
        ...['right', 'clear', 'ciphers', 'weak', 'hosts', 'defers'].flatMap((name) => host(name, right)),
        ...host('wrong', wrong),
        ...host('both', wrong, right),
        ...host('none'),
        'outside MX 10 two.hosts.test.',
      ],
    },
    {
      name: 'bogus',
      server: 'named',
      signing,
      lines: host('tlsa', right),
      edit: withBrokenSignatures({ type: RR.TLSA }),
    },
    {
      name: 'forged',
      server: 'named',
      signing,
      lines: host('mx', right),
      edit: withBrokenSignatures({ type: RR.MX }),
    },
  ];
}

// Nobody serves what is broken: SERVFAIL.
const PLAIN_NAMES = `
broken.test. NS ns.broken.test.
ns.broken.test. A ${ADDRESSES.named}
plain.test. MX 10 two.hosts.test.
two.hosts.test. A 127.0.0.2
three.hosts.test. A 127.0.0.3
both.hosts.test. A 127.0.0.2
both.hosts.test. AAAA 2001:db8::2
many.hosts.test. A 127.0.0.2
many.hosts.test. A 127.0.0.3
own.hosts.test. A 127.0.0.1
address.test. A 127.0.0.2
needsmx.test. A 127.0.0.3
six.test. MX 10 both.hosts.test.
six4.test. MX 10 both.hosts.test.
sixlast.test. MX 10 both.hosts.test.
secondary.test. MX 10 two.hosts.test.
secondary.test. MX 20 own.hosts.test.
notsecondary.test. MX 10 two.hosts.test.
_smtp._tcp.service.test. SRV 10 0 25 three.hosts.test.
service.test. MX 10 two.hosts.test.
noservice.test. MX 10 two.hosts.test.
null.test. MX 0 .
gone.test. MX 10 nowhere.hosts.test.
ignored.test. MX 10 two.hosts.test.
ignored.test. MX 20 three.hosts.test.
allignored.test. MX 10 two.hosts.test.
self.test. MX 10 own.hosts.test.
selfpass.test. MX 10 own.hosts.test.
selfdefer.test. MX 10 own.hosts.test.
wide.sub.wider.test. MX 10 two.hosts.test.
plainly.sub.wider.test. MX 10 two.hosts.test.
copied.test. MX 10 two.hosts.test.
treated.test. MX 10 two.treated.test.
two.treated.test. A 127.0.0.2
insecure.test. MX 10 two.hosts.test.
`;
