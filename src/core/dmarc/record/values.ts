/** Values of single tags: what is not as the grammar has it counts as absent, and is told. */
import type { Disposition } from '../words.ts';
import type { RecordFault, Tag } from './types.ts';

export const DISPOSITIONS: readonly Disposition[] = ['none', 'quarantine', 'reject'];

/** Reads values tag by tag, and keeps what is wrong with them. */
export class TagReader {
  readonly faults: RecordFault[] = [];
  private readonly values: ReadonlyMap<string, string>;

  constructor(tags: readonly Tag[]) {
    this.values = new Map(tags.map(({ name, value }) => [name, value]));
  }

  text(name: string): string | undefined {
    return this.values.get(name);
  }

  /** One of some words, in any case (RFC 5234 §2.3); `undefined` when absent or another. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.values.get(name);
    const word = value?.toLowerCase() as T | undefined;
    if (word === undefined || words.includes(word)) return word;
    this.invalid(name, words.join(', '));
    return undefined;
  }

  number(name: string, most: number): number | undefined {
    const value = this.values.get(name);
    if (value === undefined) return undefined;
    if (/^\d{1,10}$/.test(value) && Number(value) <= most) return Number(value);
    this.invalid(name, `a number from 0 to ${most}`);
    return undefined;
  }

  /** Words with colons between; one that is not known spoils none of the others. */
  list(name: string, words: readonly string[], otherwise: string): readonly string[] {
    const given = this.values
      .get(name)
      ?.toLowerCase()
      .split(/[ \t]*:[ \t]*/);
    const known = given?.filter((word) => words.includes(word)) ?? [];
    if (given !== undefined && known.length < given.length) this.invalid(name, words.join(', '));
    return known.length > 0 ? known : [otherwise];
  }

  private invalid(name: string, right: string): void {
    const code = name === 'p' || name === 'sp' || name === 'np' ? 'policy-invalid' : 'value-invalid';
    const value = this.values.get(name) ?? '';
    this.faults.push({ code, detail: `${name}=${value.slice(0, 40)} is not one of: ${right}` });
  }
}
