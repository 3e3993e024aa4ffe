/** Every mechanism by name. To add one: a file, a row here, its reader in grammar/mechanism.ts. */
import type { Step, TermOutcome } from '../evaluation.ts';
import type { Mechanism, MechanismKind } from '../grammar/types.ts';
import { a } from './a.ts';
import { all } from './all.ts';
import { exists } from './exists.ts';
import { include } from './include.ts';
import { ip4, ip6 } from './ip.ts';
import { mx } from './mx.ts';
import { ptr } from './ptr.ts';
import type { CheckDomain, MechanismDef } from './types.ts';

const DEFS: { readonly [K in MechanismKind]: MechanismDef<K> } = { all, include, a, mx, ptr, ip4, ip6, exists };

export const asksDns = (kind: MechanismKind): boolean => DEFS[kind].asksDns;

export function testMechanism(
  mechanism: Mechanism,
  step: Step,
  checkDomain: CheckDomain,
): TermOutcome | Promise<TermOutcome> {
  const def = DEFS[mechanism.kind] as MechanismDef;
  return def.test(mechanism, step, checkDomain);
}
