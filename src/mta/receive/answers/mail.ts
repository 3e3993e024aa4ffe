/** MAIL: room for the message, who sends it, the ACL. */
import { type Answer, addressOf, type MailParameters, type Path, type QuestionOf } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { createMessage, type IncomingMessage } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import type { Space } from '../../spool/index.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { rewriteSaid } from '../rewriting.ts';
import { notePipelining, type Session } from '../session.ts';
import { slowDown } from '../slowdown.ts';
import { believeSender } from './mail-auth.ts';

/** Parameters are right, and the address is not looked at yet: who sent the message first, and whether the client has to wait. */
export const hearMail = (session: Session, { text, parameters, count }: QuestionOf<'mail-words'>): Later<Answer> =>
  after(
    hearAuth(session, parameters),
    (refused) =>
      refused ??
      after(slowDown(session, 'mail', count), () =>
        after(rewriteSaid(session, text, 'smtp-sender'), (made): Answer => ({ outcome: 'accept', text: made })),
      ),
  );

/** For its ACL there is a message already, which nobody has sent. */
function hearAuth(session: Session, parameters: MailParameters): Later<Answer | undefined> {
  session.announced = undefined;
  if ((parameters.auth ?? '') === '') return undefined;
  const message = createMessage('', parameters);
  session.beginMessage(message);
  return after(believeSender(session, parameters.auth), (refused) => {
    session.forgetMessage();
    session.announced = message;
    return refused;
  });
}

export function answerMail(session: Session, question: QuestionOf<'mail'>): Later<Answer> {
  return after(hasRoom(session, question.parameters.size), (room) =>
    room ? begin(session, qualified(session, question.from, 'qualify_domain'), question) : NO_ROOM,
  );
}

function begin(session: Session, sender: string, question: QuestionOf<'mail'>): Later<Answer> {
  const said = addressOf(question.from);
  const message = createMessage(sender, question.parameters, said);
  message.isUtf8 = question.parameters.smtputf8 === true;
  session.body = question.parameters.body ?? session.body;
  session.beginMessage(message);
  session.counts.messages += 1;
  takeOver(message, session.announced);
  return byAcl(session, question);
}

/** What the ACL for `AUTH=` has come to. */
function takeOver(message: IncomingMessage, announced: IncomingMessage | undefined): void {
  if (announced === undefined) return;
  message.authenticatedSender = announced.authenticatedSender;
  for (const [name, value] of announced.values) message.values.set(name, value);
}

const byAcl = (session: Session, { said, parameters }: QuestionOf<'mail'>): Later<Answer> =>
  after(runPhase(session, 'mail'), (verdict) => {
    if (verdict === undefined) {
      notePipelining(session);
      return { outcome: 'accept' };
    }
    const { outcome, message } = verdict;
    if (outcome === 'discard') {
      session.messageControls.isDiscarded = true;
      session.messageControls.discardMessage = verdict.logMessage;
    } else if (outcome !== 'accept') {
      const refused = refuse(session, verdict, { what: { at: 'MAIL', argument: said } });
      if (outcome !== 'drop') session.forgetMessage(); // the ACL for ends without QUIT still sees it
      return refused;
    }
    const ending = parameters.prdr === true ? ', PRDR Requested' : '';
    const own = message === undefined ? undefined : `${message.text}${ending}`;
    notePipelining(session);
    return {
      outcome: 'accept',
      reply: makeReply(session, own, 250, `OK${ending}`),
      ...(outcome === 'accept' && { isJudged: true }),
    };
  });

/** `check_spool_space` and `check_spool_inodes`, what MAIL says of the size on top; the same for logs. */
function hasRoom(session: Session, sizeOctets = 0): Later<boolean> {
  const { options, ports } = session.shared;
  return after(ports.spool.space(), (space) => {
    if (!space.ok) return false;
    const announced = options.flag('smtp_check_spool_space') ? sizeOctets : 0;
    return isEnough(session, 'spool', space.value, announced)
      ? after(ports.logSpace?.(), (forLogs) => forLogs === undefined || isEnough(session, 'log', forLogs))
      : false;
  });
}

/** Where it is not, the log says how much there is. */
function isEnough(session: Session, what: 'spool' | 'log', { freeOctets, freeInodes }: Space, more = 0): boolean {
  const { options } = session.shared;
  if (
    freeOctets >= options.number(`check_${what}_space`) * KIB + more &&
    freeInodes >= options.number(`check_${what}_inodes`)
  )
    return true;
  const text = `${what} directory space check failed: space=${Math.floor(freeOctets / KIB)} inodes=${freeInodes}`;
  session.log(entry('no-space', { what, freeOctets, freeInodes }, text, MAIN));
  return false;
}

const KIB = 1024;

const NO_ROOM: Answer = { outcome: 'refuse', reply: { code: 452, text: 'Space shortage, please try later' } };

/** An address without a domain gets ours, where it was let pass at all. */
export function qualified(session: Session, path: Path, option: string): string {
  const address = addressOf(path);
  return path.kind === 'local'
    ? `${address}@${session.shared.options.text(option) ?? session.facts.primaryHostname}`
    : address;
}
