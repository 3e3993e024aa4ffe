/** The words of an examination: what is known of the host, what it asks of the world, what comes out. */
import type { Clock, Finding, Severity, Verdict } from '../../base/index.ts';
import type { Exchange, Name, Resolver, SecurityStatus } from '../dns/index.ts';
import type { ReverseReport } from '../reverse/index.ts';
import type { ProbeOutcome } from '../tls/index.ts';

/** What the system says of itself; whatever it does not say is absent. */
export interface HostFacts {
  /** Of interfaces that lead off this host. */
  readonly addresses: readonly string[];
  /** `22.1.0`. */
  readonly nodeVersion: string;
  /** Files that a process may have open, softly. */
  readonly openFiles?: number;
  /** Bits in the kernel's pool. */
  readonly entropyBits?: number;
  readonly clock: 'synchronized' | 'free-running' | 'unknown';
  /** Sentences about resolv.conf. */
  readonly resolvConfProblems: readonly string[];
  /** Names of our own variables that are set. */
  readonly environment: readonly string[];
  readonly roots: RootsFacts;
}

export interface RootsFacts {
  readonly count: number;
  /** Of those whose dates have passed. */
  readonly expired: number;
  /** `bundled`: the system has none, and Node's stand in. */
  readonly source: 'given' | 'system' | 'bundled';
  /** Why they could not be read. */
  readonly error?: string;
}

export interface ExaminedServer {
  /** `192.0.2.53:53`, a URL. */
  readonly label: string;
  readonly exchange: Exchange;
  /** Validates over this server alone. */
  readonly resolver: Resolver;
}

export interface DoctorQuestion {
  /** What we say in EHLO. */
  readonly ehlo: string;
  /** Public addresses of this host that it cannot know, behind a translator. */
  readonly addresses: readonly string[];
  /** A mail server of somebody's, to see whether port 25 leads out. */
  readonly target?: { readonly host: string; readonly port: number };
}

export interface DoctorPorts {
  readonly host: HostFacts;
  readonly servers: readonly ExaminedServer[];
  /** For names and addresses; DNSSEC informs and does not decide. */
  readonly resolver: Pick<Resolver, 'lookup'>;
  /** One handshake with the target at each of its addresses, or why it has none. */
  readonly visit: (
    host: string,
    port: number,
  ) => Promise<readonly { readonly ip: string; readonly outcome: ProbeOutcome }[] | { readonly error: string }>;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** What each exam tells beside its findings, JSON-safe. */
export interface ExamFacts {
  readonly resolver: { readonly servers: readonly ServerFacts[] };
  readonly addresses: { readonly addresses: readonly (ReverseReport & { readonly isPrivate: boolean })[] };
  readonly ehlo: { readonly name: string; readonly addresses: readonly string[] };
  readonly outward: {
    readonly target?: string;
    readonly addresses: readonly { readonly ip: string; readonly outcome: ProbeOutcome['kind'] }[];
  };
  readonly certificates: RootsFacts;
  readonly clock: { readonly synchronized: 'yes' | 'no' | 'unknown'; readonly dnssec: SecurityStatus | 'failed' };
  readonly runtime: { readonly node: string; readonly openFiles?: number; readonly entropyBits?: number };
  readonly configuration: { readonly environment: readonly string[] };
}

export type ExamName = keyof ExamFacts;

export interface ServerFacts {
  readonly server: string;
  readonly answers: boolean;
  /** Of the quickest of three questions. */
  readonly latencyMs?: number;
  /** Are DNSSEC records passed on, so that one can validate here? */
  readonly dnssec?: 'passes' | 'strips' | 'bogus';
  /** Does it say that it validates (AD)? */
  readonly validates?: boolean;
  readonly edns?: boolean;
  readonly error?: string;
}

export interface ExamReport<Facts> {
  readonly findings: readonly Finding[];
  /** One line. */
  readonly summary: string;
  readonly facts: Facts;
}

export type ExamData<Facts> = Facts & {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly counts: Readonly<Record<Severity, number>>;
};

export type Exams = { readonly [Name in ExamName]: ExamData<ExamFacts[Name]> };

export interface DoctorData {
  readonly ehlo: Name;
  readonly exams: Exams;
}
