import type { Finding } from '../../base/index.ts';
import type { FetchData, ProofReport } from '../../core/stapling/index.ts';
import type { Gauge, Gauges, Paint, View } from '../types.ts';

const TEXT: Readonly<Record<ProofReport['outcome'], string>> = {
  written: 'good, stored',
  unchanged: 'good, as stored before',
  kept: 'the stored proof stays',
  skipped: 'fresh, nothing to do',
  fetched: 'good',
  removed: 'the stored proof was removed',
  failed: 'no new proof',
  'no-responder': 'no responder to ask',
};

/** One line a certificate, then what is to be said of them all. */
export const ocspFetchView: View<FetchData> = ({ data, findings }, paint, verbosity) => {
  const lines = data.proofs.flatMap((proof) => proofLines(proof, paint, verbosity));
  return [...lines, ...findingLines(findings, paint, verbosity)].join('\n');
};

export function findingLines(findings: readonly Finding[], paint: Paint, verbosity: number): readonly string[] {
  const worthSaying = findings.filter(({ severity }) => severity !== 'ok' && (severity !== 'info' || verbosity >= 0));
  return worthSaying.flatMap((one) => sayLines(one, paint));
}

export function proofLines(proof: ProofReport, paint: Paint, verbosity: number): readonly string[] {
  const { certificate, outcome, file, validUntil, refreshAt } = proof;
  const parts = [
    TEXT[outcome],
    ...(proof.status === 'good' && validUntil !== undefined ? [`holds until ${validUntil}`] : []),
    ...(refreshAt !== undefined ? [`next fetch ${refreshAt}`] : []),
  ];
  const head = `${paint.mark(markOf(proof))} ${paint.strong(certificate)}: ${parts.join(', ')}${file === undefined ? '' : ` (${file})`}`;
  return verbosity > 0 ? [head, ...particulars(proof)] : [head];
}

function markOf({ outcome, status }: ProofReport): 'ok' | 'info' | 'warn' | 'error' | 'unknown' {
  if (outcome === 'no-responder') return 'info';
  if (outcome === 'kept') return 'warn';
  if (outcome !== 'failed' && outcome !== 'removed') return 'ok';
  return status === undefined ? 'unknown' : 'error';
}

function particulars(proof: ProofReport): readonly string[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['serial', proof.serial],
    ['issuer', proof.issuer],
    ['responder', proof.responder],
    ['signer', proof.signer],
    ['this update', proof.thisUpdate],
    ['next update', proof.nextUpdate],
    ...proof.attempts.map(
      ({ method, url, code, durationMs }) => ['asked', `${method} ${url}: ${code}, ${durationMs} ms`] as const,
    ),
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`    ${name.padEnd(12)}${value}`]));
}

function sayLines({ severity, title, detail, fix }: Finding, paint: Paint): readonly string[] {
  const line = `  ${paint.mark(severity)} ${severity === 'error' ? paint.bad(title) : title}${detail === undefined ? '' : `: ${detail}`}`;
  return fix === undefined || severity === 'info' ? [line] : [line, `    ${paint.dim(`fix: ${fix}`)}`];
}

/** When each stored proof ends, and when it is to be fetched again: an alert needs no more. */
export const proofGauges: Gauges<{ readonly proofs: readonly ProofReport[] }> = ({ proofs }) =>
  proofs.flatMap(({ certificate, file, storedUntil, refreshAt }) =>
    file === undefined
      ? []
      : [
          ...timestamp('end', 'When the stored proof ends', { certificate, file }, storedUntil),
          ...timestamp('refresh', 'When the proof is to be fetched again', { certificate, file }, refreshAt),
        ],
  );

function timestamp(what: string, help: string, labels: Gauge['labels'], at: string | undefined): readonly Gauge[] {
  if (at === undefined) return [];
  return [{ name: `ocsp_proof_${what}_timestamp_seconds`, help, labels, value: Date.parse(at) / 1000 }];
}
