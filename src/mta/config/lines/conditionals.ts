/** `.ifdef` and its kin (Exim spec §6.5): true where a macro was substituted in the rest of the line. */

/** Taking lines, waiting for a condition that holds, or done with this one until `.endif`. */
type State = 'taking' | 'waiting' | 'done';

export const DIRECTIVES = ['ifdef', 'ifndef', 'elifdef', 'elifndef', 'else', 'endif'] as const;
export type Directive = (typeof DIRECTIVES)[number];

export class Conditionals {
  private state: State = 'taking';
  private readonly outer: State[] = [];

  get taking(): boolean {
    return this.state === 'taking';
  }

  get depth(): number {
    return this.outer.length;
  }

  /** @returns what is wrong, if something is */
  apply(directive: Directive, found: boolean): string | undefined {
    if (directive === 'ifdef' || directive === 'ifndef') return this.begin(found === (directive === 'ifdef'));
    if (this.outer.length === 0) return `.${directive} without matching .ifdef`;
    if (directive === 'endif') this.state = this.outer.pop()!;
    else if (this.state === 'taking') this.state = 'done';
    else if (this.state === 'waiting' && holds(directive, found)) this.state = 'taking';
    return undefined;
  }

  private begin(holding: boolean): string | undefined {
    if (this.outer.length >= MAX_NESTING) return `maximum .ifdef nesting exceeded (${MAX_NESTING})`;
    this.outer.push(this.state);
    if (this.state !== 'taking') this.state = 'done';
    else if (!holding) this.state = 'waiting';
    return undefined;
  }
}

/** As Exim has it. */
const MAX_NESTING = 31;

const holds = (directive: Directive, found: boolean): boolean =>
  directive === 'else' || found === (directive === 'elifdef');
