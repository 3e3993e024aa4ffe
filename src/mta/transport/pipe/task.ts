/** What is to be done to deliver to a program: everything that was expanded, as plain values. */

export interface PipeTask {
  /** The transport's name, for sentences. */
  readonly transport: string;
  /** As it was written, for sentences. */
  readonly command: string;
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** Directories in which a program without a slash in its name is looked for. */
  readonly path: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly umask: number;
  /** Zero: it may take as long as it likes. */
  readonly timeoutSeconds: number;
  readonly timeoutDefers: boolean;
  readonly maxOutput: number;
  readonly ignoresStatus: boolean;
  /** Statuses with which the delivery is tried again. */
  readonly temporary: '*' | readonly number[];
  readonly freezesUnstarted: boolean;
  readonly freezesSignal: boolean;
  readonly prefix: string;
  readonly suffix: string;
}
