/** What is asked about a chain or a certificate, and the data of the answers. */
import type { Result } from '../../base/index.ts';
import type { HttpRequest, HttpResponse, NetError } from '../net/types.ts';
import type { Certificate, CrlPile, Identity, Profile, Purpose } from '../pki/index.ts';

export interface ChainCheck {
  /** Leaf first, as sent or as in the file. */
  readonly sent: readonly Certificate[];
  /** Further intermediates, which nobody sent. */
  readonly given: readonly Certificate[];
  readonly roots: readonly Certificate[];
  /** The roots are the system's. */
  readonly hasSystemRoots: boolean;
  readonly purpose: Purpose;
  readonly at: Date;
  readonly identity?: Identity;
  readonly maxDepth?: number;
  readonly crls?: CrlPile;
  /** Certificate policies that will do; absent: any. */
  readonly policies?: readonly string[];
  readonly profile: Profile;
  /** Missing intermediates are fetched. */
  readonly aia: boolean;
  /** Words about certificates that could not be read and were left out. */
  readonly unreadable: readonly string[];
  readonly timeoutMs: number;
}

export interface CertPorts {
  readonly fetch: (request: HttpRequest) => Promise<Result<HttpResponse, NetError>>;
  readonly signal?: AbortSignal;
}

export interface CertChainData {
  readonly valid: boolean;
  /** Why not. */
  readonly code?: string;
  readonly detail?: string;
  readonly purpose: Purpose;
  readonly profile: Profile;
  readonly at: string;
  /** Leaf first, the anchor last; of a chain that is not valid, as far as the best attempt came. */
  readonly path: readonly PathEntry[];
  /** In the order sent. */
  readonly sent: readonly SentEntry[];
  /** What should be sent, in this order; absent where no valid path is known. */
  readonly shouldSend?: readonly PathEntry[];
  readonly missing: readonly MissingEntry[];
}

export interface PathEntry extends ShortCertificate {
  readonly role: 'leaf' | 'intermediate' | 'anchor';
  readonly from: 'sent' | 'given' | 'fetched' | 'roots';
}

export interface ShortCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** `RSA 2048`, `P-256`. */
  readonly key: string;
  /** SHA-256 of the certificate, hex. */
  readonly sha256: string;
}

export interface SentEntry extends ShortCertificate {
  readonly remarks: readonly SentRemark[];
}

export type SentRemark = 'leaf' | 'used' | 'out-of-order' | 'duplicate' | 'root' | 'unused' | 'expired';

export interface MissingEntry {
  /** Name of whom is missing. */
  readonly subject: string;
  /** Whose certificate needs it. */
  readonly for: string;
  readonly urls: readonly string[];
  /** Where it was fetched from. */
  readonly fetchedFrom?: string;
}

export interface CertShowData {
  readonly certificates: readonly ShownCertificate[];
}

export interface ShownCertificate extends ShortCertificate {
  readonly version: number;
  readonly validDays: number;
  /** Negative once it has ended. */
  readonly daysLeft: number;
  readonly signature: string;
  readonly isSelfSigned: boolean;
  readonly isAuthority: boolean;
  readonly commonNames: readonly string[];
  /** `DNS:mx.example.org`. */
  readonly names: readonly string[];
  readonly extensions: readonly ShownExtension[];
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  readonly crlUrls: readonly string[];
  readonly mustStaple: boolean;
  readonly fingerprints: { readonly sha256: string; readonly sha1: string };
  /** SHA-256 of the SubjectPublicKeyInfo: base64, as in pin-sha256. */
  readonly pin: string;
  /** RDATA to publish. */
  readonly tlsa: { readonly key: string; readonly authority: string };
}

export interface ShownExtension {
  readonly name: string;
  readonly oid: string;
  readonly critical: boolean;
  /** In words where it can be read, else hex. */
  readonly value: string;
}
