import type { Severity, Verdict } from '../../base/index.ts';
import type { Paint, View } from '../types.ts';

/** Data of `mxray lab list`. */
export interface LabListData {
  readonly running: boolean;
  readonly domains: readonly LabListDomain[];
  /** Folder of certificates, proofs and lists, where a lab is running. */
  readonly certificates?: string;
  /** What `lab break` knows. */
  readonly faults: readonly { readonly name: string; readonly about: string }[];
  /** Moods of the OCSP responder, and of the CRLs of the issuing CA. */
  readonly responder: readonly LabListMood[];
  readonly lists: readonly LabListMood[];
}

export interface LabListCertificate {
  readonly chain?: string;
  readonly chainByAia?: string;
  /** Rules by which the certificate names the host. */
  readonly names?: readonly string[];
  readonly staple?: string;
  readonly ocsp?: string;
  readonly crl?: string;
}

export interface LabListMood {
  readonly name: string;
  readonly about: string;
  /** It is in that mood there, for any certificate. */
  readonly url: string;
}

export interface LabListDomain {
  readonly name: string;
  readonly family: string;
  readonly shows: string;
  /** What `dane check` answers while the domain is not broken. */
  readonly expected: { readonly verdict: Verdict; readonly policy: string; readonly exit: number };
  /** What the commands about certificates answer: verdict or code, and the exit status. */
  readonly certificate?: LabListCertificate;
  /** What `mtasts check` and `tlsrpt query` answer: verdict and status. */
  readonly mtasts?: string;
  readonly tlsrpt?: string;
  /** What `dkim query` (by selector), `dmarc query` and `mxray check` answer. */
  readonly dkim?: string;
  readonly dmarc?: string;
  readonly check?: string;
  /** The fault `lab break` gave it. */
  readonly broken?: string;
}

/** Domains by family, then the faults and the moods; one family alone comes without them. */
export const labListView: View<LabListData> = ({ data }, paint) => {
  const families = [...new Set(data.domains.map(({ family }) => family))];
  const blocks = families.map((family) => {
    const rows = data.domains.filter((domain) => domain.family === family);
    return [paint.strong(family), ...rows.map((row) => domainLine(row, paint))].join('\n');
  });
  if (families.length === 1) return blocks.join('');
  const lists = data.lists.filter(({ name }) => !data.responder.some((mood) => mood.name === name && name !== 'good'));
  return [
    ...blocks,
    named('faults for "lab break DOMAIN FAULT"', data.faults, paint),
    named(`moods of the OCSP responder: ${data.responder[0]?.url.replace(/good$/, 'MOOD')}`, data.responder, paint),
    named(`further moods of the CRLs: ${data.lists[0]?.url.replace('/good/', '/MOOD/')}`, lists, paint),
    ...(data.certificates === undefined ? [] : [`certificates, proofs and lists as files: ${data.certificates}`]),
  ].join('\n\n');
};

function named(
  title: string,
  rows: readonly { readonly name: string; readonly about: string }[],
  paint: Paint,
): string {
  return [paint.strong(title), ...rows.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`)].join('\n');
}

function domainLine(row: LabListDomain, paint: Paint): string {
  const { name, expected, shows, broken } = row;
  const mark = paint.mark(SEVERITY_OF[expected.verdict]);
  const note = broken === undefined ? '' : paint.bad(` [broken: ${broken}]`);
  const told = alsoTold(row);
  const said = told === '' ? '' : paint.dim(` (${told})`);
  return `  ${mark} ${name.padEnd(24)} ${expected.policy.padEnd(14)} ${shows}${said}${note}`;
}

/** What other commands than `dane check` answer. */
function alsoTold({ certificate = {}, mtasts, tlsrpt, dkim, dmarc, check }: LabListDomain): string {
  const { chain, chainByAia, names, staple, ocsp, crl } = certificate;
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['cert chain', chain],
    ['cert chain --aia', chainByAia],
    ['certname test', names && (names.join(' ') || 'no rule')],
    ['tls probe', staple],
    ['ocsp fetch', ocsp],
    ['crl check', crl],
    ['mtasts check', mtasts],
    ['tlsrpt query', tlsrpt],
    ['dkim query', dkim],
    ['dmarc query', dmarc],
    ['check', check],
  ];
  return parts.flatMap(([command, said]) => (said === undefined ? [] : [`${command}: ${said}`])).join('; ');
}

const SEVERITY_OF: Readonly<Record<Verdict, Severity>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'error',
  unknown: 'unknown',
};
