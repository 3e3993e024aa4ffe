/** Findings of SPF as lines; remedies for those who ask, and for what is an error. */
import type { Finding } from '../../base/index.ts';
import type { Paint, Verbosity } from '../types.ts';

export function spfFindingLines(findings: readonly Finding[], paint: Paint, verbosity: Verbosity): string[] {
  return findings.flatMap(({ id, severity, title, detail, fix, scope }) => {
    const where = scope.domain === undefined ? '' : `${scope.domain}: `;
    const head = `${paint.mark(severity)} ${where}${title}${verbosity > 0 ? paint.dim(` [${id}]`) : ''}`;
    const wantsFix = fix !== undefined && (verbosity > 0 || severity === 'error' || severity === 'warn');
    return [head, ...(detail === undefined ? [] : [`    ${detail}`]), ...(wantsFix ? [paint.dim(`    → ${fix}`)] : [])];
  });
}
