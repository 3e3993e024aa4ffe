/**
 * The author domain: what stands behind the @ in the From field (RFC 9989 §5.3.1, RFC 7489 §6.6.1).
 *
 * The whole syntax of RFC 5322 §3.4 is read: names in quotes, comments, groups, lists. A lone domain is taken as it is.
 */
import { type Name, parseName } from '../dns/index.ts';

export interface Authors {
  /** In A-labels, each once, in order. */
  readonly domains: readonly Name[];
  /** Addresses without a domain that could be looked up, as written. */
  readonly unreadable: readonly string[];
}

/** Longest field looked at; RFC 5322 §2.1.1 has lines of 998. */
export const MAX_FROM = 65_536;
/** Addresses looked at. */
const MAX_AUTHORS = 64;

export function readAuthors(from: string): Authors {
  const domains = new Set<Name>();
  const unreadable: string[] = [];
  for (const address of addressesIn(from.slice(0, MAX_FROM)).slice(0, MAX_AUTHORS)) {
    const domain = domainOf(address);
    if (domain === undefined) unreadable.push(address);
    else domains.add(domain);
  }
  return { domains: [...domains], unreadable };
}

/** The domain of an address or of a lone domain; undefined for an address literal and for what is no name. */
export function domainOf(address: string): Name | undefined {
  const text = address.slice(address.lastIndexOf('@') + 1).trim();
  const parsed = /[[\]:\s]/.test(text) ? undefined : parseName(text);
  return parsed?.ok && parsed.value !== '' ? parsed.value : undefined;
}

/** Addresses with names, comments and brackets taken away. */
function addressesIn(from: string): readonly string[] {
  const addresses: string[] = [];
  let bare = '';
  let angle: string | undefined;
  const end = (): void => {
    const address = (angle ?? bare).trim();
    if (address !== '') addresses.push(address);
    bare = '';
    angle = undefined;
  };
  for (const [token] of withoutComments(from).matchAll(TOKENS)) {
    if (token === ',' || token === ';') end();
    else if (token === ':')
      bare = ''; // the name of a group
    else if (token.startsWith('<'))
      angle = token
        .slice(1)
        .replace(/>$/, '')
        .replace(/^@[^:]*:/, '');
    else bare += token;
  }
  end();
  return addresses;
}

/** Quoted strings, address literals and angle brackets whole, then single marks, then runs of the rest. */
const TOKENS = /"(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|<(?:"(?:[^"\\]|\\.)*"?|[^>"])*>?|[,;:]|[^",;:<[]+/gs;

/** Comments nest (RFC 5322 §3.2.2), and do not begin inside quotes. */
function withoutComments(text: string): string {
  let depth = 0;
  let isQuoted = false;
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (char === '\\') {
      if (depth === 0) out += text.slice(i, i + 2);
      i += 1;
    } else if (char === '"' && depth === 0) {
      isQuoted = !isQuoted;
      out += char;
    } else if (char === '(' && !isQuoted) depth += 1;
    else if (char === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out += char;
  }
  return out;
}
