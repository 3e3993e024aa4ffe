/** A day's tally as a report: its JSON, and the name of its file (RFC 8460 §4.4, §5.1). */
import { type DayTally, type FailureTally, failedSessions, type PolicyTally } from './tally.ts';

export interface ReportFacts {
  /** Whose sessions with it were counted. */
  readonly domain: string;
  /** `2026-11-25`, from midnight to midnight UTC. */
  readonly day: string;
  readonly organization: string;
  /** A mail address, or another way to reach who made it. */
  readonly contact: string;
  /** Unlike that of any other report. */
  readonly id: string;
  /** The domain that sends it. */
  readonly submitter: string;
}

/** As it is sent, before gzip. */
export function reportJson({ policies }: DayTally, { organization, contact, id, day }: ReportFacts): string {
  return JSON.stringify({
    'organization-name': organization,
    'date-range': { 'start-datetime': `${day}T00:00:00Z`, 'end-datetime': `${day}T23:59:59Z` },
    'contact-info': contact,
    'report-id': id,
    policies: policies.map(policyJson),
  });
}

const policyJson = (tally: PolicyTally) => ({
  policy: {
    'policy-type': tally.type,
    ...(tally.strings.length > 0 && { 'policy-string': tally.strings }),
    'policy-domain': tally.domain,
    ...(tally.mxHosts.length > 0 && { 'mx-host': tally.mxHosts }),
  },
  summary: {
    'total-successful-session-count': tally.successful,
    'total-failure-session-count': failedSessions(tally),
  },
  ...(tally.failures.length > 0 && { 'failure-details': tally.failures.map(failureJson) }),
});

const failureJson = (failure: FailureTally) => ({
  'result-type': failure.resultType,
  ...(failure.sendingMtaIp !== undefined && { 'sending-mta-ip': failure.sendingMtaIp }),
  ...(failure.receivingMxHostname !== undefined && { 'receiving-mx-hostname': failure.receivingMxHostname }),
  ...(failure.receivingIp !== undefined && { 'receiving-ip': failure.receivingIp }),
  'failed-session-count': failure.count,
  ...(failure.reasonCode !== undefined && { 'failure-reason-code': failure.reasonCode }),
});

/** RFC 8460 §5.1. */
export function reportFileName({ submitter, domain, day, id }: ReportFacts): string {
  const begin = Date.parse(`${day}T00:00:00Z`) / 1000;
  return `${submitter}!${domain}!${begin}!${begin + 86_399}!${id.replace(/[^A-Za-z0-9]/g, '')}.json.gz`;
}
