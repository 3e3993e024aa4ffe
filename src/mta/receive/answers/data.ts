/** DATA, or the first BDAT: the last chance to say no before the message comes. */

import type { Answer } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { beginOnward } from '../cutthrough/onward.ts';
import { fromLineFilter } from '../intake/from-line-filter.ts';
import { startIntake } from '../intake/incoming.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

export function answerData(session: Session): Later<Answer> {
  if (session.hasTooMany && session.shared.options.flag('recipients_max_reject')) return refuseWhole(session);
  const isChunked = /^bdat/i.test(session.connection.command ?? '');
  if (isChunked && session.cutthrough.cutsThrough) session.cutthrough.drop(); // as Exim does
  return after(isChunked ? undefined : runPhase(session, 'predata'), (verdict) => {
    if (verdict !== undefined && verdict.outcome !== 'accept') session.cutthrough.drop();
    if (verdict !== undefined && verdict.outcome !== 'accept' && verdict.outcome !== 'discard')
      return refuse(session, verdict, { what: { at: 'predata' } });
    return after(fromLineFilter(session), (filter) => {
      startIntake(session, session.cutthrough.isReady ? (header) => beginOnward(session, header) : undefined);
      session.fromLine = filter;
      const usual = 'Enter message, ending with "." on a line by itself';
      return { outcome: 'accept', reply: makeReply(session, verdict?.message?.text, 354, usual) };
    });
  });
}

function refuseWhole(session: Session): Answer {
  session.endMessage();
  return { outcome: 'refuse', reply: { code: 554, text: 'Too many recipients' }, forgets: true };
}
