/** An SPF policy drawn as a tree: each term with the counter beside it. */
import type { SpfTree, TreeTerm } from '../../core/spf/index.ts';
import type { Paint, Verbosity } from '../types.ts';

const UNKNOWN: Readonly<Record<NonNullable<TreeTerm['unknown']>, string>> = {
  client: 'hangs on the client',
  malformed: 'no name DNS can be asked for',
  cycle: 'leads back to where it came from',
  bound: 'not followed: too much already',
  'after-all': 'never looked at: all stands before it',
};
/** RFC 7208 §4.6.4. */
const MOST = 10;

export function spfTreeLines(tree: SpfTree, paint: Paint, verbosity: Verbosity, indent = '  '): string[] {
  const record = tree.record ?? tree.problem?.detail ?? 'no record';
  const status = verbosity > 0 && tree.status !== undefined ? paint.dim(` (${tree.status})`) : '';
  return [
    `${indent}${paint.strong(tree.domain)}: ${record}${status}`,
    ...tree.terms.flatMap((term) => termLines(term, paint, verbosity, `${indent}  `)),
  ];
}

function termLines(term: TreeTerm, paint: Paint, verbosity: Verbosity, indent: string): string[] {
  const head = `${indent}${counter(term.lookups, paint)} ${term.term}${notes(term, paint)}`;
  const hosts = verbosity > 0 ? (term.hosts ?? []) : [];
  return [
    head,
    ...hosts.map(({ name, addresses }) => paint.dim(`${indent}     ${name}: ${addresses.join(' ') || 'no address'}`)),
    ...(term.record === undefined ? [] : spfTreeLines(term.record, paint, verbosity, `${indent}     `)),
  ];
}

/** The same width for terms that do not count. */
export function counter(lookups: number | undefined, paint: Paint): string {
  if (lookups === undefined) return paint.dim('  · ');
  const text = String(lookups).padStart(3);
  return `${lookups > MOST ? paint.bad(text) : text} `;
}

function notes({ target, hosts, void: isVoid, unknown, error }: TreeTerm, paint: Paint): string {
  const parts = [
    target === undefined ? undefined : `→ ${target}`,
    hosts === undefined ? undefined : `${hosts.reduce((sum, { addresses }) => sum + addresses.length, 0)} addresses`,
    isVoid ? 'nothing there' : undefined,
    unknown === undefined ? undefined : UNKNOWN[unknown],
    error,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : paint.dim(`  (${parts.join('; ')})`);
}
