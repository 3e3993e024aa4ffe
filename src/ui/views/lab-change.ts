import type { View } from '../types.ts';

/** Data of `mxray lab break` and `mxray lab fix`. */
export interface LabChangeData {
  /** Domains this command changed. */
  readonly changed: readonly string[];
  /** Domain → fault, of all that are broken now. */
  readonly broken: Readonly<Record<string, string>>;
}

/** What changed, and what is broken now. */
export const labChangeView: View<LabChangeData> = ({ data }, paint) => {
  const lines = data.changed.map((domain) => {
    const fault = data.broken[domain];
    return fault === undefined ? `${domain}: ${paint.good('mended')}` : `${domain}: ${paint.bad(fault)}`;
  });
  const others = Object.entries(data.broken).filter(([domain]) => !data.changed.includes(domain));
  const still = others.map(([domain, fault]) => paint.dim(`${domain}: still ${fault}`));
  const text = [...lines, ...still].join('\n');
  return text === '' ? 'Nothing was broken.' : text;
};
