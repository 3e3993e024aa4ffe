/** What a survey finds out about one address, and what the whole of it says. JSON-safe: `data` of `tls probe`. */
import type { StartTlsProtocol } from '../tls/index.ts';
import type { VersionName } from './registry/versions.ts';

/** `unknown`: the question could not be put, or was met with silence. */
export type Answer = 'yes' | 'no' | 'unknown';

export interface SurveyData {
  /** As it was given. */
  readonly host: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  readonly addresses: readonly AddressSurvey[];
}

export interface AddressSurvey {
  readonly ip: string;
  /** How far the first look came; `tls` also where only hellos of our own are answered. */
  readonly reached:
    | 'tls'
    | 'no-starttls'
    | 'starttls-refused'
    | 'greeting-refused'
    | 'protocol-error'
    | 'unreachable'
    | 'timeout'
    | 'no-tls';
  /** Why not `tls`. */
  readonly detail?: string;
  /** Hellos are answered, and no handshake of a usual client ends: why. */
  readonly handshakeFailure?: string;
  readonly greeting?: string;
  readonly connectMs?: number;
  /** From the connection to the end of the conversation in clear. */
  readonly greetingMs?: number;
  readonly versions: readonly VersionReport[];
  readonly suites: readonly SuitesReport[];
  readonly groups: readonly GroupsReport[];
  readonly signatures: readonly SignaturesReport[];
  /** Of the smallest prime seen for DHE. */
  readonly primeBits?: number;
  readonly certificates: readonly CertificateReport[];
  readonly features: FeaturesReport;
  readonly resumption: readonly ResumptionReport[];
  readonly alpn?: AlpnReport;
  readonly tolerance: readonly ToleranceReport[];
  /** Is a command taken that was sent in clear behind the one that starts TLS (CVE-2011-0411)? `yes` is a hole. */
  readonly injection?: Answer;
  /** What a client is shown that names no host (SNI); absent where no host was named to begin with. */
  readonly withoutName?: WithoutName;
  readonly connections: number;
  /** Why the survey ended before its questions did. */
  readonly stopped?: string;
}

export interface VersionReport {
  readonly version: VersionName | 'SSLv2';
  readonly offered: Answer;
  readonly detail?: string;
}

export interface SuitesReport {
  readonly version: VersionName;
  /** In the server's order where it has one, else in ours. */
  readonly suites: readonly string[];
  readonly order: 'server' | 'client' | 'unknown';
  /** False: there may be more. */
  readonly complete: boolean;
}

export interface GroupsReport {
  readonly version: VersionName;
  /** In the order in which the server chose them. */
  readonly groups: readonly string[];
  readonly complete: boolean;
}

export interface SignaturesReport {
  readonly version: VersionName;
  readonly schemes: readonly string[];
  readonly complete: boolean;
}

export interface CertificateReport {
  /** `rsa`, `ecdsa`, `ed25519`, … */
  readonly keyType: string;
  readonly protocol: string;
  readonly cipher: string;
  /** Of an RSA key. */
  readonly keyBits?: number;
  /** As sent, leaf first where the server has it so. */
  readonly chain: readonly {
    readonly subject: string;
    readonly issuer: string;
    readonly serial: string;
    readonly notBefore: string;
    readonly notAfter: string;
    /** SHA-256 of the certificate, hexadecimal. */
    readonly fingerprint: string;
  }[];
  /** Why the leaf cannot be read. */
  readonly unreadable?: string;
  /** Does the leaf name the host (RFC 9525)? Absent where no name was asked for. */
  readonly named?: boolean;
  /** Does the chain lead to a trusted root? The code of `mxray explain cert.chain.CODE` where not. */
  readonly trusted?: boolean;
  readonly trustCode?: string;
  readonly mustStaple: boolean;
  readonly staple: StapleReport;
}

export interface StapleReport {
  /** `invalid` also where the issuer is not known; see `code`. */
  readonly status: 'none' | 'good' | 'revoked' | 'unknown' | 'invalid';
  readonly code?: string;
  readonly detail?: string;
  readonly thisUpdate?: string;
  readonly validUntil?: string;
}

export interface FeaturesReport {
  /** RFC 5746, RFC 7627, RFC 7366: of TLS 1.2 and before; absent where the server has only TLS 1.3. */
  readonly secureRenegotiation?: Answer;
  readonly extendedMasterSecret?: Answer;
  readonly encryptThenMac?: Answer;
  /** `yes` is a weakness (CRIME; RFC 9325 §3.3). */
  readonly compression?: Answer;
  /** RFC 7507; absent where the server has but one version. */
  readonly fallbackScsv?: Answer;
  /** RFC 6520: `yes` is a feature that nobody uses over TCP. */
  readonly heartbeat?: Answer;
  /** RFC 8446 §4.1.3; absent where the server has not TLS 1.3 and an older version. */
  readonly downgradeSentinel?: Answer;
}

export interface ResumptionReport {
  readonly version: VersionName;
  readonly by: 'ticket' | 'session-id';
  readonly resumed: Answer;
  /** Octets that a client may send before the handshake is over, by the ticket (RFC 8446 §4.2.10); absent where none. */
  readonly earlyDataBytes?: number;
}

export interface AlpnReport {
  readonly offered: readonly string[];
  readonly selected?: string;
  /** What is done with a protocol that is not spoken here: `refused` is best (RFC 7301 §3.2), `ignored` is usual. */
  readonly stranger: 'refused' | 'ignored' | 'selected' | 'unknown';
}

export interface WithoutName {
  readonly shown: 'same' | 'other' | 'nothing' | 'unknown';
  /** The subject of another certificate, or why nothing is shown. */
  readonly detail?: string;
}

export interface ToleranceReport {
  readonly hello: string;
  readonly outcome: 'fine' | 'fails' | 'unknown';
  readonly detail?: string;
}
