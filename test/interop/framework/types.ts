/** What an interop suite is: a row with a name, and a body that puts named cases to the test. */

export interface Suite {
  readonly name: string;
  /** One line: what it proves. */
  readonly proves: string;
  /** Rejects when it could not even begin, which counts as a failure. */
  run(context: Context): Promise<void>;
}

export interface Context {
  /** Every combination, instead of a selection that covers each of them once. */
  readonly full: boolean;
  /** A folder for the suite alone, gone when it ends. */
  readonly folder: string;
  /** One case: it fails when the body rejects. The others go on. */
  test(name: string, body: () => void | Promise<void>): Promise<void>;
  /** A case that cannot be tried here; the reason is printed. */
  skip(name: string, reason: string): void;
  /** A line of interest in the report, such as a count or a known difference. */
  note(text: string): void;
  /** Undone when the suite ends, last first. */
  atEnd(undo: () => void | Promise<void>): void;
}

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}
