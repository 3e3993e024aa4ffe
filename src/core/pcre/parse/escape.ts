/** What stands behind a backslash and is one octet, or a set of them. */
import { octetSet, opposite } from '../octets.ts';
import type { OctetSet } from '../syntax.ts';
import { charAt, refuse, type State, taken } from './state.ts';

const NAMED: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const HEX_BRACED = /x\{([0-9A-Fa-f]*)(\}?)/y;
const HEX = /x([0-9A-Fa-f]{0,2})/y;
const OCTAL_BRACED = /o\{([0-7]*)(\}?)/y;
const OCTAL = /0[0-7]{0,2}|[1-7][0-7]{0,2}/y;

/** The cursor stands behind the backslash, at something that is neither a set, an assertion nor a reference. */
export function readEscapedOctet(state: State): number {
  const letter = charAt(state);
  const named = NAMED[letter];
  if (named !== undefined) {
    state.at += 1;
    return named;
  }
  if (letter === 'c') return readControl(state);
  if (letter === 'x') return readHex(state);
  if (letter === 'o') return readBracedOctal(state);
  const octal = taken(state, OCTAL);
  if (octal !== undefined) return octet(Number.parseInt(octal[0], 8), state);
  if ('FLlUu'.includes(letter) || letter === 'N') {
    refuse('PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u', state.at + 1);
  }
  if (/[A-Za-z0-9]/.test(letter)) refuse('unrecognized character follows \\', state.at);
  state.at += 1;
  return letter.charCodeAt(0);
}

/** `\cx`: Control and x. */
function readControl(state: State): number {
  const letter = state.pattern[state.at + 1];
  if (letter === undefined) refuse('\\c at end of pattern', state.at + 1);
  state.at += 2;
  return letter!.toUpperCase().charCodeAt(0) ^ 64;
}

function readHex(state: State): number {
  const braced = taken(state, HEX_BRACED);
  if (braced === undefined) return Number.parseInt(taken(state, HEX)![1] || '0', 16);
  if (braced[2] === '' || braced[1] === '') {
    refuse('non-hex character in \\x{} (closing brace missing?)', state.at - braced[2]!.length);
  }
  return octet(Number.parseInt(braced[1]!, 16), state);
}

function readBracedOctal(state: State): number {
  const braced = taken(state, OCTAL_BRACED);
  if (braced === undefined || braced[2] === '' || braced[1] === '') {
    refuse('non-octal character in \\o{} (closing brace missing?)', state.at);
  }
  return octet(Number.parseInt(braced![1]!, 8), state);
}

function octet(value: number, { at }: State): number {
  if (value > 255) refuse('character code point value in \\x{} or \\o{} is too large', at - 1);
  return value;
}

const PROPERTY = /[pP](?:\{(\^?)([^}]*)\}|([A-Za-z]))/y;

/** `\p{…}`: octets are taken for the characters of Latin-1 (pcre2unicode). */
export function readProperty(state: State): OctetSet {
  const isOpposite = charAt(state) === 'P';
  const found = taken(state, PROPERTY);
  if (found === undefined) refuse('malformed \\P or \\p sequence', state.at + 1);
  const [, hat, braced, single] = found!;
  const property = propertyPattern(braced ?? single!, state.at);
  const octets = octetSet((code) => property.test(String.fromCharCode(code)));
  return isOpposite !== (hat === '^') ? opposite(octets) : octets;
}

/** PCRE names general categories and scripts alike; the platform wants scripts told apart. */
function propertyPattern(name: string, at: number): RegExp {
  if (name === 'Any') return /[\s\S]/;
  if (name === 'L&') return /\p{Lu}|\p{Ll}|\p{Lt}/u;
  for (const source of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    try {
      return new RegExp(source, 'u');
    } catch {
      // Not a property of this kind: the next, or none.
    }
  }
  return refuse('unknown property after \\P or \\p', at);
}
