import type { HookReport, WatchData } from '../../core/stapling/index.ts';
import type { Paint, View } from '../types.ts';
import { findingLines, proofLines } from './ocsp-fetch.ts';

/** One line a certificate, what hooks did, and what is to be said of them all. */
export const ocspWatchView: View<WatchData> = ({ data, findings }, paint, verbosity) => {
  const lines = data.proofs.flatMap((proof) => proofLines(proof, paint, verbosity));
  const none = data.proofs.length === 0 && findings.length === 0 ? ['nothing was looked at'] : [];
  return [
    ...none,
    ...lines,
    ...data.hooks.map((hook) => hookLine(hook, paint)),
    ...findingLines(findings, paint, verbosity),
  ].join('\n');
};

function hookLine({ command, files, ok, detail }: HookReport, paint: Paint): string {
  const says = detail === undefined ? '' : `: ${detail}`;
  return `${paint.mark(ok ? 'ok' : 'error')} ${command}, after ${files.length} changed${says}`;
}
