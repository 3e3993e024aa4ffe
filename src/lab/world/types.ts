/**
 * One row of the catalogue: a mail domain, what is special about it, and what a right check says of it.
 *
 * A row names only what departs from a well-kept domain: a zone of its own, signed with P-256 and NSEC, delegated
 * securely; each host with A and AAAA, one P-256 certificate under the lab's CA, and a server in good mood on port 25.
 */
import type { Verdict } from '../../base/index.ts';
import type { CertificateTemplate, SigningKeyType } from '../../core/pki/issue.ts';
import type { AuthorityName, ChainShape, StatusSource } from '../ca/index.ts';
import type { DialectName } from '../smtp/index.ts';
import type { PolicySite } from '../web/index.ts';

export interface DomainRow {
  /** In `.test` (NSEC) or `.example` (NSEC3 with opt-out). */
  readonly name: string;
  /** What it demonstrates, one line. */
  readonly shows: string;
  readonly zone?: ZoneStyle;
  /** Mail hosts in order of preference; absent: the hosts below, in order. */
  readonly mx?: readonly string[] | 'null' | 'none';
  readonly hosts: readonly HostRow[];
  /** Further records of the zone, as in a master file, names relative to it. */
  readonly records?: readonly string[];
  /** Options of `dane check` the row is meant for. */
  readonly check?: { readonly allNs?: boolean };
  readonly expect: Expectation;
  readonly certificate?: CertificateExpectation;
  readonly spf?: SpfExpectation;
  /** What its policy host serves, at mta-sts below the domain. */
  readonly policy?: PolicySite;
  readonly mtaSts?: MtaStsExpectation;
  readonly tlsRpt?: TlsRptExpectation;
  /** By selector. */
  readonly dkim?: Readonly<Record<string, DkimExpectation>>;
  readonly dmarc?: DmarcExpectation;
  readonly whole?: WholeExpectation;
}

/** What `dkim query SELECTOR NAME` answers. */
export interface DkimExpectation {
  readonly status: 'usable' | 'revoked' | 'invalid' | 'missing' | 'unknown';
  /** Ids, without `dkim.`, of all findings but `key-security`. */
  readonly findings: readonly string[];
}

/** What `dmarc query` answers. */
export interface DmarcExpectation {
  /** The name asked about; the domain when absent. */
  readonly of?: string;
  readonly verdict: Verdict;
  /** `TAG=POLICY at DOMAIN` for mail of the name itself; `none`, `unusable`: why there is no policy. */
  readonly policy: string;
  /** Ids, without `dmarc.`, of all findings that are `warn`, `error` or `unknown`, and of others worth demonstrating. */
  readonly findings: readonly string[];
}

/** What `mxray check NAME` answers, subject by subject, with the selectors of `dkim`. */
export interface WholeExpectation {
  readonly verdict: Verdict;
  readonly subjects: Readonly<Record<string, Verdict>>;
}

/** What `tlsrpt query NAME` answers. */
export interface TlsRptExpectation {
  readonly verdict: Verdict;
  readonly outcome: 'valid' | 'invalid' | 'none' | 'several' | 'failed';
  /** Ids, without `tlsrpt.`, of all findings but those that are `ok`. */
  readonly findings: readonly string[];
}

/** What `mtasts check NAME` answers. */
export interface MtaStsExpectation {
  readonly verdict: Verdict;
  readonly status: 'enforce' | 'testing' | 'none' | 'absent' | 'unusable' | 'unknown';
  /** Ids, without `mtasts.`, of all findings that are `warn`, `error` or `unknown`, and of others worth demonstrating. */
  readonly findings: readonly string[];
}

/** What `spf query NAME --ip IP` answers. */
export interface SpfExpectation {
  readonly ip: string;
  readonly result: string;
  /** Ids of its findings. */
  readonly findings: readonly string[];
  readonly explanation?: string;
}

/**
 * What the commands about certificates say of the first host, each where the row is about that; `VERDICT STATUS`, the verdict
 * being `valid`, `good`, `revoked`, … or the code of a refusal.
 */
export interface CertificateExpectation {
  /** `cert chain HOST:25`. */
  readonly chain?: string;
  /** The same with `--aia`, where it differs. */
  readonly chainByAia?: string;
  /** `certname test HOST HOST:25`: the rules by which the certificate names the host. */
  readonly names?: readonly string[];
  /** The staples, verified, in `tls probe HOST:25`; `none` where there is none. */
  readonly staple?: string;
  /** `ocsp fetch` of its chain. */
  readonly ocsp?: string;
  /** `crl check` of its chain. */
  readonly crl?: string;
}

/** What `mxray dane check NAME` answers. */
export interface Expectation {
  readonly verdict: Verdict;
  readonly policy: 'dane' | 'opportunistic' | 'mandatory-tls' | 'defer' | 'none';
  readonly exit: 0 | 1 | 3;
  /** Ids of all findings that are `warn`, `error` or `unknown`, and those of the others worth demonstrating. */
  readonly findings: readonly string[];
}

export interface ZoneStyle {
  /** No keys, no DS: an insecure delegation. */
  readonly unsigned?: boolean;
  /** DNSSEC algorithm number; 13 when absent. */
  readonly algorithm?: 7 | 8 | 13 | 14 | 15;
  /** NSEC when absent. */
  readonly denial?: 'nsec' | 'nsec3' | 'nsec3-opt-out';
  readonly iterations?: number;
  /** A row of dns/faults/; or `disagreeing-servers`: the second name server has the TLSA records of another key. */
  readonly fault?: string;
}

export interface HostRow {
  /** Relative to the domain; a name with a dot at its end is complete, and then only a reference. */
  readonly name: string;
  /** Certificates, one per type; `p256` alone when absent. */
  readonly keys?: readonly SigningKeyType[];
  /** SAN dNSNames; the host's own when absent. */
  readonly certificateNames?: readonly [string, ...string[]];
  readonly chain?: ChainShape;
  readonly expired?: boolean;
  /** The certificate is one for tomorrow. */
  readonly future?: boolean;
  /** Days the certificate is good for. */
  readonly days?: number;
  readonly ballastBytes?: number;
  /** Who issued it; `issuing` when absent. */
  readonly issuer?: AuthorityName | 'self';
  /** Whatever else its certificate says otherwise. */
  readonly template?: Partial<CertificateTemplate>;
  /** For RSA, of a key made for this host. */
  readonly rsaBits?: number;
  /** The host's own addresses stand in the certificate. */
  readonly namesAddresses?: boolean;
  /** Where the certificate says that its status can be had; from the responder alone when absent, `none`: nowhere. */
  readonly status?: StatusSource | 'none';
  /** What the responder says of it: a row of web/ocsp/moods.ts or of web/deliveries.ts; `good` when absent. */
  readonly ocsp?: string;
  /** What the server staples, in the same words; nothing when absent. */
  readonly staple?: string;
  /** A row of smtp/moods.ts; `ok` when absent. */
  readonly mood?: string;
  /** `both` when absent; `v6-dead` publishes both and answers on IPv4 alone. */
  readonly addresses?: 'both' | 'v4' | 'v6-dead' | 'dead';
  /**
   * TLSA records in a small language: `USAGE SELECTOR MATCHING [OF]`, OF being what the association data are made from:
   * `leaf` (default for usages 1 and 3; also `rsa`, `p256`: that one), `ca` (default for 0 and 2: the issuing CA),
   * `root`, `next` (a key that waits for its turn), `old` (a key long gone).
   */
  readonly tlsa?: readonly string[];
  /** Where the records stand: under the port, under a wildcard, or behind a CNAME. */
  readonly tlsaAt?: 'port' | 'wildcard' | 'cname';
  /** Names of its addresses in the reverse zones: its own when absent. */
  readonly reverse?: 'own' | 'none' | 'elsewhere';
  /** Other services than SMTP on port 25. */
  readonly services?: readonly ServiceRow[];
}

export interface ServiceRow {
  readonly port: number;
  readonly dialect: DialectName;
  readonly tlsOnConnect?: boolean;
}
