/** A recipient that an ACL has accepted, offered to the next hop before the client is told. */
import type { RcptParameters } from '../../../core/smtp/index.ts';
import type { AclVerdict, VerifyAnswer, VerifyQuestion } from '../../acl/index.ts';
import { after, type Later, textOf } from '../../expand/index.ts';
import { partyOf } from '../policy/services.ts';
import type { Session } from '../session.ts';

/**
 * @param verdict  the ACL's, which has accepted it: its words stand in a refusal, too
 * @returns what the client is told in its place; undefined: as the ACL has it
 */
export function offerRecipient(
  session: Session,
  address: string,
  parameters: RcptParameters,
  verdict: AclVerdict,
): Later<AclVerdict | undefined> {
  const { cutthrough, connection, shared } = session;
  const { verifier } = shared.ports;
  const { held, cutsThrough } = cutthrough;
  if (verifier === undefined || !cutsThrough || connection.rcpts.all <= (held?.count ?? 0)) return undefined;
  // RFC 3461 §5.2.1: what was said of reports goes on, which a callout does not.
  if (parameters.notify !== undefined || parameters.orcpt !== undefined) return void cutthrough.drop();
  const { passesDeferrals } = cutthrough;
  return after(verifier(partyOf(session))(questionOf(session, address)), (answer) =>
    conclude(session, answer, passesDeferrals, verdict),
  );
}

function conclude(
  session: Session,
  { came }: VerifyAnswer,
  passesDeferrals: boolean,
  { message, logMessage }: AclVerdict,
): AclVerdict | undefined {
  if (came === 'ok') return undefined;
  session.cutthrough.drop(); // and those who follow are not offered
  if (came === 'fail')
    return {
      ...{ outcome: 'deny', effects: [], trail: [] },
      ...(message !== undefined && { message }),
      ...(logMessage !== undefined && { logMessage }),
    };
  return passesDeferrals ? { outcome: 'defer', effects: [], trail: [] } : undefined;
}

/** As long as Exim waits for each answer. */
const PATIENCE_SECONDS = 30;

const questionOf = ({ cutthrough }: Session, address: string): VerifyQuestion => ({
  kind: 'recipient',
  address: textOf(address, true),
  isEnvelope: true,
  successOnRedirect: false,
  callout: {
    timeoutSeconds: PATIENCE_SECONDS,
    connectSeconds: PATIENCE_SECONDS,
    maxWaitSeconds: 4 * PATIENCE_SECONDS,
    cache: false,
    random: false,
    hold: false,
    from: cutthrough.sender === 'transport' ? 'transport' : 'sender',
  },
});
