/** Text that came from others, as it may stand in a log: nothing in it ends a line or moves a terminal's cursor. */

/** Octets above 127 stay as they are under `print_topbitchars`. */
export interface Printing {
  readonly topBits?: boolean;
}

/**
 * Control characters as \n, \r, … or as three octal digits; a tab stays (Exim spec §53, as Exim 4.96 prints them).
 *
 * @param text octets, one a character
 */
export function printable(text: string, { topBits = false }: Printing = {}): string {
  const odd = topBits ? ODD : ODD_OR_HIGH;
  return odd.test(text) ? text.replace(topBits ? ALL_ODD : ALL_ODD_OR_HIGH, escaped) : text;
}

/** Control characters alone: for text whose octets above 127 Exim leaves as they are whatever the configuration says. */
export const withoutControls = (text: string): string => printable(text, { topBits: true });

/** The same for what must stay one word, as the name a client asked for in TLS. */
export const printableWord = (text: string, printing?: Printing): string =>
  printable(text, printing).replace(/[\t ]/g, escaped);

/** Between quotes, with quotes and backslashes escaped; then what cannot be printed. */
export const printableQuoted = (text: string, printing?: Printing): string =>
  printable(`"${quotedText(text)}"`, printing);

/** Quotes and backslashes escaped, and nothing else. */
export const quotedText = (text: string): string => text.replace(/["\\]/g, '\\$&');

const ODD = /[\x00-\x08\x0a-\x1f\x7f]/;
const ODD_OR_HIGH = /[\x00-\x08\x0a-\x1f\x7f-\uffff]/;
const ALL_ODD = /[\x00-\x08\x0a-\x1f\x7f]/g;
const ALL_ODD_OR_HIGH = /[\x00-\x08\x0a-\x1f\x7f-\uffff]/g;

const NAMED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

const escaped = (character: string): string =>
  NAMED[character] ?? `\\${(character.charCodeAt(0) & 0xff).toString(8).padStart(3, '0')}`;
