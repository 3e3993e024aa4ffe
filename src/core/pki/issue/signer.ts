/** Who signs what is issued. */
import type { SigningKey } from './keys.ts';

/** Who signs: a key, and the certificate that names it; without one the result is self-signed. */
export interface Signer {
  readonly key: SigningKey;
  /** DER of the issuing CA, whose subject and key identifier are copied. */
  readonly certificate?: Uint8Array;
}
