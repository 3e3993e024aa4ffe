import type { Answer, Question, QuestionOf } from '../questions.ts';
import type { Turn } from '../turn.ts';

/** What is done once the host has answered. */
export type Answered = {
  readonly [K in Question['kind']]?: (turn: Turn, question: QuestionOf<K>, answer: Answer) => void;
};

/** A command: a file with its row. To add one: copy noop.ts, and a row in registry.ts. */
export interface CommandDef {
  /** In capitals; `MAIL FROM:` with its colon, where nothing else is the command. */
  readonly verb: string;
  /** `none`: anything behind it is an error. */
  readonly argument: 'none' | 'any';
  /**
   * Must it be the last of what was sent, as its reply is to be waited for? `always`, or where the client may not
   * pipeline (RFC 2920 §3.1).
   */
  readonly sync: 'always' | 'unless-pipelined' | 'never';
  /** Brings mail on; others may be limited in number. */
  readonly isMail: boolean;
  /** Known at all to this client; its verb is no command else. */
  readonly isKnown?: (turn: Turn) => boolean;
  /** @param argument  what stands behind the verb, without blanks around it */
  readonly run: (turn: Turn, argument: string) => void;
  readonly answered?: Answered;
}
