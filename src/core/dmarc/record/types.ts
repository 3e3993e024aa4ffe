/** A record as published and as read. */
import type { Disposition } from '../words.ts';

export type TagName =
  | 'v'
  | 'p'
  | 'sp'
  | 'np'
  | 'adkim'
  | 'aspf'
  | 'psd'
  | 't'
  | 'rua'
  | 'ruf'
  | 'fo'
  | 'pct'
  | 'rf'
  | 'ri';

export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

export type FaultCode =
  | 'policy-missing'
  | 'policy-invalid'
  | 'policy-not-second'
  | 'tag-malformed'
  | 'tag-twice'
  | 'tag-unknown'
  | 'tag-removed'
  | 'tag-newer'
  | 'value-invalid'
  | 'uri-invalid'
  | 'uri-scheme'
  | 'size-limit';

export interface RecordFault {
  readonly code: FaultCode;
  /** One clause that names the tag and what is wrong with it. */
  readonly detail: string;
}

export interface ReportUri {
  /** Without the size behind an exclamation mark. */
  readonly uri: string;
  /** In lower case. */
  readonly scheme: string;
  /** Of a mailto URI: the address, percent-decoded. */
  readonly address?: string;
  /** Most octets of a report (RFC 7489 §6.2). */
  readonly sizeLimitBytes?: number;
}

/**
 * What a record comes to (RFC 9989 §4.10.1, RFC 7489 §6.6.3): its policies hold; they are wrong, and it is taken for
 * `p=none` since it asks for reports; or they are wrong, and it is of no use.
 */
export type Standing = 'sound' | 'monitoring' | 'unusable';

export interface DmarcRecord {
  /** As published, character-strings joined. */
  readonly text: string;
  readonly tags: readonly Tag[];
  readonly standing: Standing;
  readonly p: Disposition;
  readonly sp?: Disposition;
  readonly np?: Disposition;
  readonly adkim: 'r' | 's';
  readonly aspf: 'r' | 's';
  readonly psd: 'y' | 'n' | 'u';
  readonly testing: boolean;
  /** Per cent of failing messages the policy is for (RFC 7489 §6.6.4); 100 under RFC 9989. */
  readonly pct: number;
  readonly fo: readonly string[];
  readonly rf: readonly string[];
  readonly intervalSeconds: number;
  readonly rua: readonly ReportUri[];
  readonly ruf: readonly ReportUri[];
  readonly faults: readonly RecordFault[];
}
