/** Texts in logs: octets that do not print are written as C has them. */

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
};

/** Tabs are left as they are; octets above 126 are octal, and those above 127 are left under `print_topbitchars`. */
export const printable = (text: string, topBits = false): string =>
  text.replace(
    topBits ? /[^\t -~\x80-\xff]/g : /[^\t -~]/g,
    (octet) => NAMED[octet] ?? `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
