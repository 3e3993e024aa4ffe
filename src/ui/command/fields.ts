/**
 * A command's arguments and flags under one roof, whether they came from the command line or from a line of a batch: the
 * names are those of cli.md "Batch lines", in camelCase. Readers note what is wrong and go on, so that one error names
 * everything at once.
 */
import { err, type Failure, ok, type Result } from '../../base/index.ts';

export type UsageError = Failure<'usage'>;

export class Fields {
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly problems: string[] = [];

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  text(name: string, meaning: string): string {
    const value = this.optionalText(name);
    if (value === '' || (value === undefined && !this.has(name)))
      this.problem(`${label(name)} is missing: give ${meaning}`);
    return value ?? '';
  }

  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    this.problem(`${label(name)} must be a text`);
    return undefined;
  }

  flag(name: string): boolean {
    const value = this.values[name];
    if (value !== undefined && value !== null && typeof value !== 'boolean')
      this.problem(`${label(name)} must be true or false`);
    return value === true;
  }

  integer(name: string, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
    if (!this.has(name)) return undefined;
    const value = Number(this.values[name]);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    this.problem(`${label(name)} must be a whole number from ${min} to ${max}, and is "${String(this.values[name])}"`);
    return undefined;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.optionalText(name);
    if (value === undefined || (choices as readonly string[]).includes(value)) return value as T | undefined;
    this.problem(`${label(name)} must be one of ${choices.join(', ')}, and is "${value}"`);
    return undefined;
  }

  isList(name: string): boolean {
    return Array.isArray(this.values[name]);
  }

  /** A PEM text where a file name could be as well. */
  isPem(name: string): boolean {
    const value = this.values[name];
    return typeof value === 'string' && value.includes('-----BEGIN ');
  }

  /** A text stands for a list of one. */
  texts(name: string): readonly string[] {
    const value = this.values[name];
    if (value === undefined || value === null) return [];
    const list = Array.isArray(value) ? value : [value];
    if (list.every((item): item is string => typeof item === 'string')) return list;
    this.problem(`${label(name)} must be a list of texts`);
    return [];
  }

  /** Whatever is in a list; a single thing stands for a list of one. */
  list(name: string): readonly unknown[] {
    const value = this.values[name];
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
  }

  /** A JSON object of a batch line, its members still to be looked at. */
  object(name: string): Readonly<Record<string, unknown>> | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (isObject(value)) return value;
    this.problem(`${label(name)} must be an object`);
    return undefined;
  }

  /** RFC 3339, or a date alone. */
  date(name: string): Date | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const date = parseInstant(value);
    if (date === undefined)
      this.problem(`${label(name)} must be a time such as 2026-11-24T12:00:00Z, and is "${value}"`);
    return date;
  }

  /** The value of a parser's Result; its message is noted otherwise. */
  take<T>(result: Result<T, Failure>, otherwise: T): T {
    if (result.ok) return result.value;
    this.problem(
      result.error.hint === undefined ? result.error.message : `${result.error.message}; ${result.error.hint}`,
    );
    return otherwise;
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  /** `value`, unless something was wrong. */
  done<T>(value: T): Result<T, UsageError> {
    return this.problems.length === 0 ? ok(value) : err(usageError(this.problems.join('\n')));
  }
}

export function usageError(message: string, hint?: string): UsageError {
  return { code: 'usage', message, ...(hint !== undefined && { hint }), fault: 'configuration', temporary: false };
}

/** A date alone is its first instant in UTC; a time without zone is refused, since it would mean another elsewhere. */
export function parseInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/i.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const label = (name: string): string => `"${name}"`;
