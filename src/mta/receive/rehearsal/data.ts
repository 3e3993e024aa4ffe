/** What `mxray session` answers: replies, log lines, and how each ACL came to its decision. */
import type { AclClauseStep, AclOutcome, AclStep } from '../../acl/index.ts';
import { fromOctets } from '../../host/index.ts';
import type { Decision } from '../ports.ts';

export interface SessionData {
  readonly from: string;
  /** In their order, the first the banner; lines of one are parted by a newline. */
  readonly replies: readonly string[];
  /** As the log would have them. */
  readonly log: readonly string[];
  readonly decisions: readonly DecisionData[];
}

export interface DecisionData {
  readonly phase: string;
  /** The option's value: a name, or the ACL itself. */
  readonly acl: string;
  readonly command?: string;
  readonly outcome: AclOutcome;
  readonly message?: string;
  readonly logMessage?: string;
  readonly statements: readonly StatementData[];
}

export interface StatementData {
  readonly acl: string;
  readonly verb: string;
  readonly file: string;
  readonly line: number;
  readonly outcome: string;
  readonly clauses: readonly ClauseData[];
}

export interface ClauseData {
  readonly name: string;
  readonly negated?: true;
  readonly variable?: string;
  readonly argument: string;
  /** Expanded, where that says something else. */
  readonly value?: string;
  readonly line: number;
  /** Absent for what is only looked at later. */
  readonly outcome?: string;
  readonly notes?: readonly string[];
  /** Of an ACL that it called. */
  readonly statements?: readonly StatementData[];
}

export const decisionData = ({ phase, acl, command, verdict }: Decision): DecisionData => ({
  phase,
  acl: fromOctets(acl),
  ...(command !== undefined && { command: fromOctets(command) }),
  outcome: verdict.outcome,
  ...(verdict.message !== undefined && { message: fromOctets(verdict.message.text) }),
  ...(verdict.logMessage !== undefined && { logMessage: fromOctets(verdict.logMessage) }),
  statements: verdict.trail.map(statementData),
});

const statementData = ({ acl, verb, place, came, clauses }: AclStep): StatementData => ({
  acl,
  verb,
  file: place.file,
  line: place.line,
  outcome: came,
  clauses: clauses.map(clauseData),
});

const clauseData = ({
  name,
  negated,
  variable,
  argument,
  value,
  place,
  came,
  notes,
  steps,
}: AclClauseStep): ClauseData => ({
  name,
  ...(negated && { negated: true }),
  ...(variable !== undefined && { variable }),
  argument: fromOctets(argument),
  ...(value !== undefined && { value: fromOctets(value) }),
  line: place.line,
  ...(came !== undefined && { outcome: came }),
  ...(notes.length > 0 && { notes: notes.map(fromOctets) }),
  ...(steps.length > 0 && { statements: steps.map(statementData) }),
});
