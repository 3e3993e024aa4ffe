/** Building paths (RFC 4158): branches, cycles, cross-signatures, bounds. */
import {
  ALGORITHMS,
  bc,
  dns,
  EXT,
  ecKeys,
  eku,
  intermediate,
  type Keys,
  leaf,
  nc,
  type Pair,
  root,
  type Spec,
  san,
  USAGE,
} from '../certificates.ts';
import { type ChainCase, type Row, tablesOf } from '../chain-cases.ts';

export const { tables, add } = tablesOf();

export const ROOT = root();
const PAST = new Date('2020-01-01T00:00:00Z');

function chainOf(lengths: readonly (number | undefined)[], spec: Spec = {}): ChainCase {
  const via: Pair[] = [];
  for (const pathLength of lengths)
    via.push(intermediate(via.at(-1) ?? ROOT, { ...(pathLength !== undefined && { pathLength }) }));
  return { leaf: leaf(via.at(-1) ?? ROOT, spec), via, roots: [ROOT] };
}

add('path length', [
  ['0 above the leaf', () => chainOf([0]), 'valid'],
  ['1 above the leaf', () => chainOf([1]), 'valid'],
  ['0 above an authority', () => chainOf([0, 0]), 'path-length'],
  ['it may grow', () => chainOf([1, 2]), 'valid'],
  ['1, 0, 0', () => chainOf([1, 0, 0]), 'path-length'],
  [
    'a leaf that is an authority is no authority below',
    () => {
      const first = intermediate(ROOT, { pathLength: 0 });
      return {
        leaf: intermediate(first, { pathLength: 0, more: [san([dns('example.com')])] }),
        via: [first],
        roots: [ROOT],
      };
    },
    'valid',
  ],
  [
    'self-issued authorities are not counted',
    () => {
      const first = intermediate(ROOT, { subject: 'CN=A', pathLength: 1 });
      const second = intermediate(first, { subject: 'CN=A', pathLength: 1 });
      const third = intermediate(second, { pathLength: 0 });
      return { leaf: leaf(third), via: [first, second, third], roots: [ROOT] };
    },
    'valid',
  ],
  [
    'of the root',
    () => {
      const own = root({ pathLength: 0 });
      const mid = intermediate(own);
      return { leaf: leaf(mid), via: [mid], roots: [own] };
    },
    'path-length',
  ],
]);

add('depth', [
  ['none allowed, none there', () => ({ ...chainOf([]), maxDepth: 0 }), 'valid'],
  ['none allowed, one there', () => ({ ...chainOf([undefined]), maxDepth: 0 }), 'too-deep'],
  ['one allowed, one there', () => ({ ...chainOf([undefined]), maxDepth: 1 }), 'valid'],
  ['one allowed, two there', () => ({ ...chainOf([undefined, undefined]), maxDepth: 1 }), 'too-deep'],
  [
    'self-issued ones are not counted',
    () => {
      const again = intermediate(ROOT, { subject: 'CN=Test Root' });
      return { leaf: leaf(again), via: [again], roots: [ROOT], maxDepth: 0 };
    },
    'valid',
  ],
  ['twenty', () => chainOf(Array(20).fill(undefined)), 'valid'],
  ['forty', () => chainOf(Array(40).fill(undefined)), 'too-deep'],
]);

add('anchors', [
  [
    'an untrusted root',
    () => {
      const other = root({ subject: 'CN=Other' });
      return { ...chainOf([undefined]), roots: [other] };
    },
    'unknown-issuer',
  ],
  ['no root at all', () => ({ ...chainOf([undefined]), roots: [] }), 'unknown-issuer'],
  [
    'an intermediate as the anchor, the root beside it',
    () => {
      const { leaf: end, via = [] } = chainOf([undefined]);
      return { leaf: end, via: [ROOT], roots: via };
    },
    'valid',
  ],
  [
    'the leaf itself',
    () => {
      const end = leaf(ROOT);
      return { leaf: end, roots: [end] };
    },
    'valid',
  ],
  [
    'a self-signed leaf that is trusted',
    () => {
      const own = root({ subject: 'CN=example.com', more: [san([dns('example.com')])] });
      return { leaf: own, roots: [own] };
    },
    'valid',
  ],
  [
    'a self-signed leaf that is not',
    () => ({ leaf: root({ subject: 'CN=x', more: [san([dns('example.com')])] }), roots: [ROOT] }),
    'unknown-issuer',
  ],
  ['a root of the same name and another key', () => ({ leaf: leaf(ROOT), roots: [root()] }), 'bad-signature'],
  ['both', () => ({ leaf: leaf(ROOT), roots: [root(), ROOT] }), 'valid'],
  ['the root twice', () => ({ leaf: leaf(ROOT), via: [ROOT], roots: [ROOT, ROOT] }), 'valid'],
  [
    'names that differ in case and space',
    () => {
      const mid = intermediate(ROOT, { subject: 'O=Example  Inc, CN=Mid' });
      return { leaf: leaf(mid, { issuer: 'O=example inc, CN=MID' }), via: [mid], roots: [ROOT] };
    },
    'valid',
  ],
]);

const keysOf = (...names: readonly string[]): Readonly<Record<string, Keys>> =>
  Object.fromEntries(names.map((one) => [one, ecKeys()]));

export type Edge = readonly [from: string, to: string];

/** Every edge a certificate of `to` by `from`; the trusted node has a root of its own. */
export function graph(
  edges: readonly Edge[],
  trusted: string,
  invalid: readonly Edge[] = [],
  fault: Spec = {},
): ChainCase {
  const nodes = [...new Set([...edges.flat(), trusted])];
  const keys = keysOf(...nodes);
  const roots = new Map(nodes.map((node) => [node, root({ subject: `CN=${node}`, keys: keys[node]! })]));
  const isBad = (edge: Edge): boolean => invalid.some(([from, to]) => from === edge[0] && to === edge[1]);
  const make = (edge: Edge): Pair => {
    const [from, to] = edge;
    const spec = isBad(edge) ? fault : {};
    return to === 'EE'
      ? leaf(roots.get(from)!, { names: [dns('example.com')] })
      : intermediate(roots.get(from)!, { subject: `CN=${to}`, keys: keys[to]!, ...spec });
  };
  const made = edges.map((edge) => ({ edge, pair: make(edge) }));
  return {
    leaf: made.find(({ edge }) => edge[1] === 'EE')!.pair,
    via: made.filter(({ edge }) => edge[1] !== 'EE').map(({ pair }) => pair),
    roots: [roots.get(trusted)!],
  };
}

/** RFC 4158 §2.3, figure 7. */
export const SEVEN: readonly Edge[] = [
  ['B', 'EE'],
  ['C', 'B'],
  ['A', 'B'],
  ['C', 'A'],
  ['A', 'C'],
  ['TA', 'C'],
  ['TA', 'A'],
];

export const both = (a: string, b: string): readonly Edge[] => [
  [a, b],
  [b, a],
];
/** Four authorities that are bridged, each with a mesh of its own (RFC 4158 §2.4). */
export const BRIDGE: readonly Edge[] = [
  ['F', 'H'],
  ...both('F', 'G'),
  ...both('H', 'I'),
  ['G', 'I'],
  ['W', 'F'],
  ['W', 'G'],
  ['N', 'EE'],
  ['L', 'N'],
  ['L', 'M'],
  ['X', 'J'],
  ['X', 'L'],
  ['A', 'B'],
  ['C', 'B'],
  ...both('A', 'C'),
  ['Y', 'A'],
  ['Y', 'C'],
  ...both('W', 'Bridge'),
  ...both('X', 'Bridge'),
  ...both('Y', 'Bridge'),
  ...both('Z', 'Bridge'),
];

export const FAULTS: readonly (readonly [string, Spec])[] = [
  ['expired', { to: PAST }],
  ['constrained to other names', { more: [nc({ permitted: [dns('bad.example.org')] })] }],
  ['for mail', { more: [eku([USAGE.email])] }],
  ['without basic constraints', { without: [EXT.bc] }],
  ['no authority', { extensions: [bc(false)] }],
  ['signed with SHA-1', { algorithm: ALGORITHMS.ecdsaSha1 }],
];

add('cross-signatures', [
  [
    'an expired one beside the root',
    () => {
      const second = root({ subject: 'CN=Second' });
      const cross = intermediate(second, { subject: 'CN=Test Root', keys: ROOT.keys, to: PAST });
      return { leaf: leaf(ROOT), via: [cross], roots: [ROOT, second] };
    },
    'valid',
  ],
  [
    'two authorities that sign each other',
    () => {
      const [a, b] = [root({ subject: 'CN=a' }), root({ subject: 'CN=b' })];
      const ab = intermediate(a, { subject: 'CN=b', keys: b.keys });
      const ba = intermediate(b, { subject: 'CN=a', keys: a.keys });
      return { leaf: leaf(ba), via: [ab, ba], roots: [ROOT], maxDepth: 255 };
    },
    'unknown-issuer',
  ],
  [
    'one authority with two keys that sign each other',
    () => {
      const [a, b] = [root({ subject: 'CN=same' }), root({ subject: 'CN=same' })];
      const ab = intermediate(a, { subject: 'CN=same', keys: b.keys });
      const ba = intermediate(b, { subject: 'CN=same', keys: a.keys });
      return { leaf: leaf(ba), via: [ab, ba], roots: [ROOT] };
    },
    'unknown-issuer',
  ],
  [
    'a ring of three with a way out',
    () => graph([['A1', 'EE'], ['A', 'A1'], ...both('A', 'B'), ...both('B', 'C'), ...both('C', 'A')], 'A'),
    'valid',
  ],
] satisfies readonly Row[]);
