/** Data of `session`. */
import type { ClauseData, DecisionData, SessionData, StatementData } from '../../mta/receive/index.ts';
import { anything, flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const clause = object<ClauseData>({
  name: text('of a condition or modifier'),
  negated: optional(flag('! before it')),
  variable: optional(text('that `set` sets')),
  argument: text('as written'),
  value: optional(text('expanded, where that says something else')),
  line: whole('in the file'),
  outcome: optional(text('ok, fail, defer, error, drop or discard; absent for what is only looked at later')),
  notes: optional(listOf(text(), 'what there is to say besides')),
  statements: optional(listOf(anything('a statement'), 'of an ACL that it called')),
});

const statement = object<StatementData>({
  acl: text('the ACL it stands in'),
  verb: text(),
  file: text(),
  line: whole(),
  outcome: text('ok: all its conditions hold; fail: one does not'),
  clauses: listOf(clause, 'as far as they were asked'),
});

const decision = object<DecisionData>({
  phase: text('connect, helo, mail, rcpt, data, …'),
  acl: text('the value of the option: a name, or the ACL itself'),
  command: optional(text('for which it was run')),
  outcome: oneOf(['accept', 'deny', 'defer', 'discard', 'drop', 'error']),
  message: optional(text('for the client')),
  logMessage: optional(text('for the log')),
  statements: listOf(statement, 'in their order, as far as they were run'),
});

export const sessionData = object<SessionData>({
  from: text('the address of the client'),
  replies: listOf(text(), 'the first is the banner; lines of one are parted by a newline'),
  log: listOf(text(), 'as the log would have them'),
  decisions: listOf(decision, 'every ACL that was run'),
});
