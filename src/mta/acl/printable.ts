/** Texts in logs: octets that do not print are written as C has them. */

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
};

/** Tabs are left as they are; octets above 126 are octal. */
export const printable = (text: string): string =>
  text.replace(/[^\t -~]/g, (octet) => NAMED[octet] ?? `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`);
