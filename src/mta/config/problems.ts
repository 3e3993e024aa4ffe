/** What is wrong, gathered: reading goes on behind a mistake, so that all are told at once. */
import { nearest } from '../../base/index.ts';
import type { ConfigurationError, ConfigurationErrorCode, Place } from './types.ts';

export type ProblemParts = Partial<Pick<ConfigurationError, 'subject' | 'hint' | 'excerpt' | 'told'>>;

export class Problems {
  readonly all: ConfigurationError[] = [];
  private unlimited = true;

  error(code: ConfigurationErrorCode, place: Place, message: string, parts: ProblemParts = {}): void {
    this.add({ severity: 'error', code, place, message, ...parts });
  }

  warn(code: ConfigurationErrorCode, place: Place, message: string, parts: ProblemParts = {}): void {
    this.add({ severity: 'warning', code, place, message, ...parts });
  }

  get failed(): boolean {
    return this.all.some(({ severity }) => severity === 'error');
  }

  /** A file of nonsense has as many mistakes as lines; nobody reads more than this. */
  private add(problem: ConfigurationError): void {
    if (this.all.length < MAX_PROBLEMS) this.all.push(problem);
    else if (this.unlimited) {
      this.unlimited = false;
      const message = `more than ${MAX_PROBLEMS} mistakes: what follows is not told`;
      this.all.push({ severity: 'error', code: 'limit', place: problem.place, message });
    }
  }
}

const MAX_PROBLEMS = 1000;

/** `did you mean "x"?`, where something is near. */
export function meaning(word: string, known: readonly string[]): ProblemParts {
  const near = word.length > MAX_WORD ? undefined : nearest(word, known);
  return near === undefined ? {} : { hint: `did you mean "${near}"?` };
}

const MAX_WORD = 100;

/** A text of unknown length and content in a sentence. */
export function quoted(text: string): string {
  const short = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return `"${short.replace(/[^\x20-\x7e\x80-\xff…]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

const MAX_SHOWN = 80;
