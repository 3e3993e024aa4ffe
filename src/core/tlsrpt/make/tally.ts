/** Sessions of one day with one domain, counted by what they were judged by and by what failed (RFC 8460 §4). JSON-safe. */

export interface DayTally {
  readonly policies: readonly PolicyTally[];
}

/** What TLS of a session was judged by (RFC 8460 §4.4). */
export interface SessionPolicy {
  readonly type: 'tlsa' | 'sts' | 'no-policy-found';
  /** Of the policy; the TLSA base domain for `tlsa` (RFC 8460 §1.1). */
  readonly domain: string;
  /** TLSA records, or lines of a policy. */
  readonly strings: readonly string[];
  /** Patterns of a policy. */
  readonly mxHosts: readonly string[];
}

export interface PolicyTally extends SessionPolicy {
  readonly successful: number;
  readonly failures: readonly FailureTally[];
}

/** Words of RFC 8460 §4.3. */
export type ResultType =
  | 'starttls-not-supported'
  | 'certificate-host-mismatch'
  | 'certificate-expired'
  | 'certificate-not-trusted'
  | 'validation-failure'
  | 'tlsa-invalid'
  | 'dnssec-invalid'
  | 'dane-required'
  | 'sts-policy-fetch-error'
  | 'sts-policy-invalid'
  | 'sts-webpki-invalid';

export interface SessionFailure {
  readonly resultType: ResultType;
  readonly sendingMtaIp?: string;
  readonly receivingMxHostname?: string;
  readonly receivingIp?: string;
  readonly reasonCode?: string;
}

export interface FailureTally extends SessionFailure {
  readonly count: number;
}

export interface Session {
  readonly policy: SessionPolicy;
  /** Absent: TLS was as the policy wants it. */
  readonly failure?: SessionFailure;
}

/** A domain that changes its policy, or its hosts, for every session makes no report of us longer than this. */
const MAX_POLICIES = 32;
const MAX_FAILURES = 200;

/** One session more. */
export function counted(before: DayTally | undefined, { policy, failure }: Session): DayTally {
  const policies = [...(before?.policies ?? [])];
  const key = keyOf(policy);
  const found = policies.findIndex((one) => keyOf(one) === key);
  const at = found >= 0 ? found : Math.min(policies.length, MAX_POLICIES - 1);
  const known = policies[at] ?? { ...policy, successful: 0, failures: [] };
  policies[at] =
    failure === undefined
      ? { ...known, successful: known.successful + 1 }
      : { ...known, failures: withFailure(known.failures, failure) };
  return { policies };
}

const keyOf = ({ type, domain, strings }: SessionPolicy): string => JSON.stringify([type, domain, strings]);

function withFailure(before: readonly FailureTally[], failure: SessionFailure): readonly FailureTally[] {
  const failures = [...before];
  const key = failureKey(failure);
  const found = failures.findIndex((one) => failureKey(one) === key);
  const at = found >= 0 ? found : Math.min(failures.length, MAX_FAILURES - 1);
  const known = failures[at] ?? { ...failure, count: 0 };
  failures[at] = { ...known, count: known.count + 1 };
  return failures;
}

const failureKey = (one: SessionFailure): string =>
  JSON.stringify([one.resultType, one.sendingMtaIp, one.receivingMxHostname, one.receivingIp, one.reasonCode]);

export const failedSessions = ({ failures }: PolicyTally): number =>
  failures.reduce((sum, { count }) => sum + count, 0);
