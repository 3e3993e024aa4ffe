/** How TLS with one host is to be, and who judges its certificate: by DANE, MTA-STS, or authorities. */
import type { Clock } from '../../base/index.ts';
import { hostPolicy, matchChain } from '../dane/index.ts';
import type { Name, Resolver } from '../dns/index.ts';
import { findStsPolicy, matchesPattern } from '../mtasts/index.ts';
import type { Net, TlsConnection } from '../net/index.ts';
import { readCertificate } from '../pki/index.ts';
import type { Judgement, TlsMode } from '../smtp/index.ts';

export const VERIFY = ['none', 'pkix', 'dane', 'mta-sts'] as const;
export type Verify = (typeof VERIFY)[number];

export interface TrustPorts {
  readonly net: Net;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface Place {
  readonly host: string;
  readonly port: number;
  /** Of the recipients; for MTA-STS, and as a name that DANE-TA takes. */
  readonly domain?: Name;
  /** The host's name is proven, or was given. */
  readonly isProven: boolean;
}

/** `refusal`: this host is not to be used, and why. */
export type Trust =
  | { readonly refusal: string; readonly temporary: boolean }
  | {
      readonly tls: TlsMode;
      readonly verifyName?: string;
      /** The name to ask for in TLS, where it is not the host's own. */
      readonly serverName?: Name;
      readonly judge?: (tls: TlsConnection) => Judgement;
      /** For the transcript. */
      readonly note?: string;
    };

export async function trustFor(verify: Verify, asked: TlsMode, place: Place, ports: TrustPorts): Promise<Trust> {
  if (verify === 'none') return { tls: asked };
  if (verify === 'pkix') return { tls: atLeastRequired(asked), verifyName: place.host };
  return verify === 'dane' ? byDane(asked, place, ports) : byMtaSts(asked, place, ports);
}

const atLeastRequired = (asked: TlsMode): TlsMode => (asked === 'on-connect' ? asked : 'required');
const atLeastOptional = (asked: TlsMode): TlsMode => (asked === 'never' ? 'optional' : asked);

/** RFC 7672 §2.2. */
async function byDane(asked: TlsMode, place: Place, ports: TrustPorts): Promise<Trust> {
  if (!place.isProven)
    return { tls: atLeastOptional(asked), note: 'DANE: the MX records are not signed, so nothing binds' };
  const { policy, records, base, why, isBogus } = await hostPolicy(place.host, place.port, ports);
  if (policy === 'defer') return { refusal: `DANE: ${why}`, temporary: !isBogus };
  if (policy === 'mandatory-tls')
    return { tls: atLeastRequired(asked), note: 'DANE: no usable record, TLS without authentication' };
  if (policy !== 'dane') return { tls: atLeastOptional(asked), note: 'DANE: no records, TLS where offered' };
  const references = [...new Set([base, place.host, ...(place.domain === undefined ? [] : [place.domain])])];
  const judge = ({ chain }: TlsConnection): Judgement => {
    const read = chain.map((der) => readCertificate(der));
    const certificates = read[0]?.ok === true ? read.flatMap((one) => (one.ok ? [one.value] : [])) : [];
    const { status } = matchChain(records, { chain: certificates, references, now: ports.clock.now() });
    if (status === 'match') return { verdict: 'a TLSA record matches' };
    return { verdict: 'no TLSA record matches', refusal: `no TLSA record of ${place.host} matches its certificate` };
  };
  return { tls: atLeastRequired(asked), serverName: base, judge }; // RFC 7671 §6: the TLSA base domain is the SNI
}

/** RFC 8461 §5: `enforce` keeps mail away from what does not fit, the other modes let it go. */
async function byMtaSts(asked: TlsMode, place: Place, ports: TrustPorts): Promise<Trust> {
  const domain = place.domain ?? place.host;
  const policy = await findStsPolicy(domain, { ...ports, fetch: ports.net.fetch }, ports.timeoutMs);
  if (!policy.ok) return { tls: atLeastOptional(asked), note: `MTA-STS: ${policy.error}` };
  const { mode, patterns } = policy.value;
  const isNamed = patterns.some((pattern) => matchesPattern(pattern, place.host));
  if (mode !== 'enforce') return { tls: atLeastOptional(asked), note: `MTA-STS: the policy of ${domain} is ${mode}` };
  if (!isNamed) return { refusal: `MTA-STS: the policy of ${domain} does not name ${place.host}`, temporary: false };
  return { tls: atLeastRequired(asked), verifyName: place.host, note: `MTA-STS: the policy of ${domain} is enforce` };
}
