/** From a target to its mail hosts (RFC 5321 §5.1, RFC 7505, RFC 7672 §2.2.1). */
import type { Finding } from '../../base/index.ts';
import { finding } from '../../base/index.ts';
import { type Name, RR } from '../dns/index.ts';
import {
  mxBogus,
  mxFailed,
  mxImplicit,
  mxInsecure,
  mxMissing,
  mxNull,
  mxSecure,
  mxUndecided,
} from './findings/domain.ts';
import { lookUp, mxHosts, whyNot } from './look-up.ts';
import type { CheckPorts, DaneCheckData, Looked, Policy } from './types.ts';

/** More MX hosts than this are not looked at. */
export const MAX_HOSTS = 32;

export interface Discovery {
  readonly mx: NonNullable<DaneCheckData['mx']>;
  readonly looked: Looked;
  readonly hosts: readonly { readonly name: Name; readonly preference?: number }[];
  readonly findings: readonly Finding[];
  /** Settled without looking at any host. */
  readonly settled?: Policy;
}

const NXDOMAIN = 3;

export async function discoverHosts(domain: Name, ports: CheckPorts): Promise<Discovery> {
  const looked = await lookUp(ports, domain, RR.MX);
  const scope = { domain };
  if (looked.status === 'failed') return stopped(looked, finding(mxFailed, { scope, detail: whyNot(looked) }));
  if (looked.status === 'bogus') return stopped(looked, finding(mxBogus, { scope, detail: whyNot(looked) }));
  if (looked.status === 'indeterminate')
    return stopped(looked, finding(mxUndecided, { scope, detail: whyNot(looked) }));
  const { status, answer } = looked;
  if (answer.rcode === NXDOMAIN) {
    return {
      mx: { status, kind: 'none' },
      looked,
      hosts: [],
      findings: [finding(mxMissing, { scope })],
      settled: 'none',
    };
  }
  const security = finding(status === 'secure' ? mxSecure : mxInsecure, {
    scope,
    ...(status !== 'secure' && { detail: whyNot(looked) }),
  });
  const found = mxHosts(answer.records);
  if (found.length === 0) {
    const hosts = [{ name: answer.canonicalName }];
    return { mx: { status, kind: 'implicit' }, looked, hosts, findings: [security, finding(mxImplicit, { scope })] };
  }
  if (found.every(({ name }) => name === '')) {
    return { mx: { status, kind: 'null' }, looked, hosts: [], findings: [finding(mxNull, { scope })], settled: 'none' }; // RFC 7505 §3
  }
  const hosts = found.filter(({ name }) => name !== '').slice(0, MAX_HOSTS);
  return { mx: { status, kind: 'mx' }, looked, hosts, findings: [security] };
}

/** RFC 7672 §2.1.2: what cannot be told from an attack is never a reason to go on without DANE. */
function stopped(looked: Looked, why: Finding): Discovery {
  return { mx: { status: looked.status, kind: 'mx' }, looked, hosts: [], findings: [why], settled: 'defer' };
}
