/** A statement: its clauses in order until one does not hold, and what it has to say then. */
import { after, type Later, type Text } from '../../expand/index.ts';
import type { Answer } from '../rows.ts';
import type { AclClauseStep, Came } from '../types.ts';
import { type Course, evaluateClause, expandMessage } from './clause.ts';
import type { ReadyClause, ReadyStatement } from './compile.ts';
import { type AclRun, takeNotes } from './run.ts';

export interface StatementOutcome {
  readonly came: Came;
  readonly endpass: boolean;
  readonly message: Text | undefined;
  readonly logMessage: string | undefined;
  readonly byCallout: boolean;
  readonly clauses: readonly AclClauseStep[];
}

interface State extends Course {
  readonly clauses: AclClauseStep[];
  /** The last `message` and `log_message` before the clause that decides. */
  message: ReadyClause | undefined;
  logMessage: ReadyClause | undefined;
  endpass: boolean;
  /** What conditions have said themselves. */
  said: Text | undefined;
  saidToLog: string | undefined;
}

export function runStatement(statement: ReadyStatement, run: AclRun): Later<StatementOutcome> {
  const state: State = {
    run,
    statement,
    value: undefined,
    clauses: [],
    message: undefined,
    logMessage: undefined,
    endpass: false,
    said: undefined,
    saidToLog: undefined,
  };
  return after(walk(state, 0), (answer) => conclude(state, answer));
}

const OK: Answer = { came: 'ok' };

function walk(state: State, start: number): Later<Answer> {
  const { clauses } = state.statement;
  for (let index = start; index < clauses.length; index += 1) {
    const answer = step(state, clauses[index]!);
    if (answer instanceof Promise)
      return answer.then((settled) => (settled.came === 'ok' ? walk(state, index + 1) : settled));
    if (answer.came !== 'ok') return answer;
  }
  return OK;
}

function step(state: State, clause: ReadyClause): Later<Answer> {
  const { act } = clause;
  switch (act.kind) {
    case 'message':
      state.message = clause;
      break;
    case 'log_message':
      state.logMessage = clause;
      break;
    case 'endpass':
      state.endpass = true;
      break;
    default:
      return after(evaluateClause(clause, act, state), (answer) => {
        trace(state, clause, answer, state.value);
        return hear(state, clause, answer);
      });
  }
  trace(state, clause);
  return OK;
}

/** What a condition says stays until another says something; a called ACL begins anew. */
function hear(state: State, { written: { name } }: ReadyClause, answer: Answer): Answer {
  if (answer.message !== undefined || name === 'acl') state.said = answer.message;
  if (answer.logMessage !== undefined || name === 'acl') state.saidToLog = answer.logMessage;
  if (name !== 'verify') return answer;
  // What verification says is an answer for a client, and nothing that a warning would add to a message.
  state.run.verifyMessage = answer.verifyMessage ?? state.said;
  if (state.statement.verb.name === 'warn') state.said = undefined;
  return answer;
}

function trace({ run, clauses }: State, { written }: ReadyClause, answer?: Answer, value?: string): void {
  if (run.world.traced !== true) return;
  const { name, negated, variable, argument, place } = written;
  const said = answer?.logMessage === undefined || answer.came === 'ok' ? [] : [answer.logMessage];
  clauses.push({
    ...{ name, negated, argument, place, notes: [...takeNotes(run), ...said], steps: answer?.steps ?? [] },
    ...(variable !== undefined && { variable }),
    ...(value !== undefined && value !== argument && { value }),
    ...(answer !== undefined && { came: answer.came }),
  });
}

function conclude(state: State, answer: Answer): Later<StatementOutcome> {
  const { verb } = state.statement;
  const { came } = answer;
  if (state.endpass && came === 'ok') state.message = undefined;
  if (!verb.speaksOn.includes(came)) return settled(state, answer, state.said, state.saidToLog);
  const own = ownWordsOnly(verb.name, came);
  return after(spoken(state, state.message, state.said), (message) => {
    const before = state.saidToLog ?? state.said?.text;
    const textBefore = before === undefined ? undefined : ({ kind: 'text', text: before, tainted: true } as const);
    return after(spoken(state, state.logMessage, textBefore), (logged) => {
      const said = message ?? (own ? undefined : state.said);
      const behind = own ? undefined : state.saidToLog;
      return settled(state, answer, said, joined(logged?.text, behind) ?? said?.text);
    });
  });
}

/** Warnings, and what accepts, say nothing but what stands in the statement itself. */
const ownWordsOnly = (verb: string, came: Came): boolean =>
  verb === 'warn' || (came === 'ok' && (verb === 'accept' || verb === 'discard'));

/** @param before  what `$acl_verify_message` is meanwhile */
function spoken({ run }: State, clause: ReadyClause | undefined, before: Text | undefined): Later<Text | undefined> {
  if (clause === undefined) return undefined;
  run.verifyMessage = before;
  return expandMessage(clause, run);
}

const joined = (own: string | undefined, behind: string | undefined): string | undefined =>
  own === undefined || behind === undefined ? (own ?? behind) : `${own}: ${behind}`;

function settled(
  { run, endpass, clauses }: State,
  { came, byCallout }: Answer,
  message: Text | undefined,
  logMessage: string | undefined,
): StatementOutcome {
  run.verifyMessage = undefined;
  return { came, endpass, message, logMessage, byCallout: byCallout === true, clauses };
}
