import type { JsonSchema } from '../schema/shapes.ts';
import type { View } from '../types.ts';

/** Data of `mxray schema`. */
export interface SchemaData {
  readonly names: readonly string[];
  readonly jsonSchema?: JsonSchema;
}

/** The schema, to be piped into a file; or the names of all. */
export const schemaView: View<SchemaData> = ({ data }) =>
  data.jsonSchema === undefined ? data.names.join('\n') : JSON.stringify(data.jsonSchema, null, 2);
