/**
 * JSON Schema (draft 2020-12) in the shape of a TypeScript type: a field that the type has and the schema lacks, or the other
 * way round, does not compile.
 *
 * Objects may have more fields than are named, since a later version adds some; what is named keeps its meaning.
 */

/** `T` is what it describes; it exists for the compiler alone. */
export interface Schema<T = unknown> {
  readonly [keyword: string]: unknown;
  readonly describes?: (value: T) => T;
}

/** Marks a field that may be absent. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Schema<T[K]>;
};

/** @param about  what each field means, where its name does not say it */
export function object<T>(fields: Fields<T>, about: Partial<Record<keyof T, string>> = {}): Schema<T> {
  const entries = Object.entries(fields) as [keyof T & string, Schema | Optional<unknown>][];
  const properties = entries.map(([name, field]) => {
    const schema = isOptional(field) ? field.optional : field;
    return [name, about[name] === undefined ? schema : { ...schema, description: about[name] }] as const;
  });
  const required = entries.filter(([, field]) => !isOptional(field)).map(([name]) => name);
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

export const optional = <T>(schema: Schema<T>): Optional<T> => ({ optional: schema });
export const list = <T>(items: Schema<T>): Schema<readonly T[]> => ({ type: 'array', items });
export const record = <T>(values: Schema<T>): Schema<Readonly<Record<string, T>>> => ({
  type: 'object',
  additionalProperties: values,
});
export const oneOf = <const T extends string>(...choices: readonly T[]): Schema<T> => ({
  type: 'string',
  enum: [...choices],
});

export const text: Schema<string> = { type: 'string' };
export const flag: Schema<boolean> = { type: 'boolean' };
/** Whole and not negative. */
export const count: Schema<number> = { type: 'integer', minimum: 0 };
export const number: Schema<number> = { type: 'number' };
/** RFC 3339. */
export const instant: Schema<string> = { type: 'string', format: 'date-time' };
export const anything: Schema<never> = {};

const isOptional = (field: Schema | Optional<unknown>): field is Optional<unknown> => 'optional' in field;
