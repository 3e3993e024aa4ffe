/** Findings as lines under a report: what, where, the particulars, and what to do. */
import type { Finding } from '../../base/index.ts';
import type { Paint, Verbosity } from '../types.ts';

/** Good news only for those who ask. */
export function findingLines(findings: readonly Finding[], paint: Paint, verbosity: Verbosity): readonly string[] {
  const isShown = ({ severity }: Finding): boolean =>
    verbosity > 0 || (severity !== 'ok' && (verbosity === 0 || severity !== 'info'));
  return findings.filter(isShown).flatMap((one) => oneFinding(one, paint));
}

function oneFinding({ id, severity, scope, title, detail, fix }: Finding, paint: Paint): readonly string[] {
  const where = [scope.mx ?? scope.zone ?? scope.file, scope.ip, scope.keyType].filter(Boolean).join(' ');
  return [
    `${paint.mark(severity)} ${where === '' ? '' : `${where}: `}${title} ${paint.dim(`[${id}]`)}`,
    ...(detail === undefined ? [] : [`    ${printable(detail)}`]),
    ...(fix === undefined || severity === 'ok' ? [] : [`    ${paint.strong(printable(fix))}`]),
  ];
}

/** What strangers wrote must not speak to the terminal. */
export const printable = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?');
