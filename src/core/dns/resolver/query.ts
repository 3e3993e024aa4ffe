/** One look-up as a report: what `dns query` shows. */
import { ok, type Report, type Result, type Severity } from '../../../base/index.ts';
import { formatRcode } from '../codes.ts';
import { reasonDef } from '../dnssec/findings/registry.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import { formatRdata } from '../rdata/registry.ts';
import { formatType } from '../rr-types.ts';
import type { Answer, DnsError, Question, Reason, Resolver, ResourceRecord, SecurityStatus } from '../types.ts';
import { answerFindings } from './report.ts';

/** Names without the final dot, the root as `.`; RDATA in zone-file form. */
export interface QueryData {
  readonly name: string;
  readonly type: string;
  readonly status: SecurityStatus;
  /** `NOERROR` or `NXDOMAIN`. */
  readonly rcode: string;
  readonly aliases: readonly { readonly from: string; readonly to: string; readonly status: SecurityStatus }[];
  readonly answers: readonly QueryRecord[];
  /** From the trust anchor down. */
  readonly reasons: readonly QueryReason[];
  readonly ttlSeconds: number;
  readonly server?: string;
}

export interface QueryRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly data: string;
}

export interface QueryReason {
  readonly code: string;
  /** Of the finding that the reason is a case of; `ok` for good steps. */
  readonly severity: Severity;
  readonly text: string;
  readonly zone?: string;
  /** RFC 8914. */
  readonly extendedError?: number;
}

export async function queryReport(
  resolver: Resolver,
  { name, type }: Question,
  signal?: AbortSignal,
): Promise<Result<Report<QueryData>, DnsError>> {
  const answer = await resolver.lookup(name, type, signal && { signal });
  return answer.ok ? ok({ findings: answerFindings(answer.value), data: describeAnswer(answer.value) }) : answer;
}

export function describeAnswer(answer: Answer): QueryData {
  const { question, status, rcode, aliases, records, reasons, ttlSeconds, server } = answer;
  return {
    name: shown(question.name),
    type: formatType(question.type),
    status,
    rcode: formatRcode(rcode),
    aliases: aliases.map(({ from, to, status }) => ({ from: shown(from), to: shown(to), status })),
    answers: records.map(describeRecord),
    reasons: reasons.map(describeReason),
    ttlSeconds,
    ...(server !== undefined && { server }),
  };
}

function describeRecord({ name, type, ttlSeconds, rdata }: ResourceRecord): QueryRecord {
  return { name: shown(name), type: formatType(type), ttlSeconds, data: formatRdata(type, rdata) };
}

function describeReason(reason: Reason): QueryReason {
  const { code, text, zone, ede } = reason;
  return {
    code,
    severity: reasonDef(reason).severity,
    text,
    ...(zone !== undefined && { zone: shown(zone) }),
    ...(ede !== undefined && { extendedError: ede }),
  };
}
