/** Are name constraints well written (RFC 5280 §4.2.1.10)? */
import type { Certificate } from '../../certificate.ts';
import { CONSTRAINT_KINDS } from '../../constraints/kinds.ts';
import { showGeneralName } from '../../general-names.ts';
import type { Subtree } from '../../name-constraints.ts';
import { ALWAYS, type CertificateRule, PROFILED } from './types.ts';

export const subtreeRules: readonly CertificateRule[] = [
  { code: 'constraints-profile', in: ALWAYS, judge: noDistances },
  { code: 'constraints-profile', in: PROFILED, judge: subtreesThere },
  { code: 'constraints-profile', in: PROFILED, judge: subtreesWellWritten },
];

/** minimum is 0 and maximum absent in this profile, and nobody says what else they would mean. */
function noDistances({ extensions }: Certificate): string | undefined {
  const { permitted = [], excluded = [] } = extensions.nameConstraints ?? {};
  const subtree = [...permitted, ...excluded].find(({ hasDistance }) => hasDistance);
  return subtree && `its constraint ${showGeneralName(subtree.base)} has a minimum or maximum`;
}

function subtreesThere({ extensions }: Certificate): string | undefined {
  const { nameConstraints: constraints } = extensions;
  if (constraints === undefined) return undefined;
  const { permitted, excluded } = constraints;
  const isEmpty = permitted === undefined && excluded === undefined;
  return isEmpty || permitted?.length === 0 || excluded?.length === 0 ? 'its name constraints are empty' : undefined;
}

function subtreesWellWritten({ extensions }: Certificate): string | undefined {
  const { permitted = [], excluded = [] } = extensions.nameConstraints ?? {};
  for (const subtree of [...permitted, ...excluded]) {
    if (!isWellWritten(subtree)) return `its constraint ${showGeneralName(subtree.base)} is not written as it must be`;
  }
  return undefined;
}

const isWellWritten = ({ base }: Subtree): boolean => CONSTRAINT_KINDS.get(base.kind)?.isSubtree(base) ?? true;
