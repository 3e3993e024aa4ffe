/** What to mend first. */
import type { Finding, Severity } from '../../base/index.ts';

const RANK: readonly Severity[] = ['error', 'warn', 'unknown', 'info', 'ok'];

/**
 * Errors before warnings before what could not be seen; among equals those of the earlier subject first, whose impact is
 * greater.
 *
 * @param lists  one a subject, in the order of the registry
 */
export function byWeight(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const all = lists.flat();
  return RANK.flatMap((severity) => all.filter((finding) => finding.severity === severity));
}
