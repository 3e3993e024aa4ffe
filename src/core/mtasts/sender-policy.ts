/** The policy of a domain as a sender comes by it, with nothing in its cache (RFC 8461 §3, §5). */
import { err, ok, type Result } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import { fetchPolicy } from './policy/fetch.ts';
import { type PolicyMode, parsePolicy, readPolicyText } from './policy/parse.ts';
import { findVersioned } from './record/find.ts';
import { parseStsRecord, STS_VERSION } from './record/sts.ts';
import type { MtaStsPorts } from './types.ts';

export interface SenderPolicy {
  readonly mode: PolicyMode;
  readonly patterns: readonly string[];
}

/** An error says, in a clause, why there is none: then mail goes as without MTA-STS (§5.1). */
export async function findStsPolicy(
  domain: Name,
  { resolver, fetch, signal }: Pick<MtaStsPorts, 'resolver' | 'fetch' | 'signal'>,
  timeoutMs: number,
): Promise<Result<SenderPolicy, string>> {
  const record = await findVersioned(resolver, `_mta-sts.${domain}`, STS_VERSION, signal);
  if (record.outcome === 'failed') return err(record.error ?? `${record.query} could not be looked up`);
  if (record.outcome !== 'one' || !parseStsRecord(record.records[0]!).valid) return err(`${domain} has no policy`);
  const fetched = await fetchPolicy(domain, timeoutMs, { fetch, ...(signal !== undefined && { signal }) });
  if (fetched.octets === undefined)
    return err(`the policy of ${domain} could not be fetched: ${fetched.detail ?? fetched.outcome}`);
  const { valid, mode, mx } = parsePolicy(readPolicyText(fetched.octets).text);
  return valid && mode !== undefined ? ok({ mode, patterns: mx }) : err(`the policy of ${domain} is not valid`);
}
