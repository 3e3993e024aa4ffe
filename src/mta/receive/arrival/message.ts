/** The message is there: made whole, judged by ACLs, stored; the last word is the promise to deliver it. */

import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { fullHost, type IncomingMessage } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { verifySignatures } from '../checks/dkim.ts';
import { isField, readHeaderLines } from '../headers/parse.ts';
import { takeIntake } from '../intake/incoming.ts';
import type { Arrived, Incoming } from '../intake/intake.ts';
import { refuseHeader, tellFaults } from '../local/complete.ts';
import { REFUSED } from '../local/refuse.ts';
import { createCopyKeeper } from '../scan-copy.ts';
import type { Session } from '../session.ts';
import { completeLines, type HeaderFault, lineFault } from './complete-header.ts';
import { drop } from './drop.ts';
import { judge } from './judge.ts';
import { keep } from './keep.ts';

export async function answerMessage(session: Session, question: QuestionOf<'message'>): Promise<Answer> {
  const incoming = takeIntake(session);
  const copy = createCopyKeeper(session, incoming);
  const { messageControls } = session;
  session.scanCopy = copy;
  try {
    return await takeMessage(session, incoming, question);
  } finally {
    session.scanCopy = undefined;
    await copy.remove(messageControls.keepsScanCopy);
  }
}

/** In one go where nothing has to be waited for: promises cost a turn each, and only what stores needs one. */
function takeMessage(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Answer> {
  return after(incoming.intake.end(), (arrived) =>
    after(complete(session, arrived, incoming), (faulty) =>
      after(
        faulty === undefined ? verifyAndJudge(session, arrived, incoming, question) : drop(session, incoming, faulty),
        (answer) => (isRunOn(arrived) ? { ...answer, octets: question.facts.octets + 1 } : answer),
      ),
    ),
  );
}

/** A header that ended with a line that is no field: the end that was made for it counts where its octets are told. */
const isRunOn = ({ hasEmptyLine, body }: Arrived): boolean => !hasEmptyLine && body.octets > 0;

/** What goes to nobody is looked at by nobody: its recipients were thrown away as they were named. */
function verifyAndJudge(
  session: Session,
  { header }: Arrived,
  incoming: Incoming,
  question: QuestionOf<'message'>,
): Later<Answer> {
  if (session.message!.recipients.length === 0) return keep(session, incoming, { isUnseen: true });
  return after(verifySignatures(session, header, incoming), () => judgeAndKeep(session, incoming, question));
}

const judgeAndKeep = (session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Answer> =>
  after(judge(session, incoming, question), (judged) =>
    judged.refusal === undefined ? keep(session, incoming, judged) : drop(session, incoming, judged.refusal),
  );

const MESSAGE_IDS = ['message-id', 'resent-message-id'];

/** The header read, completed and traced; an answer where the message cannot be taken. */
function complete(session: Session, arrived: Arrived, incoming: Incoming): Later<Answer | undefined> {
  const message = session.message!;
  message.body = arrived.body;
  const headers = readHeaderLines(arrived.header);
  session.noteRecipients();
  const size = sizeOf(headers, arrived);
  message.headerRead = session.fromLineOctets > 0 ? { ...size, lines: size.lines + 1 } : size;
  session.cameWithSubject = headers.some(({ text }) => isField(text, 'subject'));
  session.cameWithMessageId = headers.some(({ text }) => MESSAGE_IDS.some((name) => isField(text, name)));
  if (session.cutthrough.onward !== undefined) return undefined; // it has gone on already
  const wrong = faultOf(session, arrived, headers);
  if (wrong !== undefined) return refuseFaulty(session, wrong, arrived.header);
  return after(completeLines(session, headers), (prepared) =>
    session.local === undefined
      ? undefined
      : after(tellFaults(session, prepared, incoming), (mayGoOn) => (mayGoOn ? undefined : REFUSED)),
  );
}

/** With the empty line behind it, where there was one; its lines as they came, and one more where a body follows. */
function sizeOf(
  headers: IncomingMessage['headers'],
  { header, body, hasEmptyLine }: Arrived,
): NonNullable<IncomingMessage['headerRead']> {
  let octets = hasEmptyLine ? 1 : 0;
  let lines = hasEmptyLine || body.octets > 0 ? 1 : 0;
  for (const { text } of headers) octets += text.length;
  for (let at = header.indexOf('\n'); at >= 0; at = header.indexOf('\n', at + 1)) lines += 1;
  return { octets, lines };
}

function faultOf(
  session: Session,
  { isTooLong }: Arrived,
  headers: IncomingMessage['headers'],
): HeaderFault | undefined {
  const { options } = session.shared;
  return isTooLong ? { ...HEADER_TOO_LONG, limit: options.number('header_maxsize') } : lineFault(session, headers);
}

const HEADER_TOO_LONG = {
  kind: 'header-too-long',
  text: 'Message header is ridiculously long',
  logged: 'ridiculously long message header',
} as const;

async function refuseFaulty(session: Session, fault: HeaderFault, header: string): Promise<Answer> {
  if (session.local !== undefined) {
    await refuseHeader(session, fault, header);
    return REFUSED;
  }
  const { text, logged, limit } = fault;
  const who = fullHost(session.connection, session.facts.hostText);
  const said = `${logged} received from ${who} (more than ${limit} characters): message abandoned`;
  session.logWithoutId(entry(fault.kind, { limit }, said, MAIN));
  return { outcome: 'refuse', reply: { code: 552, text } };
}
