/** A rule says whether a certificate names a host; rules differ, and so each is a row (registry.ts). */
import type { Certificate } from '../certificate.ts';

export const RULE_NAMES = ['rfc9525', 'rfc6125', 'rfc7672', 'exim', 'node', 'openssl'] as const;
export type RuleName = (typeof RULE_NAMES)[number];

/** Whom one means to reach: the reference identity (RFC 9525 §1.8). */
export type Reference =
  | {
      readonly kind: 'host';
      /** Lower case, A-labels, no final dot; at least one label. */
      readonly name: string;
      /** It was written with the final dot, which some verifiers take for a part of it. */
      readonly isAbsolute?: true;
    }
  /** 4 or 16 octets. */
  | { readonly kind: 'ip'; readonly octets: Uint8Array };

export interface RuleMatch {
  readonly match: boolean;
  /** The identifier that matched, as the certificate has it; an address in its usual spelling. */
  readonly identifier?: string;
  /** One sentence without a full stop: what matched, or why nothing did. Printable whatever the certificate holds. */
  readonly reason: string;
}

export interface NameRule {
  readonly name: RuleName;
  /** Where the rule is written down. */
  readonly spec: string;
  match(certificate: Certificate, reference: Reference): RuleMatch;
}
