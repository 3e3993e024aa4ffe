/** Texts in logs: octets that do not print are written as C has them. */

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
  '\t': '\\t',
};

/** Exim's string_printing: octets above 126 are octal too, unless print_topbitchars. */
export const printable = (text: string): string =>
  text.replace(/[^ -~]/g, (octet) => NAMED[octet] ?? `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`);
