/** A verdict as a report: what is shown, and the findings in the order of reading. */
import type { Finding, Report, Scope } from '../../base/index.ts';
import { say } from './findings/define.ts';
import { invalidFindings } from './findings/registry.ts';
import { eximIgnores, eximNoTls, eximStaples, statusGood, statusRevoked, statusUnknown } from './findings/status.ts';
import { warningFindings } from './findings/warnings.ts';
import { type StaplingView, staplingView } from './stapling.ts';
import type { OcspQuestion, OcspSigner, OcspVerdict, RevocationReason, Warning } from './types.ts';
import { verifyOcsp } from './verify.ts';

export interface OcspVerifyData {
  readonly status: OcspVerdict['status'];
  readonly code: OcspVerdict['code'];
  readonly detail: string;
  readonly certificate: { readonly subject: string; readonly issuer: string; readonly serial: string };
  /** RFC 3339, as all times here. */
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
  readonly producedAt?: string;
  /** When the proof really ends; of a proven status alone. */
  readonly validUntil?: string;
  readonly revokedAt?: string;
  readonly reason?: RevocationReason;
  readonly signer?: { readonly kind: OcspSigner['kind']; readonly subject: string; readonly notAfter: string };
  readonly warnings: readonly Warning[];
  readonly stapling: StaplingView;
}

/** Verifies, and says so in findings about the scope given. */
export function reportOcsp(question: OcspQuestion, scope: Scope = {}): Report<OcspVerifyData> {
  const verdict = verifyOcsp(question);
  const stapling = staplingView(question, verdict);
  return { data: dataOf(question, verdict, stapling), findings: verdictFindings(verdict, stapling, scope) };
}

/** The status first, then warnings, then what Exim would do with it where that is not clear from the status. */
export function verdictFindings(verdict: OcspVerdict, stapling: StaplingView, scope: Scope): readonly Finding[] {
  return [
    say(rowOf(verdict), { scope, detail: verdict.detail }),
    ...verdict.warnings.map(({ code, detail }) => say(warningFindings[code], { scope, detail })),
    ...(verdict.status === 'good' ? [eximFinding(stapling, scope)] : []),
    ...(stapling.eximGnutls === 'no-tls' ? [say(eximNoTls, { scope })] : []),
  ];
}

function rowOf(verdict: OcspVerdict) {
  if (verdict.status === 'invalid') return invalidFindings[verdict.code];
  return { good: statusGood, revoked: statusRevoked, unknown: statusUnknown }[verdict.status];
}

function eximFinding({ eximServer, why }: StaplingView, scope: Scope): Finding {
  if (eximServer === 'staples') return say(eximStaples, { scope });
  return say(eximIgnores, { scope, ...(why !== undefined && { detail: why }) });
}

function dataOf({ certificate }: OcspQuestion, verdict: OcspVerdict, stapling: StaplingView): OcspVerifyData {
  const { status, code, detail, warnings, thisUpdate, nextUpdate, producedAt, signer } = verdict;
  const revoked = verdict.status === 'revoked' ? verdict : undefined;
  const times = {
    thisUpdate,
    nextUpdate,
    producedAt,
    validUntil: verdict.status === 'invalid' ? undefined : verdict.validUntil,
    revokedAt: revoked?.revokedAt,
  };
  return {
    status,
    code,
    detail,
    certificate: { subject: certificate.subjectText, issuer: certificate.issuerText, serial: certificate.serial },
    ...texts(times),
    ...(revoked?.reason !== undefined && { reason: revoked.reason }),
    ...(signer !== undefined && { signer: signerData(signer) }),
    warnings,
    stapling,
  };
}

function signerData({ kind, certificate }: OcspSigner): NonNullable<OcspVerifyData['signer']> {
  return { kind, subject: certificate.subjectText, notAfter: certificate.notAfter.toISOString() };
}

function texts<Name extends string>(times: Readonly<Record<Name, Date | undefined>>): Partial<Record<Name, string>> {
  const given = Object.entries<Date | undefined>(times).flatMap(([name, time]) =>
    time === undefined ? [] : [[name, time.toISOString()]],
  );
  return Object.fromEntries(given) as Partial<Record<Name, string>>;
}
