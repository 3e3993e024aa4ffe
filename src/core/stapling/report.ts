/** From outcomes to findings and data: one certificate at a time. */
import { type Failure, type Finding, toBase64 } from '../../base/index.ts';
import type { OcspVerdict, Warning } from '../ocsp/types.ts';
import type { Certificate } from '../pki/index.ts';
import { say } from './findings/define.ts';
import * as row from './findings/fetch.ts';
import type { FileOutcome, SubjectOutcome } from './refresh-file.ts';
import type { Attempt, Oddity, Proof } from './types.ts';

export const PROOF_OUTCOMES = [
  'written',
  'unchanged',
  'kept',
  'skipped',
  'fetched',
  'removed',
  'failed',
  'no-responder',
] as const;

/** What became of one certificate's proof. Times are RFC 3339 in UTC. */
export interface ProofReport {
  readonly certificate: string;
  readonly serial: string;
  readonly issuer: string;
  /** The file of the certificate. */
  readonly source?: string;
  /** The file of the proof. */
  readonly file?: string;
  readonly outcome: (typeof PROOF_OUTCOMES)[number];
  /** Of the answer; of the stored proof where nothing was asked. */
  readonly status?: OcspVerdict['status'];
  readonly code?: string;
  readonly responder?: string;
  readonly signer?: string;
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
  /** When the proof really ends. */
  readonly validUntil?: string;
  /** When the stored proof begins (its thisUpdate) and really ends, be it new or old. */
  readonly storedFrom?: string;
  readonly storedUntil?: string;
  /** When it is to be fetched again. */
  readonly refreshAt?: string;
  readonly revokedAt?: string;
  readonly reason?: string;
  readonly attempts: readonly Attempt[];
  /** Base64 of the DER, where it was not stored. */
  readonly response?: string;
}

export interface Told {
  readonly findings: readonly Finding[];
  readonly report: ProofReport;
}

/** Whose proof it is, for people. */
export interface Named {
  readonly source?: string;
  readonly file?: string;
}

export function tell(outcome: SubjectOutcome, file: FileOutcome, named: Named, now: Date): Told {
  const { subject, obtained, chosen, old } = outcome;
  const scope = named.file === undefined ? {} : { scope: { file: named.file } };
  const isFresh = chosen !== undefined && chosen !== old;
  const verdict = obtained === undefined ? old?.verdict : obtained.verdict;
  const report: ProofReport = {
    ...described(subject.certificate),
    ...named,
    outcome: outcomeOf(outcome, file),
    ...(obtained?.responder !== undefined && { responder: obtained.responder }),
    ...(verdict !== undefined && factsOf(verdict)),
    ...(file.refreshAt !== undefined && { refreshAt: told(file.refreshAt) }),
    ...(file.action !== 'not-stored' && chosen !== undefined && storedFacts(chosen)),
    attempts: obtained?.attempts ?? [],
    ...(file.action === 'not-stored' && isFresh && { response: toBase64(chosen.response) }),
  };
  const findings = [
    ...mainFindings(outcome, file, report, now),
    ...(isFresh ? verdictFindings(chosen) : []),
    ...oddityFindings(obtained?.oddities ?? []),
    ...lessonOfDates(outcome),
  ];
  return { findings: findings.map((one) => ({ ...one, ...scope })), report };
}

export function described({ subjectText, issuerText, serial }: Certificate) {
  return { certificate: subjectText, serial, issuer: issuerText };
}

function outcomeOf({ chosen, old, keep, obtained }: SubjectOutcome, { action }: FileOutcome): ProofReport['outcome'] {
  if (action === 'skipped') return 'skipped';
  if (keep !== undefined) return 'kept';
  if (obtained?.verdict?.status !== 'good') return chosen === undefined && old !== undefined ? 'removed' : 'failed';
  if (action === 'not-stored') return 'fetched';
  return action === 'dated' ? 'unchanged' : 'written';
}

const storedFacts = ({ verdict }: Proof) => ({
  storedFrom: told(verdict.thisUpdate),
  storedUntil: told(verdict.validUntil),
});

function factsOf(verdict: OcspVerdict) {
  const { status, code, signer, thisUpdate, nextUpdate } = verdict;
  return {
    status,
    code,
    ...(signer !== undefined && { signer: signer.certificate.subjectText }),
    ...(thisUpdate !== undefined && { thisUpdate: told(thisUpdate) }),
    ...(nextUpdate !== undefined && { nextUpdate: told(nextUpdate) }),
    ...(verdict.status !== 'invalid' && { validUntil: told(verdict.validUntil) }),
    ...(verdict.status === 'revoked' && { revokedAt: told(verdict.revokedAt) }),
    ...(verdict.status === 'revoked' && verdict.reason !== undefined && { reason: verdict.reason }),
  };
}

function mainFindings(outcome: SubjectOutcome, file: FileOutcome, report: ProofReport, now: Date): readonly Finding[] {
  const { obtained, chosen, old, keep } = outcome;
  const who = `${report.certificate}${report.responder === undefined ? '' : `, by ${report.responder}`}`;
  if (obtained === undefined) return [say(row.skipped, { detail: `until ${told(file.refreshAt ?? now)}` })];
  const surprise = file.due === 'unusable' || file.due === 'date-beyond-end' ? [say(row.replacedUnusable, {})] : [];
  const failures = failureFindings(outcome, who);
  const stale = failures.length > 0 && old !== undefined && chosen === old ? [endOfOld(old, now)] : [];
  if (keep !== undefined) return [say(row.kept, { detail: keepText(outcome) }), ...passedOver(obtained.attempts)];
  if (failures.length > 0) return [...surprise, ...failures, ...stale];
  const until = chosen === undefined ? '' : `; it holds until ${told(chosen.verdict.validUntil)}`;
  const again = file.refreshAt === undefined ? '' : `, to be fetched again at ${told(file.refreshAt)}`;
  const good = file.action === 'not-stored' ? row.fetched : row.written;
  return [say(good, { detail: `${who}${until}${again}` }), ...surprise, ...passedOver(obtained.attempts)];
}

function failureFindings({ obtained, chosen, old }: SubjectOutcome, who: string): readonly Finding[] {
  const verdict = obtained?.verdict;
  const attempts = obtained?.attempts ?? [];
  if (verdict?.status === 'good') return [];
  if (verdict?.status === 'revoked') {
    const fate =
      old === undefined ? '' : chosen === undefined ? '; the stored proof was removed' : '; the stored proof stays';
    return [say(row.revoked, { detail: `${who}: ${verdict.detail}${fate}` })];
  }
  if (verdict?.status === 'unknown') return [say(row.unknownCertificate, { detail: who })];
  const final = finalAttempts(attempts);
  const proven = final.filter((attempt) => isRefusal(attempt));
  const undecided = final.filter((attempt) => !isRefusal(attempt));
  return [
    ...proven.map((attempt) => say(row.invalid, { detail: `${attempt.url}: ${attempt.code}: ${attempt.detail}` })),
    ...undecided.map((attempt) => say(row.failed, { detail: withUrl(attempt) })),
  ];
}

/** The last of each responder: those before it came to nothing either. */
function finalAttempts(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ url }, at) => attempts.findLastIndex((other) => other.url === url) === at);
}

/** An answer that decides; what is said to pass, and what was never an answer, does not. */
const isRefusal = ({ code, temporary }: Attempt): boolean =>
  !temporary && code !== 'http-status' && !code.startsWith('net/');

const withUrl = ({ url, code, detail }: Attempt): string =>
  detail.startsWith(url) ? detail : `${url}: ${code}: ${detail}`;

const passedOver = (attempts: readonly Attempt[]): readonly Finding[] =>
  attempts.slice(0, -1).map((attempt) => say(row.passedOver, { detail: `${attempt.method} ${withUrl(attempt)}` }));

function endOfOld({ verdict }: Proof, now: Date): Finding {
  const left = verdict.validUntil.getTime() - now.getTime();
  return say(row.running, { detail: `it ends at ${told(verdict.validUntil)}, in ${showSpan(left)}` });
}

function keepText({ keep, obtained, old }: SubjectOutcome): string {
  const [fresh, stored] = [obtained!.verdict!, old!.verdict];
  if (keep === 'older')
    return `its thisUpdate is ${told(fresh.thisUpdate!)}, that of the stored one ${told(stored.thisUpdate)}`;
  const end =
    fresh.nextUpdate === undefined || fresh.status === 'invalid' ? 'says no end' : `ends at ${told(fresh.validUntil)}`;
  return `it ${end}, the stored one at ${told(stored.validUntil)}`;
}

function verdictFindings({ verdict }: Proof): readonly Finding[] {
  return verdict.warnings.map((warning) => say(WARNINGS[warning.code] ?? row.flawed, { detail: warningText(warning) }));
}

const WARNINGS: Readonly<Partial<Record<Warning['code'], typeof row.flawed>>> = {
  'no-next-update': row.noNextUpdate,
  'signer-ends-first': row.signerEndsFirst,
};

const warningText = ({ code, detail }: Warning): string =>
  WARNINGS[code] === undefined ? `${code}: ${detail}` : detail;

function oddityFindings(oddities: readonly Oddity[]): readonly Finding[] {
  const clock = oddities.find(({ kind }) => kind === 'clock');
  const types = oddities.filter(({ kind }) => kind === 'content-type');
  const once = types.filter((one, at) => types.findIndex(({ url }) => url === one.url) === at);
  return [...once, ...(clock === undefined ? [] : [clock])].map(oddityFinding);
}

function oddityFinding(oddity: Oddity): Finding {
  if (oddity.kind === 'content-type')
    return say(row.contentType, { detail: `${oddity.url}: the type is "${oddity.contentType || 'none'}"` });
  const by = showSpan(Math.abs(oddity.behindMs));
  const how = oddity.behindMs > 0 ? 'slow' : 'fast';
  return say(row.clockOff, { detail: `your clock may be off: by the Date of ${oddity.url} it is ${by} ${how}` });
}

/** Dates that are all wrong, and no Date header that says whose clock it is. */
function lessonOfDates({ obtained }: SubjectOutcome): readonly Finding[] {
  const verdict = obtained?.verdict;
  if (verdict?.status !== 'invalid' || obtained?.clock !== 'no-date') return [];
  if (verdict.code !== 'not-yet-valid' && verdict.code !== 'expired') return [];
  const how = verdict.code === 'expired' ? 'fast' : 'slow';
  return [
    say(row.clockOff, { detail: `your clock may be ${how}, or the responder's answer is at fault: ${verdict.detail}` }),
  ];
}

/** What kept a certificate from being asked about at all. */
export function tellFailure(certificate: Certificate, failure: Failure, named: Named): Told {
  const { code, message, hint, fault } = failure;
  const def = code === 'stapling/issuer' ? row.noIssuer : code === 'lock/held' ? row.locked : row.fileFailed;
  const severity = fault === 'configuration' ? 'error' : 'unknown';
  const scope = named.file === undefined ? {} : { file: named.file };
  const finding = say(def, { severity, scope, detail: message, ...(hint !== undefined && { fix: hint }) });
  return {
    findings: [finding],
    report: { ...described(certificate), ...named, outcome: 'failed', code, attempts: [] },
  };
}

export const told = (date: Date): string => date.toISOString().replace('.000Z', 'Z');

/** `5 days`, `3 h 20 min`, `40 s`. */
export function showSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}
