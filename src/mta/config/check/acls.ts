/** ACLs as the options name them: is what they say allowed there? */
import { ACL_CLAUSES, ACL_CONTROLS, ACL_PHASES, type AclPhase, VERBS } from '../acl/index.ts';
import { meaning, type Problems, quoted } from '../problems.ts';
import type { Acl, AclClause, Configuration, Place } from '../types.ts';

export function checkAcls(configuration: Configuration, problems: Problems): void {
  checkControlNames(configuration, problems);
  const told = new Set<AclClause>();
  for (const phase of Object.keys(ACL_PHASES) as AclPhase[]) {
    const setting = configuration.main.get(ACL_PHASES[phase].option);
    if (setting === undefined) continue;
    const name = String(setting.value);
    for (const acl of reached(name, setting.place, configuration, problems)) checkPlaces(acl, phase, told, problems);
  }
}

function clausesOf({ statements }: Acl): readonly AclClause[] {
  return statements.flatMap(({ clauses }) => clauses);
}

function checkControlNames({ acls }: Configuration, problems: Problems): void {
  for (const { name: acl, ...rest } of acls.values())
    for (const { argument, name, place } of clausesOf({ name: acl, ...rest })) {
      const control = controlOf(name, argument);
      if (control === undefined || ACL_CONTROLS.has(control)) continue;
      const near = meaning(control, [...ACL_CONTROLS.keys()]);
      problems.error('acl', place, `ACL ${acl}: unknown control ${quoted(control)}`, { subject: acl, ...near });
    }
}

/** Undefined where it is known only when it is expanded. */
function controlOf(name: string, argument: string): string | undefined {
  if (name !== 'control' || argument.includes('$')) return undefined;
  return argument.split('/')[0]!.trim();
}

/** The ACL of that name and those it calls by name. */
function reached(name: string, place: Place, { acls }: Configuration, problems: Problems): readonly Acl[] {
  const found = new Set<Acl>();
  const visit = (called: string, from: Place): void => {
    const acl = acls.get(called);
    if (acl === undefined) checkName(called, from, [...acls.keys()], problems);
    if (acl === undefined || found.has(acl)) return;
    found.add(acl);
    for (const clause of clausesOf(acl))
      if (clause.name === 'acl') visit(clause.argument.split(/[ \t]/)[0]!, clause.place);
  };
  visit(name, place);
  return [...found];
}

/** Not an ACL's: a file, an ACL in the string itself, or what an expansion comes to. */
function checkName(name: string, place: Place, known: readonly string[], problems: Problems): void {
  if (name === '' || /[\s$/\\]/.test(name) || VERBS.includes(name)) return;
  problems.error('reference', place, `there is no ACL called ${quoted(name)}`, {
    subject: name,
    ...meaning(name, known),
  });
}

function checkPlaces(acl: Acl, phase: AclPhase, told: Set<AclClause>, problems: Problems): void {
  const { place: where } = ACL_PHASES[phase];
  for (const clause of clausesOf(acl)) {
    const row = ACL_CLAUSES.get(clause.name);
    if (row === undefined || told.has(clause)) continue;
    const control = controlOf(clause.name, clause.argument);
    const only = control === undefined ? row.only : ACL_CONTROLS.get(control)?.only;
    if (only === undefined || only.includes(phase)) continue;
    told.add(clause);
    const what = control === undefined ? `${clause.name} ${row.kind}` : `control=${control}`;
    const verb = row.kind === 'condition' ? 'test' : 'use';
    problems.error('acl', clause.place, `ACL ${acl.name}: cannot ${verb} ${what} in ${where} ACL`, {
      subject: acl.name,
    });
  }
}
