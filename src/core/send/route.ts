/** Where mail for a domain goes: its MX hosts in order, or the domain itself (RFC 5321 §5.1, RFC 7505). */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { mxHosts } from '../dane/index.ts';
import { type Name, RCODE, type Resolver, RR } from '../dns/index.ts';

export interface RouteHost {
  readonly name: string;
  readonly preference?: number;
}

export interface Route {
  readonly hosts: readonly RouteHost[];
  /** The MX records, or their absence, are proven: what is published for the hosts binds (RFC 7672 §2.2.1). */
  readonly isSecure: boolean;
}

export type RouteErrorCode = 'send/null-mx' | 'send/no-domain' | 'send/mx-failed' | 'send/mx-bogus';

/** More are not tried. */
const MAX_HOSTS = 16;

export async function routeTo(
  domain: Name,
  { resolver, signal }: { readonly resolver: Resolver; readonly signal: AbortSignal },
): Promise<Result<Route, Failure<RouteErrorCode>>> {
  const found = await resolver.lookup(domain, RR.MX, { signal });
  if (!found.ok) return err(failure('send/mx-failed', `${domain} MX: ${found.error.message}`, true));
  const { status, rcode, records } = found.value;
  if (status === 'bogus')
    return err(failure('send/mx-bogus', `${domain} MX: the answer is bogus: its signatures do not hold`, false));
  if (rcode === RCODE.NXDOMAIN) return err(failure('send/no-domain', `there is no domain ${domain}`, false));
  const isSecure = status === 'secure';
  const all = mxHosts(records);
  if (all.length === 0) return ok({ hosts: [{ name: domain }], isSecure }); // RFC 5321 §5.1: the implicit MX
  const hosts = all.filter(({ name }) => name !== '');
  if (hosts.length === 0) return err(failure('send/null-mx', `${domain} takes no mail: its MX is null`, false));
  return ok({ hosts: hosts.slice(0, MAX_HOSTS), isSecure });
}

function failure(code: RouteErrorCode, message: string, temporary: boolean): Failure<RouteErrorCode> {
  return { code, message, fault: 'peer', temporary };
}
