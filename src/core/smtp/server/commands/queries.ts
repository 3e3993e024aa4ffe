/** VRFY, EXPN (RFC 5321 §4.1.1.6, §4.1.1.7) and ETRN (RFC 1985): questions for policy, and no more. */
import { readAddress, refusesUnqualified } from '../operand.ts';
import type { Answer, Question } from '../questions.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const vrfy: CommandDef = {
  ...query('VRFY'),
  run: (turn, argument) => {
    if (argument === '') return turn.reply(501, 'empty address');
    const { config, hasSaidUtf8: utf8 } = turn.state;
    const wrong = config.readAddress?.(argument, { utf8, mayBeNull: false });
    if (typeof wrong === 'string') return turn.reply(501, wrong);
    const path = readAddress(turn, argument, 'query');
    if (path === undefined || refusesUnqualified(turn, path, argument, 'query')) return;
    turn.ask({ kind: 'vrfy', argument });
  },
  answered: { vrfy: answered },
};

export const expn: CommandDef = {
  ...query('EXPN'),
  run: (turn, argument) => turn.ask({ kind: 'expn', argument }),
  answered: { expn: answered },
};

export const etrn: CommandDef = {
  ...query('ETRN'),
  run: (turn, argument) => {
    if (turn.state.transaction !== undefined) return turn.fail(503, 'ETRN is not permitted inside a transaction');
    turn.ask({ kind: 'etrn', argument });
  },
  answered: {
    etrn: (turn, { argument }, answer) => {
      if (answer.outcome !== 'accept') return turn.respond(answer, 550, 'Administrative prohibition');
      // RFC 1985 §5.3.1: of the node names only the private form is Exim's.
      if (answer.reply === undefined && !argument.startsWith('#')) return turn.fail(501, 'argument must begin with #');
      turn.respond(answer, 250, 'OK');
    },
  },
};

function query(verb: string): Pick<CommandDef, 'verb' | 'argument' | 'sync' | 'isMail'> {
  return { verb, argument: 'any', sync: 'always', isMail: false };
}

/** RFC 5321 §7.3: 252 tells nothing, and is what a server says that will not look. */
function answered(turn: Turn, question: Extract<Question, { kind: 'vrfy' | 'expn' }>, answer: Answer): void {
  const verb = question.kind.toUpperCase();
  if (answer.outcome === 'accept') turn.respond(answer, 252, `${verb} not available`);
  else turn.respond(answer, 550, 'Administrative prohibition');
}
