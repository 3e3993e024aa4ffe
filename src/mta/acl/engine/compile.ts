/** An ACL made ready: rows found by their names, arguments parsed, once for as long as the configuration lives. */
import { ACL_CLAUSES, type Acl, type AclClause, type AclWord, type Place } from '../../config/index.ts';
import { parseExpansion } from '../../expand/index.ts';
import { CONDITIONS } from '../conditions/registry.ts';
import { MODIFIERS } from '../modifiers/registry.ts';
import type { ConditionRow, ModifierRow, Statement, Written } from '../rows.ts';
import { VERBS } from '../verbs/registry.ts';
import type { VerbRow } from '../verbs/types.ts';

export interface ReadyAcl {
  readonly statements: readonly ReadyStatement[];
}

export interface ReadyStatement {
  readonly verb: VerbRow;
  /** What its clauses may know of it. */
  readonly told: Statement;
  readonly place: Place;
  readonly clauses: readonly ReadyClause[];
}

export interface ReadyClause {
  readonly written: AclClause;
  /** Where it may stand. */
  readonly word: AclWord;
  /** Its argument, as written and parsed. */
  readonly whole: Written;
  readonly act:
    | { readonly kind: 'condition'; readonly row: ConditionRow }
    | { readonly kind: 'modifier'; readonly row: ModifierRow }
    /** Looked at when the statement decides. */
    | { readonly kind: 'message' | 'log_message' | 'endpass' };
}

const kept = new WeakMap<Acl, ReadyAcl>();

export function readyAcl(acl: Acl): ReadyAcl {
  const known = kept.get(acl);
  if (known !== undefined) return known;
  const ready: ReadyAcl = {
    statements: acl.statements.map(({ verb, place, clauses }) => ({
      verb: VERBS.get(verb)!,
      told: { verb },
      place,
      clauses: clauses.map(readyClause),
    })),
  };
  kept.set(acl, ready);
  return ready;
}

const readyClause = (written: AclClause): ReadyClause => ({
  written,
  word: ACL_CLAUSES.get(written.name)!,
  whole: { text: written.argument, parsed: parseExpansion(written.argument) },
  act: actOf(written.name),
});

function actOf(name: string): ReadyClause['act'] {
  if (name === 'message' || name === 'log_message' || name === 'endpass') return { kind: name };
  const condition = CONDITIONS.get(name);
  return condition === undefined
    ? { kind: 'modifier', row: MODIFIERS.get(name)! }
    : { kind: 'condition', row: condition };
}
