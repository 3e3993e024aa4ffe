/** Between texts of people and octet strings, in which one character is one octet. */

/** A text as it would stand in a file: UTF-8. */
export const toOctets = (text: string): string => (isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));

/** What the octets say where they are UTF-8; octets that are not become U+FFFD. */
export const fromOctets = (octets: string): string =>
  isAscii(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8');

export const isUtf8 = (octets: string): boolean => toOctets(fromOctets(octets)) === octets;

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);
