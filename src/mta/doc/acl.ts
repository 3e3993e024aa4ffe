/** Words of ACLs, out of their rows. */
import { ACL_CLAUSES, ACL_CONTROLS, ACL_PHASES, ACL_VERBS, type AclWord } from '../config/index.ts';
import type { Word, WordKind } from './types.ts';

export const aclWords = (): readonly Word[] => [
  ...ACL_VERBS.map((row) => ofWord('ACL verb', row)),
  ...[...ACL_CLAUSES.values()].map((row) => ({
    ...ofWord(row.kind === 'condition' ? 'ACL condition' : 'ACL modifier', row),
    expanded: row.expanded,
  })),
  ...[...ACL_CONTROLS.values()].map((row) => ofWord('ACL control', row)),
];

const ofWord = (kind: WordKind, { name, doc, status, only }: AclWord): Word => ({
  ...{ name, kind, scope: 'acl', doc, status },
  ...(only !== undefined && { where: only.map((phase) => ACL_PHASES[phase].option) }),
});
