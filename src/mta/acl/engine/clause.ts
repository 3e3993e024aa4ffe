/** One clause: its argument expanded, its place checked, its row asked. */
import { after, expand, type Failure, isFailure, type Later, type Text } from '../../expand/index.ts';
import { type Answer, defer, error, type Said, type Statement } from '../rows.ts';
import type { ReadyClause } from './compile.ts';
import { type AclRun, log } from './run.ts';
import { isPermitted, placeName } from './site.ts';

export interface Evaluated {
  readonly answer: Answer;
  /** The argument as it was expanded. */
  readonly value?: string;
}

type Act = Exclude<ReadyClause['act'], { readonly kind: 'message' | 'log_message' | 'endpass' }>;

/** A clause that acts at once: messages and endpass are the statement's. */
export function evaluateClause(clause: ReadyClause, act: Act, run: AclRun, statement: Statement): Later<Evaluated> {
  const { argument, written } = clause;
  if (act.kind === 'condition' && act.row.takes === 'written') {
    const { row } = act;
    const ask = () => row.test({ text: written.argument, parsed: argument }, run, statement);
    return after(forbidden(clause, act, run) ?? test(clause, ask), (answer) => ({ answer }));
  }
  return after(expand(argument, run.host), (outcome) => {
    if (isFailure(outcome)) return { answer: withoutArgument(clause, outcome) };
    const answered = forbidden(clause, act, run) ?? obey(clause, act, outcome, run, statement);
    return after(answered, (answer) => ({ answer, value: outcome.text }));
  });
}

const OK: Answer = { came: 'ok' };
const FAIL: Answer = { came: 'fail' };

/** A forced failure passes over the clause (Exim spec §44.20). */
function withoutArgument({ written }: ReadyClause, failure: Failure): Answer {
  if (failure.kind === 'forced-fail') return OK;
  const message = `failed to expand ACL string "${written.argument}": ${failure.message}`;
  return failure.kind === 'deferred' ? defer(message) : error(message);
}

function forbidden({ written, word }: ReadyClause, { kind }: Act, { world: { phase } }: AclRun): Answer | undefined {
  if (isPermitted(word, phase)) return undefined;
  const verb = kind === 'condition' ? 'test' : 'use';
  return error(`cannot ${verb} ${written.name} condition in ${placeName(phase)} ACL`);
}

function obey(clause: ReadyClause, act: Act, argument: Text, run: AclRun, statement: Statement): Later<Answer> {
  if (act.kind === 'modifier') return after(act.row.apply(argument, run, clause.written), (ended) => ended ?? OK);
  const { row } = act;
  return row.takes === 'text' ? test(clause, () => row.test(argument, run, statement)) : OK;
}

const test = ({ written }: ReadyClause, ask: () => Later<Said>): Later<Answer> =>
  after(ask(), (said) => turned(answerOf(said), written.negated));

const answerOf = (said: Said): Answer => (typeof said === 'boolean' ? (said ? OK : FAIL) : said);

/** `!` turns yes into no, and every no into yes; what nobody knows stays unknown. */
function turned(answer: Answer, negated: boolean): Answer {
  if (!negated) return answer;
  if (answer.came === 'ok') return { ...answer, came: 'fail' };
  return answer.came === 'fail' || answer.came === 'drop' ? { ...answer, came: 'ok' } : answer;
}

/** `message` or `log_message`, expanded late; undefined where it comes to nothing. */
export function expandMessage({ argument, written }: ReadyClause, run: AclRun): Later<Text | undefined> {
  return after(expand(argument, run.host), (outcome) => {
    if (outcome.kind === 'text') return outcome.text === '' ? undefined : outcome;
    if (outcome.kind !== 'forced-fail')
      log(run, `failed to expand ACL message "${written.argument}": ${outcome.message}`, ['main', 'panic']);
    return undefined;
  });
}
