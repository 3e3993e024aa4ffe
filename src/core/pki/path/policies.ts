/**
 * Certificate policies along a path (RFC 5280 §6.1, as RFC 9618 §5 mends it): a graph level by level instead of a tree, so
 * that the work is bounded by the policies there are.
 *
 * A level holds each policy once. What of a level leads nowhere need not be cut off, since only the last level decides.
 */
import { type Certificate, isSelfIssued } from '../certificate.ts';
import type { PolicyMapping } from '../extensions/types.ts';

interface Node {
  /** Policies of the next certificate that continue this one. */
  readonly expected: ReadonlySet<string>;
  /** In the words of the relying party: the policies it came from. */
  readonly origins: ReadonlySet<string>;
}

/** anyPolicy is a key like the others; an empty level is the null graph. */
type Level = ReadonlyMap<string, Node>;

interface State {
  readonly level: Level;
  readonly explicit: number;
  readonly mapping: number;
  readonly any: number;
}

const ANY = '2.5.29.32.0';

/**
 * @param path      leaf first, the anchor last; the anchor's own policies are not looked at
 * @param accepted  policies of the relying party; undefined: any
 * @returns undefined: fine; else which certificate stands where nothing is left
 */
export function judgePolicies(path: readonly Certificate[], accepted?: readonly string[]): Certificate | undefined {
  const below = path.slice(0, -1).toReversed();
  const n = below.length;
  let state: State = { level: start(), explicit: n + 1, mapping: n + 1, any: n + 1 };
  for (const [i, certificate] of below.entries()) {
    const isLast = i === n - 1;
    state = { ...state, level: nextLevel(state, certificate, isLast) };
    if (state.explicit === 0 && state.level.size === 0) return certificate; // §6.1.3 (f)
    const prepared = isLast ? wrapUp(state, certificate) : prepare(state, certificate);
    if (prepared === undefined) return certificate;
    state = prepared;
  }
  return state.explicit === 0 && !meets(state.level, accepted) ? below.at(-1) : undefined; // §6.1.5 (g)
}

const start = (): Level => new Map([[ANY, { expected: new Set([ANY]), origins: new Set([ANY]) }]]);

/** §6.1.3 (d), (e). */
function nextLevel({ level, any }: State, certificate: Certificate, isLast: boolean): Level {
  const { policies } = certificate.extensions;
  if (policies === undefined || level.size === 0) return new Map();
  const parents = continuations(level);
  const next = new Map<string, Node>();
  for (const policy of policies) {
    const origins =
      policy === ANY ? undefined : (parents.get(policy) ?? (level.has(ANY) ? new Set([policy]) : undefined));
    if (origins !== undefined) next.set(policy, { expected: new Set([policy]), origins });
  }
  const takesAny = policies.includes(ANY) && (any > 0 || (!isLast && isSelfIssued(certificate)));
  if (!takesAny) return next;
  for (const [policy, origins] of parents) {
    if (!next.has(policy)) next.set(policy, { expected: new Set([policy]), origins });
  }
  return next;
}

/** Which policies continue the level, and whence they come. */
function continuations(level: Level): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { expected, origins } of level.values()) {
    for (const policy of expected) {
      const known = found.get(policy);
      if (known === undefined) found.set(policy, new Set(origins));
      else for (const origin of origins) known.add(origin);
    }
  }
  return found;
}

/** §6.1.4 (a), (b), (h)–(j); undefined: anyPolicy is mapped. */
function prepare(state: State, certificate: Certificate): State | undefined {
  const { policyMappings = [], policyConstraints, inhibitAnyPolicy } = certificate.extensions;
  if (policyMappings.some(({ issuerDomain, subjectDomain }) => issuerDomain === ANY || subjectDomain === ANY))
    return undefined;
  const level = state.mapping > 0 ? mapped(state.level, policyMappings) : withoutMapped(state.level, policyMappings);
  const step = isSelfIssued(certificate) ? 0 : 1;
  return {
    level,
    explicit: Math.min(less(state.explicit, step), policyConstraints?.requireExplicit ?? Number.POSITIVE_INFINITY),
    mapping: Math.min(less(state.mapping, step), policyConstraints?.inhibitMapping ?? Number.POSITIVE_INFINITY),
    any: Math.min(less(state.any, step), inhibitAnyPolicy ?? Number.POSITIVE_INFINITY),
  };
}

function mapped(level: Level, mappings: readonly PolicyMapping[]): Level {
  const targets = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings) {
    const known = targets.get(issuerDomain);
    if (known === undefined) targets.set(issuerDomain, new Set([subjectDomain]));
    else known.add(subjectDomain);
  }
  const next = new Map(level);
  for (const [policy, expected] of targets) {
    const node = level.get(policy);
    if (node !== undefined) next.set(policy, { ...node, expected });
    else if (level.has(ANY)) next.set(policy, { expected, origins: new Set([policy]) });
  }
  return next;
}

function withoutMapped(level: Level, mappings: readonly PolicyMapping[]): Level {
  const gone = new Set(mappings.map(({ issuerDomain }) => issuerDomain));
  return new Map([...level].filter(([policy]) => !gone.has(policy)));
}

/** §6.1.5 (a), (b). */
function wrapUp(state: State, { extensions }: Certificate): State {
  const explicit = extensions.policyConstraints?.requireExplicit === 0 ? 0 : less(state.explicit, 1);
  return { ...state, explicit };
}

const less = (count: number, by: number): number => Math.max(0, count - by);

function meets(level: Level, accepted: readonly string[] | undefined): boolean {
  if (accepted === undefined || accepted.includes(ANY)) return level.size > 0;
  if (level.has(ANY) && accepted.length > 0) return true;
  return [...level.values()].some(({ origins }) => origins.has(ANY) || accepted.some((policy) => origins.has(policy)));
}
