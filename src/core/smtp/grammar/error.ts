/** What is wrong with something that a peer wrote. */
import type { Failure } from '../../../base/index.ts';

export type GrammarErrorCode = 'smtp/xtext' | 'smtp/path' | 'smtp/mailbox' | 'smtp/parameter';

/** `syntax` where nothing narrower fits. */
export type GrammarProblem =
  | 'syntax'
  | 'octets'
  /** No `<` before, or no `>` behind. */
  | 'unclosed'
  | 'no-brackets'
  | 'local-part'
  | 'no-domain'
  | 'domain'
  | 'literal'
  | 'not-ascii'
  | 'surplus'
  /** Of parameters: no such one here, given twice, with or without a value against its definition, with a wrong one. */
  | 'unknown'
  | 'repeated'
  | 'value';

export interface GrammarError extends Failure<GrammarErrorCode> {
  readonly problem: GrammarProblem;
  /** Of a parameter: its keyword in capitals. */
  readonly keyword?: string;
}

export function grammarError(
  code: GrammarErrorCode,
  problem: GrammarProblem,
  message: string,
  keyword?: string,
): GrammarError {
  return { code, problem, message, fault: 'peer', temporary: false, ...(keyword !== undefined && { keyword }) };
}

/** For a message: quoted, and short. */
export const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
