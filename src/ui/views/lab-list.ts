import type { Severity, Verdict } from '../../base/index.ts';
import type { Paint, View } from '../types.ts';

/** Data of `mxray lab list`. */
export interface LabListData {
  readonly running: boolean;
  readonly domains: readonly LabListDomain[];
  /** What `lab break` knows. */
  readonly faults: readonly { readonly name: string; readonly about: string }[];
}

export interface LabListDomain {
  readonly name: string;
  readonly family: string;
  readonly shows: string;
  /** What `dane check` answers while the domain is not broken. */
  readonly expected: { readonly verdict: Verdict; readonly policy: string; readonly exit: number };
  /** The fault `lab break` gave it. */
  readonly broken?: string;
}

/** Domains by family, then the faults. */
export const labListView: View<LabListData> = ({ data }, paint) => {
  const families = [...new Set(data.domains.map(({ family }) => family))];
  const blocks = families.map((family) => {
    const rows = data.domains.filter((domain) => domain.family === family);
    return [paint.strong(family), ...rows.map((row) => domainLine(row, paint))].join('\n');
  });
  const faults = data.faults.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`);
  return [...blocks, [paint.strong('faults for "lab break DOMAIN FAULT"'), ...faults].join('\n')].join('\n\n');
};

function domainLine({ name, expected, shows, broken }: LabListDomain, paint: Paint): string {
  const mark = paint.mark(SEVERITY_OF[expected.verdict]);
  const note = broken === undefined ? '' : paint.bad(` [broken: ${broken}]`);
  return `  ${mark} ${name.padEnd(24)} ${expected.policy.padEnd(14)} ${shows}${note}`;
}

const SEVERITY_OF: Readonly<Record<Verdict, Severity>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'error',
  unknown: 'unknown',
};
