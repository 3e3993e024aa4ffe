/** The record to publish: what a finding without TLSA ends in, and the list at the end of a report. */
import type { Finding } from '../../base/index.ts';
import { partial } from './findings/domain.ts';
import { none } from './findings/tlsa.ts';
import type { SeenHost } from './judge-host.ts';
import { tlsaName } from './look-up.ts';
import { bestRecord, recordLine } from './tlsa.ts';
import type { CheckOptions } from './types.ts';

const ENDS_IN_RECORD: ReadonlySet<string> = new Set([none.id, partial.id]);

/** The findings that ask for records say which, where the certificate was seen. */
export function withRecordsToPublish(
  findings: readonly Finding[],
  seen: readonly SeenHost[],
  options: CheckOptions,
): readonly Finding[] {
  return findings.map((each) => {
    const host = ENDS_IN_RECORD.has(each.id) ? seen.find(({ name }) => name === each.scope.mx) : undefined;
    const lines = host === undefined ? [] : recordsFor(host, options);
    return lines.length === 0 ? each : { ...each, fix: `publish: ${lines.join('; ')}` };
  });
}

/** For every host that is not covered, whole or in part. */
export function recordsToPublish(seen: readonly SeenHost[], options: CheckOptions): readonly string[] {
  return seen.filter(isUncovered).flatMap((host) => recordsFor(host, options));
}

function isUncovered({ addresses, dns }: SeenHost): boolean {
  if (dns.policy === 'opportunistic' || dns.policy === 'mandatory-tls') return true;
  return addresses.some(({ keys }) => keys.some(({ status }) => status === 'no-match'));
}

/** One record for each key that was seen and is not covered. */
function recordsFor({ dns, addresses }: SeenHost, { port }: CheckOptions): readonly string[] {
  const leaves = addresses.flatMap(({ keys }) =>
    keys.flatMap(({ status, certificates }) => (status === 'match' ? [] : certificates.slice(0, 1))),
  );
  return [...new Set(leaves.map((leaf) => recordLine(tlsaName(port, dns.base), bestRecord(leaf))))];
}
