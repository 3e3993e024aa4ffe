/** Name constraints of an authority over a certificate below it (RFC 5280 §6.1.3 (b), (c)). */
import { type Certificate, isSelfIssued } from '../../certificate.ts';
import { CONSTRAINT_KINDS, type ConstraintKind } from '../../constraints/kinds.ts';
import { type GeneralName, type GeneralNameKind, showGeneralName } from '../../general-names.ts';
import type { NameConstraints, Subtree } from '../../name-constraints.ts';
import { emailAddresses } from '../../rdn.ts';
import { Budget } from '../budget.ts';
import type { Fault } from '../types.ts';

/** Of a whole path, leaf first: over every certificate below, self-issued authorities left out (§6.1.4 (g)). */
export function judgePathNames(path: readonly Certificate[]): Fault | undefined {
  const budget = new Budget();
  for (const [depth, authority] of path.entries()) {
    for (const [i, below] of path.slice(0, depth).entries()) {
      const fault = i > 0 && isSelfIssued(below) ? undefined : judgeNames(authority, below, budget);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Undefined: every name of the certificate may be issued by the authority. */
export function judgeNames(authority: Certificate, below: Certificate, budget: Budget): Fault | undefined {
  const constraints = authority.extensions.nameConstraints;
  if (constraints === undefined) return undefined;
  for (const [kind, names] of byKind(namesOf(below))) {
    const permitted = subtreesOf(kind, constraints.permitted);
    const excluded = subtreesOf(kind, constraints.excluded);
    if (permitted.length + excluded.length === 0) continue;
    const row = CONSTRAINT_KINDS.get(kind);
    if (row === undefined) return unsupported(authority, below, names[0]!);
    if (!budget.compare((permitted.length + excluded.length) * weigh(names, row))) return tooMany(authority);
    const forbidden = names.find((name) => isForbidden(name, row, permitted, excluded));
    if (forbidden !== undefined) return refused(authority, below, forbidden);
  }
  return undefined;
}

/** Alternative names, the subject itself, and the mail addresses in it where there are no alternative names. */
function namesOf({ extensions, subject }: Certificate): readonly GeneralName[] {
  const names = [...extensions.alternativeNames];
  if (subject.length > 2) names.push({ kind: 'directory', name: subject, text: '', contents: subject });
  if (extensions.hasAlternativeNames) return names;
  const addresses = emailAddresses(subject).map((value) => ({ kind: 'email', value, contents: subject }) as const);
  return [...names, ...addresses];
}

function byKind(names: readonly GeneralName[]): ReadonlyMap<GeneralNameKind, readonly GeneralName[]> {
  const kinds = new Map<GeneralNameKind, GeneralName[]>();
  for (const name of names) {
    const alike = kinds.get(name.kind);
    if (alike === undefined) kinds.set(name.kind, [name]);
    else alike.push(name);
  }
  return kinds;
}

const subtreesOf = (kind: GeneralNameKind, subtrees: NameConstraints['permitted'] = []): readonly Subtree[] =>
  subtrees.filter(({ base }) => base.kind === kind);

const weigh = (names: readonly GeneralName[], { weight }: ConstraintKind): number =>
  weight === undefined ? names.length : names.reduce((sum, name) => sum + weight(name), 0);

function isForbidden(
  name: GeneralName,
  row: ConstraintKind,
  permitted: readonly Subtree[],
  excluded: readonly Subtree[],
): boolean {
  if (row.isOutside?.(name) === true || excluded.some(({ base }) => row.excludes(name, base))) return true;
  return permitted.length > 0 && !permitted.some(({ base }) => row.permits(name, base));
}

function refused(authority: Certificate, below: Certificate, name: GeneralName): Fault {
  const shown = name.kind === 'directory' && name.text === '' ? below.subjectText : showGeneralName(name);
  return {
    code: 'name-constraints',
    detail: `${authority.subjectText} may not issue for ${shown}, which ${below.subjectText} names`,
  };
}

function unsupported(authority: Certificate, below: Certificate, name: GeneralName): Fault {
  const detail = `${authority.subjectText} constrains names like ${showGeneralName(name)} of ${below.subjectText}, and nobody can compare them`;
  return { code: 'unsupported-constraint', detail };
}

function tooMany({ subjectText }: Certificate): Fault {
  return { code: 'work-limit', detail: `the name constraints of ${subjectText} ask for too many comparisons` };
}
