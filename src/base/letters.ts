/** Letters of ASCII. */

/**
 * Lower case of ASCII's letters alone, as C's tolower has it: in a string of octets those of the upper half are no letters,
 * but parts of some.
 */
export const asciiLowerCase = (text: string): string =>
  /[\x80-\uffff]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();
