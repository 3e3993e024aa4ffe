import type { View } from '../types.ts';

/** Data of `mxray tlsa generate`. */
export interface TlsaGenerateData {
  /** `_25._tcp.mx.example.org`. */
  readonly name: string;
  readonly records: readonly { readonly record: string; readonly from: string }[];
}

/** Lines to paste into a zone; what they were made from as comments. */
export const tlsaGenerateView: View<TlsaGenerateData> = ({ data, findings }, paint, verbosity) => {
  const warnings = findings
    .filter(({ severity }) => severity === 'warn')
    .map(({ title, fix }) => paint.dim(`; ${title}. ${fix ?? ''}`));
  const lines = data.records.flatMap(({ record, from }) =>
    verbosity < 0 ? [record] : [paint.dim(`; from ${from}`), record],
  );
  return [...lines, ...warnings].join('\n');
};
