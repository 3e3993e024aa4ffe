/** One clause: its argument expanded, its place checked, its row asked. */
import { after, expand, type Failure, isFailure, type Later, type Text } from '../../expand/index.ts';
import { type Answer, defer, error, type Said } from '../rows.ts';
import type { ReadyClause, ReadyStatement } from './compile.ts';
import { type AclRun, logMistake } from './run.ts';
import { isPermitted, placeName } from './site.ts';

type Act = Exclude<ReadyClause['act'], { readonly kind: 'message' | 'log_message' | 'endpass' }>;

/** Where a statement is. */
export interface Course {
  readonly run: AclRun;
  readonly statement: ReadyStatement;
  /** The argument of the clause at hand as it was expanded, for the trail. */
  value: string | undefined;
}

/** A clause that acts at once: messages and endpass are the statement's. */
export function evaluateClause(clause: ReadyClause, act: Act, course: Course): Later<Answer> {
  const { run } = course;
  course.value = undefined;
  if (act.kind === 'condition' && act.row.takes === 'written')
    return forbidden(clause, act, run) ?? judged(clause, act.row.test(clause.whole, run, course.statement.told));
  return after(expand(clause.whole.parsed, run.host), (outcome) => {
    if (isFailure(outcome)) return withoutArgument(clause, outcome);
    course.value = outcome.text;
    return forbidden(clause, act, run) ?? obey(clause, act, outcome, course);
  });
}

const OK: Answer = { came: 'ok' };
const FAIL: Answer = { came: 'fail' };

/** A forced failure passes over the clause (Exim spec §44.20). */
function withoutArgument({ written }: ReadyClause, failure: Failure): Answer {
  if (failure.kind === 'forced-fail') return OK;
  const message = `failed to expand ACL string "${written.argument}": ${failure.message}`;
  return failure.kind === 'deferred' ? defer(failure.lookUp ?? message) : error(message);
}

function forbidden({ written, word }: ReadyClause, { kind }: Act, { world: { phase } }: AclRun): Answer | undefined {
  if (isPermitted(word, phase)) return undefined;
  const verb = kind === 'condition' ? 'test' : 'use';
  return error(`cannot ${verb} ${written.name} condition in ${placeName(phase)} ACL`);
}

function obey(clause: ReadyClause, act: Act, argument: Text, { run, statement }: Course): Later<Answer> {
  if (act.kind === 'modifier') return after(act.row.apply(argument, run, clause.written), (ended) => ended ?? OK);
  const { row } = act;
  return row.takes === 'text' ? judged(clause, row.test(argument, run, statement.told)) : OK;
}

const judged = ({ written }: ReadyClause, said: Later<Said>): Later<Answer> =>
  after(said, (settled) => turned(answerOf(settled), written.negated));

const answerOf = (said: Said): Answer => (typeof said === 'boolean' ? (said ? OK : FAIL) : said);

/** `!` turns yes into no, and every no into yes; what nobody knows stays unknown. */
function turned(answer: Answer, negated: boolean): Answer {
  if (!negated) return answer;
  if (answer.came === 'ok') return { ...answer, came: 'fail' };
  return answer.came === 'fail' || answer.came === 'drop' ? { ...answer, came: 'ok' } : answer;
}

/** `message` or `log_message`, expanded late; undefined where it comes to nothing. */
export function expandMessage({ whole, written }: ReadyClause, run: AclRun): Later<Text | undefined> {
  return after(expand(whole.parsed, run.host), (outcome) => {
    if (outcome.kind === 'text') return outcome.text === '' ? undefined : outcome;
    if (outcome.kind !== 'forced-fail')
      logMistake(run, `failed to expand ACL message "${written.argument}": ${outcome.message}`, ['main', 'panic']);
    return undefined;
  });
}
