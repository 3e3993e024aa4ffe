import type { Result } from '../../../base/index.ts';

/** What a list of ciphers asks of OpenSSL. */
export interface CipherChoice {
  /** OpenSSL's list, suites of TLS 1.3 among it; absent: its own default. */
  readonly ciphers?: string;
  /** SSL_OP_* bits. */
  readonly options: number;
  /** Groups for the key exchange, where the list says so. */
  readonly groups?: string;
}

/** What is wrong, as the end of a sentence about the option, and what would be right. */
export interface CipherFault {
  readonly message: string;
  readonly hint: string;
  /** As an Exim with GnuTLS logs it. */
  readonly logged?: string;
}

export type CipherReading = Result<CipherChoice, CipherFault>;
