/** The words of a whole check: what goes in, what comes out, and what it needs of the world. */
import type { Clock, Failure, Finding, Result, Severity, Verdict } from '../../base/index.ts';
import type { Policy as DanePolicy, MxReport } from '../dane/types.ts';
import type { ReportAddress } from '../dmarc/index.ts';
import type { Exchange, Name, Resolver, SecurityStatus } from '../dns/index.ts';
import type { MtaStsStatus } from '../mtasts/types.ts';
import type { HttpRequest, HttpResponse, NetError } from '../net/types.ts';
import type { Certificate } from '../pki/index.ts';
import type { ReverseReport } from '../reverse/index.ts';
import type { SurveyData, VersionReport } from '../survey/types.ts';
import type { Probe, ProbeTarget } from '../tls/index.ts';

export interface CheckQuestion {
  readonly domain: Name;
  /** Of DKIM; absent: those that are often used are tried. */
  readonly selectors?: readonly Name[];
  /** Of the mail hosts. */
  readonly port: number;
  readonly family?: 4 | 6;
  readonly ehlo: string;
  /** For each connection. */
  readonly timeoutMs: number;
  /** No connection is begun after it. */
  readonly deadlineMs: number;
}

/** What a check needs of the world. */
export interface CheckPorts {
  /** Whose answers decide. */
  readonly resolver: Resolver;
  /** The same where DNSSEC informs and does not decide; see `createInformedResolver`. */
  readonly informed: Resolver;
  readonly probe: Probe;
  /** Does a server still take TLS 1.0 or 1.1? */
  readonly askOldVersion: (target: ProbeTarget) => Promise<VersionReport>;
  /** The long look at a host's TLS; absent: the short one is enough. */
  readonly survey?: (
    host: Name,
    addresses: readonly string[],
  ) => Promise<{
    readonly findings: readonly Finding[];
    readonly data: SurveyData;
  }>;
  /** At least one address for a host, or why there is none; see `MtaStsPorts`. */
  readonly addressesOf: (host: string, port: number) => Promise<Result<readonly string[], Failure>>;
  readonly fetch: (request: HttpRequest) => Promise<Result<HttpResponse, NetError>>;
  readonly askServer: (address: string) => Exchange;
  readonly clock: Clock;
  /** Trust anchors of certificates. */
  readonly roots: readonly Certificate[];
  readonly hasSystemRoots: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CheckEvent) => void;
}

/** Told while the check runs, for whoever draws it. */
export type CheckEvent = {
  readonly kind: 'done';
  readonly subject: SubjectName;
  readonly verdict: Verdict;
  readonly summary: string;
};

/** What each subject tells beside its findings, JSON-safe. */
export interface SubjectFacts {
  readonly mx: MxFacts;
  readonly dnssec: DnssecFacts;
  readonly dane: DaneFacts;
  readonly mtasts: MtaStsFacts;
  readonly tls: TlsFacts;
  readonly certificates: CertificatesFacts;
  readonly dmarc: DmarcFacts;
  readonly spf: SpfFacts;
  readonly dkim: DkimFacts;
  readonly tlsrpt: TlsRptFacts;
  readonly reverse: ReverseFacts;
}

export type SubjectName = keyof SubjectFacts;

export interface MxFacts {
  /** `implicit`: no MX, and the domain itself is the host; `null`: it takes no mail (RFC 7505). */
  readonly kind: MxReport['kind'];
  /** In order of preference. */
  readonly hosts: readonly MxHostFacts[];
}

export interface MxHostFacts {
  readonly name: string;
  readonly preference?: number;
  readonly addresses: readonly { readonly ip: string; readonly answers: boolean }[];
}

type Status = SecurityStatus | 'failed';

export interface DnssecFacts {
  readonly mx: Status;
  readonly hosts: readonly { readonly name: string; readonly status: Status }[];
}

export interface DaneFacts {
  readonly policy: DanePolicy;
  readonly hosts: readonly {
    readonly name: string;
    readonly policy: DanePolicy;
    readonly records: readonly string[];
  }[];
}

export interface MtaStsFacts {
  readonly status: MtaStsStatus;
  readonly id?: string;
  readonly hosts: readonly { readonly name: string; readonly covered?: boolean }[];
}

export interface TlsFacts {
  readonly addresses: readonly {
    readonly host: string;
    readonly ip: string;
    readonly starttls: 'yes' | 'no' | 'unknown';
    /** The newest that was spoken. */
    readonly version?: string;
    /** TLS 1.0 or 1.1. */
    readonly oldVersions: 'yes' | 'no' | 'unknown';
  }[];
}

export interface CertificatesFacts {
  readonly chains: readonly {
    readonly host: string;
    readonly addresses: readonly string[];
    readonly subject: string;
    readonly notAfter: string;
    readonly valid: boolean;
    /** Why not. */
    readonly code?: string;
    /** Whom senders believe: TLSA records, the authorities, or nobody. */
    readonly vouchedBy: 'dane' | 'authorities' | 'nobody';
  }[];
}

export interface DmarcFacts {
  readonly status: 'found' | 'none' | 'unusable' | 'undecided';
  readonly record?: string;
  readonly policyDomain?: string;
  /** What is asked for mail of the domain itself that fails. */
  readonly policy?: string;
  readonly reports: readonly Pick<ReportAddress, 'tag' | 'uri' | 'standing'>[];
}

export interface SpfFacts {
  readonly record?: string;
  /** Of a sender that matches nothing (RFC 7208 §4.6.4 allows ten). */
  readonly lookups?: number;
}

export interface DkimFacts {
  readonly selectors: readonly {
    readonly selector: string;
    readonly status: 'usable' | 'revoked' | 'invalid' | 'missing' | 'unknown';
    readonly keyType?: string;
    readonly bits?: number;
  }[];
  /** Selectors that were tried because they are often used. */
  readonly guessed: number;
}

export interface TlsRptFacts {
  readonly status: 'found' | 'none' | 'unusable' | 'unknown';
  readonly record?: string;
  readonly reports: readonly string[];
}

export interface ReverseFacts {
  readonly addresses: readonly (ReverseReport & { readonly host: string })[];
}

/** A record to publish, and why. */
export interface Proposal {
  readonly subject: SubjectName;
  /** Complete, without a dot at the end. */
  readonly name: string;
  readonly type: string;
  /** As in a zone file. */
  readonly data: string;
  /** One clause. */
  readonly why: string;
}

/** A file to serve beside a record, and where. */
export interface ServedFile {
  readonly url: string;
  readonly text: string;
}

/** What looking at a subject comes to. */
export interface SubjectReport<Facts> {
  readonly findings: readonly Finding[];
  /** One line. */
  readonly summary: string;
  readonly facts: Facts;
  /** Where nothing was seen of the subject, and another subject's findings say why; else it follows from the findings. */
  readonly verdict?: 'unknown';
  readonly publish?: readonly Omit<Proposal, 'subject'>[];
  readonly files?: readonly ServedFile[];
}

export type SubjectData<Facts> = Facts & {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly counts: Readonly<Record<Severity, number>>;
};

export type Subjects = { readonly [Name in SubjectName]?: SubjectData<SubjectFacts[Name]> };

export interface CheckData {
  readonly domain: string;
  /** By name, in the order of what to mend first. */
  readonly subjects: Subjects;
  readonly publish: readonly Proposal[];
  /** Of MTA-STS: what goes with its record. */
  readonly files: readonly ServedFile[];
  /** The same as lines of a zone file, with comments. */
  readonly zone: readonly string[];
}
