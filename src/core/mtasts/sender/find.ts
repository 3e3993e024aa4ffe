/** The policy of a domain as a sender comes by it, with nothing in its cache (RFC 8461 §3, §5). */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Name } from '../../dns/index.ts';
import { type FetchedPolicy, fetchPolicy } from '../policy/fetch.ts';
import { type PolicyMode, parsePolicy, readPolicyText } from '../policy/parse.ts';
import { findVersioned } from '../record/find.ts';
import { parseStsRecord, STS_VERSION } from '../record/sts.ts';
import type { MtaStsPorts } from '../types.ts';

export type SenderPorts = Pick<MtaStsPorts, 'resolver' | 'fetch' | 'signal'>;

export interface SenderPolicy {
  readonly mode: PolicyMode;
  readonly patterns: readonly string[];
  /** So long it holds from when it was fetched. */
  readonly maxAgeSeconds: number;
}

/** Why there is no policy although a record says so: words of TLS reports (RFC 8460 §4.3.2.2), and a clause for people. */
export interface PolicyFailure {
  readonly code: 'sts-policy-fetch-error' | 'sts-policy-invalid' | 'sts-webpki-invalid';
  readonly why: string;
}

export type StsId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'none' | 'failed'; readonly why: string };

/** An error says, in a clause, why there is none: then mail goes as without MTA-STS (§5.1). */
export async function findStsPolicy(
  domain: Name,
  ports: SenderPorts,
  timeoutMs: number,
): Promise<Result<SenderPolicy, string>> {
  const record = await findStsId(domain, ports);
  if (record.kind !== 'id') return err(record.why);
  const fetched = await fetchSenderPolicy(domain, ports, timeoutMs);
  return fetched.ok ? fetched : err(fetched.error.why);
}

/** What the record at `_mta-sts` says: a new id means a new policy (RFC 8461 §3.1). */
export async function findStsId(domain: Name, { resolver, signal }: SenderPorts): Promise<StsId> {
  const record = await findVersioned(resolver, `_mta-sts.${domain}`, STS_VERSION, signal);
  if (record.outcome === 'failed')
    return { kind: 'failed', why: record.error ?? `${record.query} could not be looked up` };
  const read = record.outcome === 'one' ? parseStsRecord(record.records[0]!) : undefined;
  if (read?.valid !== true || read.id === undefined) return { kind: 'none', why: `${domain} has no policy` };
  return { kind: 'id', id: read.id };
}

export async function fetchSenderPolicy(
  domain: Name,
  { fetch, signal }: SenderPorts,
  timeoutMs: number,
): Promise<Result<SenderPolicy, PolicyFailure>> {
  const fetched = await fetchPolicy(domain, timeoutMs, { fetch, ...(signal !== undefined && { signal }) });
  if (fetched.octets === undefined) return err(notFetched(domain, fetched));
  const { valid, mode, mx, maxAgeSeconds } = parsePolicy(readPolicyText(fetched.octets).text);
  if (valid && mode !== undefined && maxAgeSeconds !== undefined) return ok({ mode, patterns: mx, maxAgeSeconds });
  return err({ code: 'sts-policy-invalid', why: `the policy of ${domain} is not valid` });
}

function notFetched(domain: Name, { outcome, detail }: FetchedPolicy): PolicyFailure {
  return {
    code: outcome === 'untrusted' ? 'sts-webpki-invalid' : 'sts-policy-fetch-error',
    why: `the policy of ${domain} could not be fetched: ${detail ?? outcome}`,
  };
}
