/** Quoting: for addresses, patterns, the reader's eye. `quote_TYPE` is the affair of the lookup of that type. */
import type { OperatorRow } from '../ast.ts';
import { failed, textOf } from '../outcome.ts';
import { textOperator } from './make.ts';

function quoted(text: string): string {
  const inner = text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${inner}"`;
}

const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v' };

const escapeOne = (char: string): string => NAMED[char] ?? octal(char);

/** RFC 5322 §3.4.1: atoms with dots between need no quotes; Exim does not mind several dots. */
const needsNoQuotes = (text: string): boolean =>
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~](?:[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]*[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~])?$/.test(text);

export function quoteLocalPart(text: string): string {
  return needsNoQuotes(text) ? text : quoted(text);
}

/** `quote`, or `quote_mysql` and its kin, whose type is what stands behind the underscore. */
const quote: OperatorRow = {
  name: 'quote',
  doc: 'Puts double quotes around anything but letters, digits, underscores, dots and hyphens; quote_TYPE quotes for a lookup.',
  apply: ({ text, tainted }, parameter, run) => {
    if (parameter === undefined) return textOf(/^[\w.-]+$/.test(text) ? text : quoted(text), tainted);
    const [type = '', option] = parameter.split(/_(.*)/s);
    if (run.host.lookups.style(type) === undefined) return failed(`unknown lookup type "${type}"`);
    const result = run.host.lookups.quote(type, text, option);
    if (result === undefined) return failed(`"${option}" unrecognized after "\${quote_${type}"`);
    return tainted ? { ...textOf(result, true), quotedFor: type } : textOf(result, false);
  },
};

export const QUOTE_OPERATORS = [
  quote,
  textOperator('quote_local_part', 'Quotes a local part where RFC 5322 wants quotes.', quoteLocalPart),
  textOperator('rxquote', 'A backslash before everything but letters and digits, for use in a pattern.', (text) =>
    text.replace(/[^A-Za-z0-9]/g, '\\$&'),
  ),
  textOperator('escape', 'Octets that cannot be printed as escapes.', (text) => text.replace(/[^\t -~]/g, escapeOne)),
  textOperator('escape8bit', 'Octets of the upper half, backslashes and DEL as octal escapes.', (text) =>
    text.replace(/[\\\x7f-\xff]/g, octal),
  ),
];
