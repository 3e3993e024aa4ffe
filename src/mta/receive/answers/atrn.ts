/** ATRN: whose mail is handed over is for the ACL to say, by `atrn_domains` (RFC 2645; Exim spec ch. "ACLs", acl_smtp_atrn). */
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { entry, hostAndIdent, MAIN } from '../../log/index.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

export function answerAtrn(session: Session, { argument }: QuestionOf<'atrn'>): Later<Answer> {
  const { connection, logHost, logFormat } = session;
  const text = `ATRN '${argument}' received from ${hostAndIdent(logHost, logFormat, false)}`;
  session.log(entry('atrn', { argument }, text, MAIN, 'etrn'));
  connection.atrnDomains = undefined;
  return after(runPhase(session, 'atrn'), (verdict = DENIED) => {
    const what = { at: 'ATRN', argument } as const;
    if (verdict.outcome !== 'accept') return refuse(session, verdict, { what, code: 450 });
    // An ACL that only says yes has not said whose mail the client may have.
    if (connection.atrnDomains !== undefined) return { outcome: 'accept' };
    session.logTrouble('acl_smtp_atrn accepts, and atrn_domains in it has named no domains: nothing is handed over');
    return refuse(session, { ...verdict, outcome: 'error' }, { what });
  });
}

const DENIED: AclVerdict = { outcome: 'deny', effects: [], trail: [] };
