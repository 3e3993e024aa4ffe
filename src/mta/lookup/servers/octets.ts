/** Servers are spoken to in UTF-8; texts here are octets, one a character. */
export const toUnicode = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
export const toOctets = (text: string | Buffer): string =>
  (typeof text === 'string' ? Buffer.from(text, 'utf8') : text).toString('latin1');
