/** What `${authresults` writes behind its name: every check that ran (RFC 8601). */
import { formatAuthenticationResults, type MethodResult } from '../../../core/authres/index.ts';
import { spfMethodResult } from '../../../core/spf/index.ts';
import { fromOctets, toOctets } from '../../host/index.ts';
import { verdictResult } from './dkim-words.ts';
import type { Checked } from './results.ts';

/** `;\n\tspf=pass smtp.mailfrom=…`; `;\n\tnone` where nothing ran is for who writes the field. */
export function checksText(session: Checked): string {
  const { dkim, dkimOverruled, dmarc } = session.checks;
  const signatures = (dkim?.verdicts ?? [])
    .map((verdict, at) => verdictResult(verdict, dkimOverruled?.places.has(at) ? dkimOverruled.said : undefined))
    .join('');
  return told(before(session)) + signatures + told(dmarc === undefined ? [] : dmarcOf(session, dmarc.status));
}

/** A line each, as Exim has it; values that need quotes have them. */
const told = (results: readonly MethodResult[]): string =>
  results
    .map((result) => {
      const field = formatAuthenticationResults({ authservId: 'x', version: 1, results: [result] });
      return `;\n\t${toOctets(
        field
          .slice(field.indexOf(';') + 1)
          .replace(/\s+/g, ' ')
          .trim(),
      )}`;
    })
    .join('');

function before(session: Checked): readonly MethodResult[] {
  const { spf } = session.checks;
  return [
    ...iprev(session),
    ...auth(session),
    ...(spf === undefined
      ? []
      : [
          {
            ...withoutReason(spfMethodResult(spf.verdict)),
            ...(spf.guessed && { comment: 'best guess record for domain' }),
          },
        ]),
  ];
}

/** What was wrong is for the log, not for the world. */
const withoutReason = ({ reason: _, ...result }: MethodResult): MethodResult => result;

/** RFC 8601 §2.7.3: does the address lead to a name and back? Told where it was looked up. */
function iprev({ connection: { hostName, client } }: Checked): readonly MethodResult[] {
  if (hostName === undefined || client === undefined) return [];
  const result = hostName.kind === 'found' ? 'pass' : hostName.kind === 'failed' ? 'fail' : 'temperror';
  const comment = hostName.kind === 'found' ? hostName.name : undefined;
  const properties = [{ type: 'smtp', name: 'remote-ip', value: client.address }];
  return [{ method: 'iprev', result, properties, ...(comment !== undefined && { comment }) }];
}

/** RFC 8601 §2.7.4. */
function auth({ connection }: Checked): readonly MethodResult[] {
  const given = connection.auth;
  if (given === undefined) return [];
  const properties = given.id === undefined ? [] : [{ type: 'smtp', name: 'auth', value: fromOctets(given.id) }];
  return [{ method: 'auth', result: 'pass', comment: given.publicName.toLowerCase(), properties }];
}

const DMARC: Readonly<Record<string, string>> = {
  accept: 'pass',
  reject: 'fail',
  quarantine: 'fail',
  nofrom: 'temperror',
  temperror: 'temperror',
};

function dmarcOf({ checks }: Checked, status: string): readonly MethodResult[] {
  const author = checks.dmarc?.evaluation?.author;
  const properties = author === undefined ? [] : [{ type: 'header', name: 'from', value: author }];
  return [{ method: 'dmarc', result: DMARC[status] ?? 'none', properties }];
}
