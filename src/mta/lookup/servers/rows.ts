/** Rows of a table as one text (Exim spec §9.22). */

/** Texts are octets; null: SQL's NULL. */
export type Row = readonly (string | null)[];

/** One column is a bare value; of several each is `name=value` with a blank behind it. Rows are lines. */
export const formatRow = (names: readonly string[], row: Row): string =>
  names.length === 1 ? (row[0] ?? '') : names.map((name, index) => `${name}=${quoted(row[index] ?? '')} `).join('');

/** Quotes where the value is empty, begins with one, or has white space in it. */
const quoted = (value: string): string =>
  value === '' || value[0] === '"' || /[ \t\n\r]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
