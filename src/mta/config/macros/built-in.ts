/**
 * Macros that are there by themselves (Exim spec §6.4.3): what a configuration may ask by `.ifdef`. They come out of the
 * registries, so that what is added there can be asked for.
 */
import { expansionNames } from '../../expand/index.ts';
import { ACL_CLAUSES, type AclClauseRow } from '../acl/index.ts';
import { DRIVERS, type DriverKind, optionsOf } from '../options/index.ts';
import type { Macro } from '../types.ts';
import { FEATURES, HEADER_LISTS, LOG_SELECTORS, LOOKUPS } from './features.ts';

/** Most stand for `y`. Longer ones first, since a name may stand in another. */
export function builtInMacros(): readonly Macro[] {
  known ??= [...[...names()].map((name) => [name, 'y'] as const), ...HEADER_LISTS]
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
    .map(([name, text]) => ({ name, text, origin: 'built-in' }));
  return known;
}

let known: readonly Macro[] | undefined;

function names(): ReadonlySet<string> {
  return new Set([
    ...FEATURES.map((name) => `_HAVE_${name}`),
    ...LOOKUPS.map((name) => `_HAVE_LOOKUP_${name.toUpperCase()}`),
    ...LOG_SELECTORS.map((name) => `_LOG_${name.toUpperCase()}`),
    ...optionsOf('main').map(({ name }) => `_OPT_MAIN_${name.toUpperCase()}`),
    ...(['router', 'transport', 'authenticator'] as const).flatMap(ofKind),
    ...[...ACL_CLAUSES.values()].map(ofClause),
    ...ofExpansions(),
  ]);
}

const ofClause = ({ name, kind }: AclClauseRow): string =>
  `_ACL_${kind === 'condition' ? 'COND' : 'MOD'}_${name.toUpperCase()}`;

function ofKind(kind: DriverKind): readonly string[] {
  const upper = kind.toUpperCase();
  return [
    ...optionsOf(kind).map(({ name }) => `_OPT_${upper}S_${name.toUpperCase()}`),
    ...DRIVERS[kind].flatMap((driver) => [
      `_DRIVER_${upper}_${driver.toUpperCase()}`,
      ...optionsOf(`${kind}/${driver}`).map(({ name }) => `_OPT_${upper}_${driver}_${name}`.toUpperCase()),
    ]),
  ];
}

function ofExpansions(): readonly string[] {
  const { items, operators, conditions, variables } = expansionNames();
  const family = (word: string, of: readonly string[]): readonly string[] =>
    of.map((name) => `_EXP_${word}_${name.toUpperCase()}`);
  return [
    ...family('ITEM', items),
    ...family('OP', operators),
    ...family('COND', conditions),
    ...family('VAR', variables),
  ].filter((name) => /^\w+$/.test(name));
}
