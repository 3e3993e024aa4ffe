/** `dsn parse`: messages in, what they report out. */
import type { Finding, Report } from '../../base/index.ts';
import { say } from './findings/define.ts';
import { FAULT_ROWS } from './findings/faults.ts';
import { KIND_ROWS } from './findings/kinds.ts';
import { notAReport } from './findings/registry.ts';
import { reportKind } from './kind.ts';
import { parseDsn } from './read/parse.ts';
import type { DeliveryReport, ReportedRecipient, ReportKind } from './types.ts';

export interface GivenMessage {
  /** The file, and which message in it. */
  readonly source: string;
  readonly octets: Uint8Array;
}

export interface ParsedMessage extends Partial<DeliveryReport> {
  readonly source: string;
  /** Why there is no report in it. */
  readonly problem?: string;
}

/** Of one message its whole report; of several what they come to, and each of them. */
export interface DsnParseData extends Partial<DeliveryReport> {
  readonly kind: ReportKind;
  readonly recipients: readonly ReportedRecipient[];
  readonly messages?: readonly ParsedMessage[];
}

export async function parsedReport(messages: AsyncIterable<GivenMessage>): Promise<Report<DsnParseData>> {
  const parsed: ParsedMessage[] = [];
  for await (const { source, octets } of messages) {
    const read = parseDsn(octets);
    parsed.push(read.ok ? { source, ...read.value } : { source, problem: read.error.message });
  }
  const recipients = parsed.flatMap((one) => one.recipients ?? []);
  const findings = parsed.flatMap((one) => findingsOn(one, parsed.length > 1));
  const [only] = parsed;
  if (parsed.length !== 1 || only === undefined)
    return { findings, data: { kind: reportKind(recipients), recipients, messages: parsed } };
  const { source: _, problem: __, ...report } = only;
  return { findings, data: { kind: 'unknown', recipients, ...report } };
}

const MAX_TOLD = 20;

function findingsOn(one: ParsedMessage, isOneOfMany: boolean): readonly Finding[] {
  const scope = isOneOfMany ? { file: one.source } : {};
  if (one.kind === undefined) {
    // Other mail in a mailbox is no fault of it.
    const severity = isOneOfMany ? 'info' : notAReport.severity;
    return [say(notAReport, { scope, severity, ...(one.problem !== undefined && { detail: one.problem }) })];
  }
  const faults = (one.faults ?? []).slice(0, MAX_TOLD);
  return [
    say(KIND_ROWS[one.kind], { scope, detail: summaryOf(one.recipients ?? []) }),
    ...faults.map(({ code, detail }) => say(FAULT_ROWS[code], { scope, detail })),
  ];
}

const MAX_NAMED = 3;

function summaryOf(recipients: readonly ReportedRecipient[]): string {
  const named = recipients
    .slice(0, MAX_NAMED)
    .map(({ address, action, status }) => [address, action, status].filter(Boolean).join(' '));
  const more = recipients.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
