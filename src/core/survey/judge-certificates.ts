/** The certificates, each by itself: dates, name, trust, and the proof stapled to it. */
import type { Finding, Scope } from '../../base/index.ts';
import * as rows from './findings/certificates.ts';
import { say } from './findings/define.ts';
import type { Judged } from './judged.ts';
import type { CertificateReport, StapleReport } from './types.ts';

export const judgeCertificates = ({ survey, scope, at }: Judged): readonly Finding[] =>
  survey.certificates.flatMap((report) => judgeOne(report, { ...scope, keyType: report.keyType }, at));

function judgeOne(report: CertificateReport, scope: Scope, at: Date): readonly Finding[] {
  if (report.unreadable !== undefined) return [say(rows.unreadable, { scope, detail: report.unreadable })];
  const [leaf] = report.chain;
  return [
    say(rows.certificate, {
      scope,
      detail: `${leaf!.subject}, by ${leaf!.issuer}, until ${leaf!.notAfter.slice(0, 10)}`,
    }),
    ...dates(leaf!, scope, at),
    ...key(report, scope),
    ...(report.named === false ? [say(rows.otherName, { scope, detail: `it is ${leaf!.subject}` })] : []),
    ...(report.trusted === false ? [say(rows.untrusted, { scope, detail: report.trustCode! })] : []),
    ...staple(report, scope, at),
  ];
}

function key({ keyBits }: CertificateReport, scope: Scope): readonly Finding[] {
  return keyBits === undefined || keyBits >= 2048 ? [] : [say(rows.weakKey, { scope, detail: `${keyBits} bits` })];
}

const SOON_MS = 7 * 86_400_000;

function dates(
  { notBefore, notAfter }: CertificateReport['chain'][number],
  scope: Scope,
  at: Date,
): readonly Finding[] {
  const end = new Date(notAfter);
  if (end < at) return [say(rows.expired, { scope, detail: `it ended ${notAfter}` })];
  if (new Date(notBefore) > at) return [say(rows.expired, { scope, detail: `it begins only ${notBefore}` })];
  if (end.getTime() - at.getTime() > SOON_MS) return [];
  return [say(rows.expiresSoon, { scope, detail: `it ends ${notAfter}` })];
}

/** Nothing stapled is nothing said, unless the certificate itself demands it. */
function staple({ staple: seen, mustStaple }: CertificateReport, scope: Scope, at: Date): readonly Finding[] {
  const { status, code, detail } = seen;
  const parts = {
    scope,
    ...(detail !== undefined && { detail: `${detail}${code === undefined ? '' : ` (${code})`}` }),
  };
  switch (status) {
    case 'none':
      return mustStaple ? [say(rows.mustStaple, { scope })] : [];
    case 'good':
      return [say(rows.stapled, { scope }), ...ending(seen, scope, at)];
    case 'revoked':
      return [say(rows.revoked, parts)];
    default:
      return [say(rows.badStaple, parts)];
  }
}

/** Whoever renews a proof does so long before its last eighth. */
const LAST_PART = 1 / 8;

function ending({ thisUpdate, validUntil }: StapleReport, scope: Scope, at: Date): readonly Finding[] {
  if (thisUpdate === undefined || validUntil === undefined) return [];
  const [from, until] = [Date.parse(thisUpdate), Date.parse(validUntil)];
  if (until - at.getTime() > (until - from) * LAST_PART) return [];
  return [say(rows.stapleEnds, { scope, detail: `it ends ${validUntil}` })];
}
