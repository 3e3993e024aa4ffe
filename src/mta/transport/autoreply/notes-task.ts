/** What an autoreply wants of files of the user: a text, whom he has answered before, a log. Two tasks, with the mail between. */

export type NotesTask = LookTask | NoteTask;

export interface LookTask {
  readonly act: 'look';
  /** The transport's name, for sentences. */
  readonly transport: string;
  readonly once?: Once;
  /** A text that goes into the reply. */
  readonly file?: { readonly path: string; readonly isOptional: boolean };
  /** What is logged where somebody has been answered before. */
  readonly log?: LogNote;
}

export interface NoteTask {
  readonly act: 'note';
  readonly transport: string;
  readonly once?: Once;
  readonly log?: LogNote;
}

export interface Once {
  readonly path: string;
  readonly mode: number;
  /** Who is answered, as it is written. */
  readonly to: string;
  /** By the clock of who plans. */
  readonly nowSeconds: number;
  /** After so long he is answered again; zero: never. */
  readonly repeatSeconds: number;
  /** The oldest are forgotten beyond it; zero: nobody is. */
  readonly maxOctets: number;
}

export interface LogNote {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** What a look has found. */
export interface Notes {
  readonly wasAnswered: boolean;
  readonly text?: string;
}
