/** `quote_TYPE` of every type that has one (Exim spec §9.26); elsewhere the text stays as it is. */

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b' };
const escaped = (char: string): string => ESCAPES[char] ?? `\\${char}`;

const sqlQuote = (text: string): string => text.replace(/[\n\t\r\x08'"\\]/g, escaped);
/** A backslash before a quote is no escape where standard_conforming_strings is on: it is doubled. */
const pgsqlQuote = (text: string): string =>
  text.replace(/[\n\t\r\x08'"\\]/g, (char) => (char === "'" ? "''" : escaped(char)));

const doubled =
  (quote: string) =>
  (text: string): string =>
    text.replaceAll(quote, quote + quote);

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
/** Octets that stand for themselves in the URL of a query. */
const urlQuote = (text: string): string => text.replace(/[^A-Za-z0-9!$'()*+._-]/g, percent);

/** In a filter `( ) * \` are escapes in hex, and their backslash is one of the URL. */
const ldapQuote = (text: string): string =>
  text.replace(/[^A-Za-z0-9!$'+._-]/g, (char) =>
    /[()*\\]/.test(char) ? `%5C${percent(char).slice(1)}` : percent(char),
  );

/** RFC 4514 §2.4: blanks at either end, `#` at the start, and these octets anywhere, behind a backslash. */
const ldapDnQuote = (text: string): string => {
  const [, before = '', inner = '', behind = ''] = /^( *)(.*?)( *)$/s.exec(text) ?? [];
  const blank = '%5C%20';
  const number = before === '' && inner.startsWith('#') ? '%5C' : '';
  const quoted =
    number +
    inner.replace(/[^A-Za-z0-9!$'()*._-]/g, (char) =>
      /[",+\\;<>]/.test(char) ? `%5C${urlQuote(char)}` : urlQuote(char),
    );
  return blank.repeat(before.length) + quoted + blank.repeat(behind.length);
};

type Quote = (text: string) => string;

const QUOTES: Readonly<Record<string, Quote>> = {
  ibase: doubled("'"),
  ldap: ldapQuote,
  ldapdn: ldapQuote,
  ldapm: ldapQuote,
  mysql: sqlQuote,
  nisplus: doubled('"'),
  oracle: sqlQuote,
  pgsql: pgsqlQuote,
  redis: (text) => text.replace(/[\s\\]/g, '\\$&'),
  sqlite: doubled("'"),
};

/** @returns undefined where the option behind the type is none it knows: `${quote_ldap_dn:` has the only one */
export function quoteFor(type: string, text: string, option?: string): string | undefined {
  if (option !== undefined) return option === 'dn' && type.startsWith('ldap') ? ldapDnQuote(text) : undefined;
  return QUOTES[type]?.(text) ?? text;
}

/** Does a query of this type need its parts quoted? */
export const hasQuoting = (type: string): boolean => QUOTES[type] !== undefined;
