/**
 * What an expansion asks of the system, asked of another process: a child that is the user of a delivery. Exim expands the
 * options of a transport in a process that has become that user (Exim spec ch. 23), so that a link in his home leads to
 * nothing that he could not read, and what `run` starts is his.
 */
import type {
  Failure,
  FileFacts,
  LookupAnswer,
  LookupQuestion,
  Outcome,
  RunAnswer,
  SocketQuestion,
} from '../../expand/index.ts';

export interface SystemErrand {
  readonly asked: SystemQuestion;
  /** Main options of the configuration that count for it, as text. */
  readonly options: Readonly<Record<string, string>>;
}

export type SystemQuestion =
  | { readonly kind: 'read'; readonly path: string }
  | { readonly kind: 'stat'; readonly path: string }
  | { readonly kind: 'run'; readonly command: readonly string[] }
  | { readonly kind: 'socket'; readonly question: SocketQuestion }
  | { readonly kind: 'lookup'; readonly question: LookupQuestion };

/** By the question's kind; sent as a value, as the question is. */
export interface SystemAnswers {
  readonly read: Outcome;
  readonly stat: FileFacts | Failure;
  readonly run: RunAnswer | Failure;
  readonly socket: Outcome;
  readonly lookup: LookupAnswer | Failure;
}

export type SystemAnswer = SystemAnswers[keyof SystemAnswers];

/** To a process that is the user; a failure where there is none. */
export type AskAsUser = (errand: SystemErrand) => Promise<SystemAnswer>;
