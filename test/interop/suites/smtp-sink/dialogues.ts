/** The session's words beside Exim's, reply by reply, octet by octet. */
import type { Answer, Question } from '../../../../src/core/smtp/index.ts';
import { addressOf } from '../../../../src/core/smtp/index.ts';
import { play, splitReplies } from '../../../support/smtp-session.ts';
import type { Context } from '../../framework/types.ts';
import { createEximSession } from '../../peers/exim-dialogue.ts';
import { DIALOGUES, DIFFERENCES } from './rows.ts';

export async function compareDialogues(context: Context): Promise<void> {
  const exim = await createEximSession(context);
  let [lines, replies, differing] = [0, 0, 0];
  for (const dialogue of DIALOGUES) {
    await context.test(`as Exim says it: ${JSON.stringify(dialogue).slice(0, 100)}`, async () => {
      const beginning = /^(?:EHLO|HELO|HELP)/i.test(dialogue[0]!) ? [] : ['EHLO x'];
      const text = [...beginning, ...dialogue]
        .map((line) => (/^BDAT \d+(?: LAST)?\r\n/.test(line) ? line : `${line}\r\n`))
        .join('');
      const theirs = normalised(await exim.talk(text));
      const ours = normalised(ourReplies(text));
      lines += dialogue.length;
      replies += theirs.length;
      for (let at = 0; at < Math.max(theirs.length, ours.length); at += 1) {
        if (theirs[at] === ours[at]) continue;
        const known = DIFFERENCES.find(
          ({ exim: e, ours: o, line }) => text.includes(line) && e.test(theirs[at] ?? '') && o.test(ours[at] ?? ''),
        );
        if (known === undefined)
          throw new Error(`reply ${at}: Exim says ${JSON.stringify(theirs[at])}, we say ${JSON.stringify(ours[at])}`);
        differing += 1;
      }
    });
  }
  context.note(`${lines} command lines, ${replies} replies, ${differing} known differences`);
  for (const { line, why } of DIFFERENCES) context.note(`known: ${line}: ${why}`);
}

function ourReplies(text: string): string {
  return play([Buffer.from(text, 'utf8').toString('latin1')], { policy, config: { bare: 'normalise' }, ends: true })
    .said;
}

/** The policy of the configuration that Exim is given. */
function policy(question: Question): Answer | undefined {
  if (question.kind === 'rcpt') {
    const local = addressOf(question.to).split('@')[0];
    if (local === 'bad') return { outcome: 'refuse' };
    if (local === 'bad2') return { outcome: 'refuse', reply: { code: 550, text: 'no second one' } };
  }
  if (question.kind === 'auth' || question.kind === 'auth-response') return authenticate(question);
  if (question.kind === 'message')
    return acceptMessage(question.envelope.parameters.prdr === true && question.envelope.recipients.length > 1);
  return undefined;
}

function acceptMessage(byRecipient: boolean): Answer {
  if (!byRecipient) return { outcome: 'accept', reply: { code: 250, text: 'OK id=ID' } };
  return { outcome: 'accept', reply: { code: 250, text: 'id=ID message accepted' } };
}

let user: string | undefined;

function authenticate(question: Extract<Question, { kind: 'auth' | 'auth-response' }>): Answer {
  const given = question.kind === 'auth' ? question.initial : question.response;
  const text = given === undefined ? undefined : Buffer.from(given).toString();
  if (question.mechanism === 'PLAIN') {
    if (text === undefined) return { outcome: 'challenge' };
    return text === '\0u\0p' ? { outcome: 'accept' } : { outcome: 'refuse' };
  }
  if (question.kind === 'auth') user = text;
  if (question.kind === 'auth' && text === undefined)
    return { outcome: 'challenge', challenge: Buffer.from('Username:') };
  if (user === undefined || question.kind === 'auth') {
    user = text;
    return { outcome: 'challenge', challenge: Buffer.from('Password:') };
  }
  const isRight = user === 'u';
  user = undefined;
  return isRight ? { outcome: 'accept' } : { outcome: 'refuse' };
}

/** Replies without Exim's remarks on its test, ids made alike, and the end of input out of the way. */
function normalised(said: string): readonly string[] {
  const wire = said
    .split(/\r?\n/)
    .filter((line) => /^\d{3}[ -]/.test(line))
    .map((line) => `${line}\r\n`)
    .join('');
  return splitReplies(wire)
    .map((reply) => reply.replace(/id=[\w-]+/, 'id=ID'))
    .filter((reply) => !/^421 .*(?:lost input connection|Lost incoming connection)/.test(reply));
}
