/**
 * The few words our JSON Schemas are written in (draft 2020-12).
 *
 * `object<T>` takes a row for every key of the type `T`, and `optional` exactly where the type has `?`: a type that gets a
 * field without a row here does not compile. Objects stay open, so that a new field is no new version for who reads.
 */

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Shape {
  readonly json: JsonSchema;
}

export interface MayBeAbsent {
  readonly whenPresent: JsonSchema;
}

type OptionalKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

export type Rows<T> = { readonly [K in keyof T]-?: K extends OptionalKey<T> ? MayBeAbsent : Shape };

const shape = (json: JsonSchema, about?: string): Shape => ({
  json: about === undefined ? json : { ...json, description: about },
});

export const text = (about?: string): Shape => shape({ type: 'string' }, about);
export const whole = (about?: string): Shape => shape({ type: 'integer', minimum: 0 }, about);
/** Below 0 as well. */
export const shapeOfInteger = (about?: string): Shape => shape({ type: 'integer' }, about);
export const number = (about?: string): Shape => shape({ type: 'number', minimum: 0 }, about);
export const flag = (about?: string): Shape => shape({ type: 'boolean' }, about);
/** RFC 3339. */
export const instant = (about?: string): Shape => shape({ type: 'string', format: 'date-time' }, about);
export const oneOf = (words: readonly (string | number)[], about?: string): Shape => shape({ enum: words }, about);
export const constant = (word: string): Shape => shape({ const: word });
export const anything = (about?: string): Shape => shape({}, about);
export const listOf = ({ json }: Shape, about?: string): Shape => shape({ type: 'array', items: json }, about);
export const mapOf = ({ json }: Shape, about?: string): Shape =>
  shape({ type: 'object', additionalProperties: json }, about);
export const anyOf = (...shapes: readonly Shape[]): Shape => shape({ anyOf: shapes.map(({ json }) => json) });
export const optional = ({ json }: Shape): MayBeAbsent => ({ whenPresent: json });

export function object<T>(rows: Rows<T>, about?: string): Shape {
  const entries = Object.entries<Shape | MayBeAbsent>(rows as Readonly<Record<string, Shape | MayBeAbsent>>);
  const properties = Object.fromEntries(entries.map(([key, row]) => [key, 'json' in row ? row.json : row.whenPresent]));
  const required = entries.filter(([, row]) => 'json' in row).map(([key]) => key);
  return shape({ type: 'object', properties, required }, about);
}
