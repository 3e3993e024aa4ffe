/** A response, what we should make of it, and what openssl should. */
import type { OcspWorld } from '../../../support/ocsp.ts';
import type { OpensslStatus } from '../../peers/openssl-ocsp.ts';

export interface OcspCase {
  readonly name: string;
  readonly world: WorldFiles;
  readonly response: Uint8Array;
  /** `status code` of ours. */
  readonly ours: string;
  /** Where openssl sees it otherwise, and why that is so; else it has to have our status. */
  readonly theirs?: { readonly status: OpensslStatus; readonly why: string };
  /** Further fields of our batch line. */
  readonly line?: Readonly<Record<string, unknown>>;
  /** Further words for openssl, before the certificate is named. */
  readonly words?: readonly string[];
  /** The request whose nonce the response should have. */
  readonly requestFile?: string;
}

/** A world and where its certificates are written as PEM. */
export interface WorldFiles {
  readonly world: OcspWorld;
  readonly folder: string;
  readonly leafFile: string;
  readonly issuerFile: string;
  readonly rootFile: string;
}
