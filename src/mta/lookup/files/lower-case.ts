/** Lower case of ASCII letters alone, as C's tolower has it: octets of the upper half are not letters. */
export const lowerCase = (text: string): string =>
  /[\x80-\xff]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();
