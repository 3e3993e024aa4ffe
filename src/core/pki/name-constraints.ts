/**
 * Name constraints of an authority (RFC 5280 §4.2.1.10): the subtrees, read as they are. What is within one is decided by
 * kind under constraints/.
 */
import { withinDns } from './constraints/dns.ts';
import { type DerElement, readElement, readElements, TAG } from './der.ts';
import { type GeneralName, readGeneralName } from './general-names.ts';

export interface Subtree {
  readonly base: GeneralName;
  /** minimum or maximum stand there, which they may not. */
  readonly hasDistance: boolean;
}

export interface NameConstraints {
  /** Absent and empty are told apart: an empty list is malformed, and permits nothing to be said. */
  readonly permitted?: readonly Subtree[];
  readonly excluded?: readonly Subtree[];
}

const MAX_SUBTREES = 100_000;
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;

/** Undefined where it cannot be read. */
export function readNameConstraints(value: Uint8Array): NameConstraints | undefined {
  const list = readElement(value);
  const isWhole = list?.tag === TAG.SEQUENCE && list.whole.length === value.length;
  const parts = isWhole ? readElements(list.contents) : undefined;
  if (parts?.every(({ tag }) => tag === PERMITTED || tag === EXCLUDED) !== true || parts.length > 2) return undefined;
  const permitted = readPart(parts, PERMITTED);
  const excluded = readPart(parts, EXCLUDED);
  if (permitted === 'unreadable' || excluded === 'unreadable') return undefined;
  return { ...(permitted !== undefined && { permitted }), ...(excluded !== undefined && { excluded }) };
}

/** Undefined: the DNS name may be issued; else the subtree that forbids it, or an empty text where none permits it. */
export function forbidding({ permitted, excluded }: NameConstraints, name: string): string | undefined {
  const bases = (list: readonly Subtree[] = []): string[] =>
    list.flatMap(({ base }) => (base.kind === 'dns' ? [base.value] : []));
  const hit = bases(excluded).find((base) => withinDns(name, base));
  if (hit !== undefined) return hit;
  const allowed = bases(permitted);
  return allowed.length === 0 || allowed.some((base) => withinDns(name, base)) ? undefined : '';
}

function readPart(parts: readonly DerElement[], tag: number): readonly Subtree[] | undefined | 'unreadable' {
  const part = parts.find((candidate) => candidate.tag === tag);
  if (part === undefined) return undefined;
  const subtrees = readElements(part.contents, MAX_SUBTREES)?.map(readSubtree);
  return subtrees?.every((subtree) => subtree !== undefined) ? subtrees : 'unreadable';
}

/** base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL. */
function readSubtree({ tag, contents }: DerElement): Subtree | undefined {
  const [name, ...distances] = (tag === TAG.SEQUENCE ? readElements(contents) : undefined) ?? [];
  const base = name && readGeneralName(name);
  return base && { base, hasDistance: distances.length > 0 };
}
