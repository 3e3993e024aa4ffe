/** The commands, a row each. To add one: a file in commands/ (copy noop.ts), and a row here. */
import { atrn } from './commands/atrn.ts';
import { auth } from './commands/auth.ts';
import { bdat } from './commands/bdat.ts';
import { data } from './commands/data.ts';
import { ehlo, helo, lhlo } from './commands/helo.ts';
import { help } from './commands/help.ts';
import { mail } from './commands/mail.ts';
import { noop } from './commands/noop.ts';
import { etrn, expn, vrfy } from './commands/queries.ts';
import { quit } from './commands/quit.ts';
import { rcpt } from './commands/rcpt.ts';
import { rset } from './commands/rset.ts';
import { starttls } from './commands/starttls.ts';
import type { Answered, CommandDef } from './commands/types.ts';
import { wellknown } from './commands/wellknown.ts';
import { xclient } from './commands/xclient.ts';
import { replyToMessage } from './end-of-message.ts';
import { answeredConnect } from './greeting.ts';
import { trimBlanks } from './lines.ts';
import { countFirst } from './non-mail.ts';
import type { Answer, Question, QuestionOf } from './questions.ts';
import type { Turn } from './turn.ts';

const COMMANDS: readonly CommandDef[] = [
  helo,
  ehlo,
  lhlo,
  mail,
  rcpt,
  data,
  bdat,
  rset,
  noop,
  quit,
  vrfy,
  expn,
  atrn,
  etrn,
  help,
  starttls,
  auth,
  xclient,
  wellknown,
];

const BY_VERB: ReadonlyMap<string, CommandDef> = new Map(COMMANDS.map((row) => [row.verb.split(' ', 1)[0]!, row]));

export const SMTP_VERBS: readonly string[] = [...BY_VERB.keys()];

/** The command a line begins with, and what stands behind it. */
export function findCommand(line: string): { readonly command: CommandDef; readonly argument: string } | undefined {
  const blank = line.indexOf(' ');
  const command = BY_VERB.get((blank < 0 ? line : line.slice(0, blank)).toUpperCase());
  if (command === undefined) return undefined;
  const { length } = command.verb;
  if (line.slice(0, length).toUpperCase() !== command.verb) return undefined;
  return { command, argument: trimBlanks(line.slice(length)) };
}

const ANSWERED: Answered = Object.assign(
  {
    connect: answeredConnect,
    message: (turn: Turn, _question: unknown, answer: Answer) => replyToMessage(turn, answer),
    'non-mail': (turn: Turn, { verb, argument }: QuestionOf<'non-mail'>, answer: Answer) =>
      countFirst(turn, BY_VERB.get(verb)!, argument, answer.nonMailCommands),
    farewell: (turn: Turn, { why, code, text }: QuestionOf<'farewell'>, { reply = { code, text } }: Answer) => {
      turn.lastReply(why, reply);
      turn.close(why);
    },
  } satisfies Answered,
  ...COMMANDS.map(({ answered }) => answered),
);

/** Takes up a command where it had to ask. */
export function takeAnswer(turn: Turn, question: Question, answer: Answer): void {
  const { config } = turn.state;
  const { enforcesSync = config.enforcesSync } = answer;
  if (enforcesSync !== config.enforcesSync) turn.state.config = { ...config, enforcesSync };
  if (answer.isTerse === true) turn.state.config = { ...turn.state.config, isTerse: true };
  const { unofferedAuth } = answer;
  if (unofferedAuth !== undefined) turn.state.config = { ...turn.state.config, unofferedAuth };
  if (answer.reads !== undefined) turn.state.config = { ...turn.state.config, ...answer.reads };
  const answered = ANSWERED[question.kind] as ((turn: Turn, question: Question, answer: Answer) => void) | undefined;
  answered?.(turn, question, answer);
}
