import type { ClauseData, DecisionData, SessionData, StatementData } from '../../mta/receive/index.ts';
import type { Paint, View } from '../types.ts';

/** Replies and log lines, then each ACL as a tree: what was asked, and what it came to. */
export const sessionView: View<SessionData> = ({ data }, paint) =>
  [
    ...data.replies,
    ...data.log.map((line) => `LOG: ${line}`),
    ...data.decisions.flatMap((decision) => decisionLines(decision, paint)),
  ].join('\n');

const MARKS: Readonly<Record<string, 'ok' | 'error' | 'warn' | 'unknown'>> = {
  accept: 'ok',
  deny: 'error',
  drop: 'error',
  discard: 'warn',
  defer: 'unknown',
  error: 'unknown',
};

function decisionLines(decision: DecisionData, paint: Paint): readonly string[] {
  const { phase, acl, command, outcome, message, statements } = decision;
  const about = command === undefined ? phase : `${phase}: ${command}`;
  const said = message === undefined ? '' : ` (${message.replaceAll('\n', ' / ')})`;
  return [
    `${paint.mark(MARKS[outcome] ?? 'unknown')} ${paint.strong(about)} by ${oneLine(acl)}: ${outcome}${said}`,
    ...statements.flatMap((statement) => statementLines(statement, '  ')),
  ];
}

function statementLines({ verb, file, line, outcome, clauses }: StatementData, indent: string): readonly string[] {
  return [
    `${indent}${verb}  ${file}:${line}: ${WORDS[outcome] ?? outcome}`,
    ...clauses.flatMap((clause) => clauseLines(clause, `${indent}  `)),
  ];
}

const WORDS: Readonly<Record<string, string>> = { ok: 'all conditions hold', fail: 'a condition does not hold' };

function clauseLines(clause: ClauseData, indent: string): readonly string[] {
  const { name, negated, variable, argument, value, outcome, notes = [], statements = [] } = clause;
  const subject = `${negated === true ? '!' : ''}${name}${variable === undefined ? '' : ` ${variable}`}`;
  const came = outcome === undefined ? '' : `: ${outcome === 'ok' ? 'yes' : outcome === 'fail' ? 'no' : outcome}`;
  return [
    `${indent}${subject} = ${oneLine(argument)}${value === undefined ? '' : ` → ${oneLine(value)}`}${came}`,
    ...notes.map((note) => `${indent}  ${note}`),
    ...statements.flatMap((statement) => statementLines(statement, `${indent}  `)),
  ];
}

const oneLine = (text: string): string => text.replaceAll('\n', ' ');
