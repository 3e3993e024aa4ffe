/**
 * Name constraints of an authority (RFC 5280 §4.2.1.10), for DNS names alone: mail hosts have no others. Subtrees of other
 * forms are passed over, except that whoever asks can see that there were some.
 */
import { readElement, readElements, TAG } from './der.ts';

export interface NameConstraints {
  /** Suffixes, lower case, as written; absent where DNS names are not limited to any. */
  readonly permittedDns?: readonly string[];
  readonly excludedDns: readonly string[];
}

const MAX_SUBTREES = 10_000;
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const DNS_NAME = 0x82;

/** Undefined where it cannot be read. */
export function readNameConstraints(value: Uint8Array): NameConstraints | undefined {
  const list = readElement(value);
  const parts = list?.tag === TAG.SEQUENCE ? readElements(list.contents) : undefined;
  if (parts === undefined) return undefined;
  const [permitted, excluded] = [PERMITTED, EXCLUDED].map((tag) => {
    const part = parts.find((candidate) => candidate.tag === tag);
    return part === undefined ? [] : dnsSubtrees(part.contents);
  });
  if (permitted === undefined || excluded === undefined) return undefined;
  return { ...(permitted.length > 0 && { permittedDns: permitted }), excludedDns: excluded };
}

/** Undefined: the name may be issued; else the subtree that forbids it, or an empty text where none permits it. */
export function forbidding({ permittedDns, excludedDns }: NameConstraints, name: string): string | undefined {
  const excluded = excludedDns.find((subtree) => isWithin(name, subtree));
  if (excluded !== undefined) return excluded;
  return permittedDns === undefined || permittedDns.some((subtree) => isWithin(name, subtree)) ? undefined : '';
}

function dnsSubtrees(contents: Uint8Array): string[] | undefined {
  const subtrees = readElements(contents, MAX_SUBTREES);
  return subtrees?.flatMap((subtree) => {
    const base = readElement(subtree.contents);
    return base?.tag === DNS_NAME ? [Buffer.from(base.contents).toString('latin1').toLowerCase()] : [];
  });
}

/** Any labels added on the left are within; a leading dot, which some authorities write, asks for one at least. */
function isWithin(presented: string, subtree: string): boolean {
  const name = presented.toLowerCase();
  if (subtree === '' || name === subtree) return true;
  return name.endsWith(subtree.startsWith('.') ? subtree : `.${subtree}`);
}
