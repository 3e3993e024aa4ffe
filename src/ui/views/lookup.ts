import type { LookupData } from '../../mta/lookup/index.ts';
import type { View } from '../types.ts';

const SEVERITY = { found: 'ok', 'not-found': 'error', deferred: 'unknown' } as const;
const WORDS = { found: 'found', 'not-found': 'not found', deferred: 'not known just now' } as const;

/** The value first, then where it came from; quietly the value alone. */
export const lookupView: View<LookupData> = ({ data }, paint, verbosity) => {
  const { outcome, value, key, query, error, wild, fixed } = data;
  if (verbosity < 0) return value ?? '';
  const head = `${paint.mark(SEVERITY[outcome])} ${paint.strong(key ?? query ?? '')}: ${WORDS[outcome]}`;
  return [
    head,
    ...(value === undefined ? [] : [`  value    ${value.replaceAll('\n', '\n           ')}`]),
    ...(wild === undefined ? [] : [`  partial  $1 = "${wild}", $2 = "${fixed}"`]),
    ...(error === undefined ? [] : [`  because  ${error}`]),
    `  from     ${originOf(data)}`,
  ].join('\n');
};

function originOf({ type, file, server, cached, tainted, authenticated, tookMs }: LookupData): string {
  const facts = [
    [type, file, server].filter((part) => part !== undefined).join(' '),
    ...(tainted === undefined ? [] : [tainted ? 'tainted' : 'not tainted']),
    ...(authenticated === undefined ? [] : [authenticated ? 'authenticated' : 'not authenticated']),
    ...(cached ? ['remembered'] : []),
    `${tookMs} ms`,
  ];
  return facts.join(', ');
}
