/** Octet strings, one character an octet, as the texts of programs' arguments. */
export const fromOctets = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
