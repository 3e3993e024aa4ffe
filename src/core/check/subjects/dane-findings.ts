/** One DANE check serves three subjects: which of them tells a finding of it. */
import type { Finding } from '../../../base/index.ts';
import type { SubjectName } from '../types.ts';

const OF_MX =
  /^dane\.(mx\.(lookup-failed|null|null-among-others|implicit|many|none)|host\.(no-address|address-failed|unreachable|timeout|refused|protocol))$/;
const OF_DNSSEC =
  /^dane\.(mx\.(secure|insecure|bogus|undecided)|host\.(insecure|address-bogus|address-undecided)|zone\..*)$/;
/** Of these the subject `tls` tells as well; where DANE does not bind, it alone. */
const OF_TLS = /^dane\.host\.(no-starttls|starttls-refused|tls-failed)$/;

export function subjectOf({ id, severity }: Finding): SubjectName {
  if (OF_MX.test(id)) return 'mx';
  if (OF_DNSSEC.test(id)) return 'dnssec';
  return OF_TLS.test(id) && severity === 'info' ? 'tls' : 'dane';
}

export const findingsOf = (subject: SubjectName, findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => subjectOf(finding) === subject);
