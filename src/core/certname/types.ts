/** What a test of a name has to tell, JSON-safe. */
import type { RuleMatch, RuleName } from '../pki/index.ts';

export type Rules = Readonly<Record<RuleName, RuleMatch>>;

export interface CertNameData {
  /** As it is compared: lower case, A-labels, no final dot; an address in its usual spelling. */
  readonly name: string;
  /** The rule that decides. */
  readonly rule: RuleName;
  /** By that rule. */
  readonly match: boolean;
  /** Of several certificates, the one that fails under a rule speaks for it. */
  readonly rules: Rules;
  /** Every certificate that a server showed; absent for a file. */
  readonly certificates?: readonly NamedCertificate[];
}

export interface NamedCertificate {
  readonly subject: string;
  readonly seen: readonly Sighting[];
  readonly rules: Rules;
}

export interface Sighting {
  /** What was dialled: an address, or the name where the connect map knows it. */
  readonly ip: string;
  readonly port: number;
  /** The type of key that was asked for; `any` where none was. */
  readonly keyType: string;
}
