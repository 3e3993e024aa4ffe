/** The shapes of rows: conditions and modifiers, one file each, by the names of `config/acl`. */
import type { AclClause } from '../config/index.ts';
import type { Later, Sequence, Text } from '../expand/index.ts';
import type { AclRun } from './engine/run.ts';
import type { AclStep } from './types.ts';

/** What a condition says. */
export interface Answer {
  readonly came: 'ok' | 'fail' | 'drop' | 'discard' | 'defer' | 'error';
  /** For the client. */
  readonly message?: Text;
  readonly logMessage?: string;
  /** `$acl_verify_message`, where that is another than what the client is told. */
  readonly verifyMessage?: Text;
  /** A deferral by a callout: its details may be shown. */
  readonly byCallout?: boolean;
  /** Of an ACL that it called. */
  readonly steps?: readonly AclStep[];
}

/** True and false are ok and fail, with nothing to say. */
export type Said = boolean | Answer;

export type ConditionRow = TextCondition | WrittenCondition;

/** Its argument is expanded as a whole before. */
export interface TextCondition {
  readonly name: string;
  readonly takes: 'text';
  readonly test: (argument: Text, run: AclRun, statement: Statement) => Later<Said>;
}

/** It expands itself what it needs. */
export interface WrittenCondition {
  readonly name: string;
  readonly takes: 'written';
  readonly test: (argument: Written, run: AclRun, statement: Statement) => Later<Said>;
}

export interface Written {
  readonly text: string;
  readonly parsed: Sequence;
}

export interface ModifierRow {
  readonly name: string;
  /** @returns nothing where it is done; else why the statement ends */
  readonly apply: (argument: Text, run: AclRun, clause: AclClause) => Later<Answer | undefined>;
}

/** What a clause may know of the statement it stands in. */
export interface Statement {
  readonly verb: string;
}

export const error = (logMessage: string): Answer => ({ came: 'error', logMessage });
export const defer = (logMessage?: string): Answer =>
  logMessage === undefined ? { came: 'defer' } : { came: 'defer', logMessage };
