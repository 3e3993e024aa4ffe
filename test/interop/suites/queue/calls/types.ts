/** Calls of the two programs over the same messages, one after the other. */

/** Messages by what they are there for; `gone` has an id and is not there, `bad` has none. */
export type MessageName = 'plain' | 'two' | 'null' | 'frozen' | 'later' | 'fails' | 'slow' | 'held' | 'spare';

export interface Call {
  /** `@plain` is the id of that message. */
  readonly words: readonly string[];
  /** Default root. */
  readonly as?: 'nobody';
  /** Where others than administrators may look at the queue, and run it; default: where they may not. */
  readonly isOpen?: true;
  readonly input?: string;
}

/** With a spool of its own, since calls change it. */
export interface Group {
  readonly title: string;
  /** `@slow` is being delivered meanwhile, so it is locked. */
  readonly isLocked?: true;
  readonly calls: readonly Call[];
}

/** As typed, words parted by blanks; `'…'` keeps them together. */
export const call = (typed: string, more: Omit<Call, 'words'> = {}): Call => ({
  words: [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
  ...more,
});
