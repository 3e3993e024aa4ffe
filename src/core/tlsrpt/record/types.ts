/** The record that says where reports on TLS go (RFC 8460 §3). */
import type { Name } from '../../dns/index.ts';

export interface TlsRptRecord {
  readonly valid: boolean;
  readonly rua: readonly TlsRptUri[];
  /** Names of fields that senders pass over. */
  readonly extensions: readonly string[];
  readonly faults: readonly TlsRptFault[];
}

export interface TlsRptUri {
  readonly uri: string;
  readonly scheme: 'mailto' | 'https';
  /** Of mailto. */
  readonly address?: string;
  /** Behind the @, or the host of the URL. */
  readonly host: Name;
}

export type TlsRptFaultCode =
  | 'no-field'
  | 'empty-field'
  | 'malformed-field'
  | 'odd-space'
  | 'loose-version'
  | 'rua-missing'
  | 'duplicate-rua'
  | 'uri'
  | 'extension-value';

export interface TlsRptFault {
  readonly code: TlsRptFaultCode;
  readonly detail: string;
}
