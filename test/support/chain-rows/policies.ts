/** Certificate policies along a path (RFC 5280 §6.1.2–6.1.5, RFC 9618 §5). */
import {
  type Extension,
  inhibitAny,
  intermediate,
  leaf,
  mappings,
  type Pair,
  policies,
  policyConstraints,
  root,
} from '../certificates.ts';
import { type ChainCase, tablesOf } from '../chain-cases.ts';

export const { tables, add } = tablesOf();

const ROOT = root();
const ANY = '2.5.29.32.0';
const [P1, P2, P3] = ['1.2.3.1', '1.2.3.2', '1.2.3.3'] as const;
const explicit = policyConstraints(0);

/** Extensions of each authority from the top down, then of the leaf. */
export function path(
  authorities: readonly (readonly Extension[])[],
  ofLeaf: readonly Extension[],
  more: Partial<ChainCase> = {},
): ChainCase {
  const via: Pair[] = [];
  for (const extensions of authorities) via.push(intermediate(via.at(-1) ?? ROOT, { more: extensions }));
  return { leaf: leaf(via.at(-1) ?? ROOT, { more: ofLeaf }), via, roots: [ROOT], ...more };
}
export const p = (...oids: readonly string[]): Extension => policies(...oids);

add('explicit policies', [
  ['none asked for, none there', () => path([[]], []), 'valid'],
  ['asked for, none there', () => path([[explicit]], []), 'policy-required'],
  ['asked for, the same all the way', () => path([[explicit, p(P1)]], [p(P1)]), 'valid'],
  ['asked for, different ones', () => path([[explicit, p(P1)]], [p(P2)]), 'policy-required'],
  ['asked for, one in common', () => path([[explicit, p(P1, P2)]], [p(P2, P3)]), 'valid'],
  ['asked for, the leaf has none', () => path([[explicit, p(P1)]], []), 'policy-required'],
  ['asked for after two, the chain is shorter', () => path([[policyConstraints(2)]], []), 'valid'],
  ['asked for after one, the chain is longer', () => path([[policyConstraints(1)], []], []), 'policy-required'],
  ['asked for in the leaf itself', () => path([[]], [policyConstraints(0)]), 'policy-required'],
  ['asked for in the middle', () => path([[p(P1)], [explicit, p(P1)]], [p(P1)]), 'valid'],
  ['the one above names none', () => path([[], [explicit, p(P1)]], [p(P1)]), 'policy-required'],
]);

add('any policy', [
  ['in an authority', () => path([[explicit, p(ANY)]], [p(P1)]), 'valid'],
  ['in the leaf', () => path([[explicit, p(P1)]], [p(ANY)]), 'valid'],
  ['all the way', () => path([[explicit, p(ANY)]], [p(ANY)]), 'valid'],
  ['inhibited below', () => path([[explicit, p(P1), inhibitAny(0)]], [p(ANY)]), 'policy-required'],
  ['inhibited after one', () => path([[explicit, p(P1), inhibitAny(1)]], [p(ANY)]), 'valid'],
  [
    'inhibited after one, two below',
    () => path([[explicit, p(P1), inhibitAny(1)], [p(P1)]], [p(ANY)]),
    'policy-required',
  ],
]);

add('mappings', [
  ['mapped', () => path([[explicit, p(P1), mappings([P1, P2])]], [p(P2)]), 'valid'],
  ['mapped, the leaf has the old one', () => path([[explicit, p(P1), mappings([P1, P2])]], [p(P1)]), 'policy-required'],
  ['to two', () => path([[explicit, p(P1), mappings([P1, P2], [P1, P3])]], [p(P3)]), 'valid'],
  ['of any policy', () => path([[explicit, p(ANY), mappings([P1, P2])]], [p(P2)]), 'valid'],
  ['from anyPolicy', () => path([[explicit, p(P1), mappings([ANY, P2])]], [p(P2)]), 'policy-required'],
  ['to anyPolicy', () => path([[explicit, p(P1), mappings([P1, ANY])]], [p(P1)]), 'policy-required'],
  [
    'inhibited',
    () => path([[explicit, policyConstraints(0, 0), p(P1)].slice(1), [p(P1), mappings([P1, P2])]], [p(P2)]),
    'policy-required',
  ],
]);

add('policies of the asker', [
  ['the one there', () => path([[explicit, p(P1)]], [p(P1)], { policies: [P1] }), 'valid'],
  ['another', () => path([[explicit, p(P1)]], [p(P1)], { policies: [P2] }), 'policy-required'],
  ['another, and none is required', () => path([[p(P1)]], [p(P1)], { policies: [P2] }), 'valid'],
  [
    'in the words of the top',
    () => path([[explicit, p(P1), mappings([P1, P2])]], [p(P2)], { policies: [P1] }),
    'valid',
  ],
  [
    'in the words of the leaf',
    () => path([[explicit, p(P1), mappings([P1, P2])]], [p(P2)], { policies: [P2] }),
    'policy-required',
  ],
  ['below any policy', () => path([[explicit, p(ANY)]], [p(P1)], { policies: [P1] }), 'valid'],
]);
