import type { OcspError } from '../types.ts';

/** @param why  goes on from "the OCSP response cannot be read: " */
export function malformed(why: string, what = 'OCSP response'): OcspError {
  return {
    code: 'ocsp/malformed',
    message: `the ${what} cannot be read: ${why}`,
    hint: `give an ${what} in DER, or in PEM between BEGIN and END ${what.toUpperCase()}`,
    fault: 'peer',
    temporary: false,
  };
}
