import type { RouteData } from '../../mta/route/index.ts';
import type { Paint, View } from '../types.ts';

/**
 * As `exim -bt` and `exim -bv` have it, and below each router that was tried where that is wanted.
 *
 * @param list  the listing of one address; `full` where verification is to tell all
 */
export const routeView =
  (list: (data: RouteData, full: boolean) => string, explains: boolean): View<RouteData> =>
  ({ data }, paint, verbosity) => {
    const listing = list(data, verbosity > 0).replace(/\n$/, '');
    return explains ? [listing, '', ...trailLines(data, '', paint)].join('\n') : listing;
  };

const MARKS = {
  skipped: 'info',
  declined: 'info',
  passed: 'info',
  accepted: 'ok',
  redirected: 'ok',
  rerouted: 'ok',
  discarded: 'ok',
  failed: 'error',
  deferred: 'unknown',
} as const;

export function trailLines(node: RouteData, indent: string, paint: Paint): readonly string[] {
  const width = Math.max(0, ...node.trail.map(({ router }) => router.length));
  const steps = node.trail.map(({ router, result, line, option, reason, value }) => {
    const because = [option, reason].filter((part) => part !== undefined).join(': ');
    const shown = value === undefined ? '' : paint.dim(`  ${value}`);
    const why = because === '' ? '' : `  ${because}${shown}`;
    return `${indent}  ${paint.mark(MARKS[result])} ${router.padEnd(width)}  ${result}${paint.dim(` (line ${line})`)}${why}`;
  });
  const children = (node.children ?? []).flatMap((child) => trailLines(child, `${indent}    `, paint));
  return [`${indent}${paint.strong(node.address)}`, ...steps, ...children];
}
