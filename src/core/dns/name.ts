/**
 * Domain names as text: reading what people write, and the family relations between names.
 *
 * A `Name` is lower case, without a trailing dot, '' for the root; see types.ts. Inside a label a dot and a backslash
 * are `\.` and `\\`, every octet outside printable ASCII is `\DDD`. The wire form is in name-wire.ts.
 */
import { domainToASCII } from 'node:url';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { Name } from './types.ts';

export type NameError = Failure<'dns/name'>;

/** RFC 1035 §2.3.4. */
export const MAX_LABEL_OCTETS = 63;
/** RFC 1035 §2.3.4: length octets and the root's included. */
export const MAX_NAME_OCTETS = 255;
/** Longest text worth looking at: 255 octets all written as `\DDD`. */
const MAX_NAME_TEXT = 1020;

const BACKSLASH = 0x5c;
const DOT = 0x2e;

/**
 * Read a name as people and zone files write it: `Example.ORG.`, `_25._tcp.mx`, `bücher.example`, `a\.b.example`.
 *
 * Relative names are taken as absolute. Labels with characters beyond ASCII become A-labels (UTS 46, non-transitional,
 * as RFC 5891 §5 needs); `\DDD` and `\X` are octets (RFC 1035 §5.1). `.` is the root; the empty text is an error.
 */
export function parseName(text: string): Result<Name, NameError> {
  if (isPlainName(text)) return ok(text);
  if (text === '.') return ok('');
  if (text === '') return nameError(text, 'it is empty', 'write a name such as example.org, or "." for the root');
  if (text.length > MAX_NAME_TEXT) return nameError(text, `it is longer than ${MAX_NAME_TEXT} characters`);
  const labels: string[] = [];
  for (const part of splitLabels(withoutFinalDot(text))) {
    const read = readLabel(text, part);
    if (!read.ok) return read;
    labels.push(...read.value);
  }
  return fromRawLabels(labels, text);
}

/** A name out of raw labels, each a string of octets (code units 0–255): limits checked, folded, escaped. */
export function fromRawLabels(labels: readonly string[], shown = labels.join('.')): Result<Name, NameError> {
  let octets = 1;
  for (const label of labels) {
    if (label === '') return nameError(shown, 'it has an empty label', 'remove the doubled or leading dot');
    if (label.length > MAX_LABEL_OCTETS) {
      return nameError(shown, `a label is ${label.length} octets long`, `labels have at most ${MAX_LABEL_OCTETS}`);
    }
    octets += label.length + 1;
  }
  if (octets > MAX_NAME_OCTETS) {
    return nameError(shown, `it takes ${octets} octets`, `names have at most ${MAX_NAME_OCTETS}`);
  }
  return ok(labels.map(escapeLabel).join('.'));
}

/**
 * Absolute, as in zone files: `example.org.`, `.` for the root. What would end a word, start a comment or stand for the
 * origin there is escaped (RFC 1035 §5.1); inside a Name it is bare.
 */
export function formatName(name: Name): string {
  return `${name.replace(/["();@$]/g, '\\$&')}.`;
}

/** Labels from left to right, still escaped; the root has none. */
export function labelsOf(name: Name): readonly string[] {
  return name === '' ? [] : splitLabels(name);
}

/** Number of labels; the root has none. A leading `*` counts (for RRSIG labels it does not: RFC 4034 §3.1.3). */
export function labelCount(name: Name): number {
  if (name === '') return 0;
  let count = 1;
  for (let at = nextDot(name, 0); at >= 0; at = nextDot(name, at + 1)) count += 1;
  return count;
}

/** The name without its first label; undefined for the root, which has no parent. */
export function parentOf(name: Name): Name | undefined {
  if (name === '') return undefined;
  const dot = nextDot(name, 0);
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** The rightmost `count` labels: `ancestorOf('a.b.c', 2)` is `b.c`. The name itself when it has no more. */
export function ancestorOf(name: Name, count: number): Name {
  if (count === 0) return '';
  let rest = name;
  for (let surplus = labelCount(name) - count; surplus > 0; surplus -= 1) rest = parentOf(rest) ?? '';
  return rest;
}

/** Is `name` at or below `ancestor`? */
export function isSubdomain(name: Name, ancestor: Name): boolean {
  if (ancestor === '') return true;
  if (name.length === ancestor.length) return name === ancestor;
  const cut = name.length - ancestor.length - 1;
  return cut >= 0 && name.charCodeAt(cut) === DOT && name.endsWith(ancestor) && !isEscaped(name, cut);
}

/** `child` in front of `parent`; neither is checked for length, so use it for names known to exist. */
export function joinName(child: Name, parent: Name): Name {
  if (child === '') return parent;
  return parent === '' ? child : `${child}.${parent}`;
}

export function isWildcard(name: Name): boolean {
  return name === '*' || name.startsWith('*.');
}

/** `*.parent`, the source of synthesis below a closest encloser (RFC 4592 §3.3.1). */
export function wildcardAt(encloser: Name): Name {
  return joinName('*', encloser);
}

/** The longest ancestor both names share. */
export function commonAncestor(a: Name, b: Name): Name {
  let name: Name = a;
  while (!isSubdomain(b, name)) name = parentOf(name) ?? '';
  return name;
}

/** Canonical order: negative, 0 or positive. Labels are compared from the right, as octets (RFC 4034 §6.1). */
export function compareNames(a: Name, b: Name): number {
  if (a === b) return 0;
  const left = rawLabels(a);
  const right = rawLabels(b);
  for (let i = 1; i <= left.length && i <= right.length; i += 1) {
    const x = left[left.length - i]!;
    const y = right[right.length - i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/** Labels as strings of octets (code units 0–255), escapes undone. */
export function rawLabels(name: Name): readonly string[] {
  const labels = labelsOf(name);
  return name.includes('\\') ? labels.map(unescapeLabel) : labels;
}

/** Lower case and escaped as a `Name` needs it (RFC 4343 §2.1, §3). */
export function escapeLabel(raw: string): string {
  const folded = raw.replace(/[A-Z]+/g, (run) => run.toLowerCase());
  return folded.replace(/[^\x21-\x7e]|[.\\]/g, (octet) =>
    octet === '.' || octet === '\\' ? `\\${octet}` : `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`,
  );
}

/** Lower-case letters, digits, `-`, `_`, `*` within the limits: already a Name. Most names are. */
function isPlainName(text: string): boolean {
  return text.length < 250 && /^[a-z0-9_*-]{1,63}(?:\.[a-z0-9_*-]{1,63})*$/.test(text);
}

function withoutFinalDot(text: string): string {
  return text.endsWith('.') && !isEscaped(text, text.length - 1) ? text.slice(0, -1) : text;
}

/** Is the character at `at` behind an odd number of backslashes? */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

/** The next dot that separates labels, or −1. */
function nextDot(text: string, from: number): number {
  let dot = text.indexOf('.', from);
  while (dot > 0 && isEscaped(text, dot)) dot = text.indexOf('.', dot + 1);
  return dot;
}

function splitLabels(text: string): string[] {
  if (!text.includes('\\')) return text.split('.');
  const labels: string[] = [];
  let start = 0;
  for (let dot = nextDot(text, 0); dot >= 0; dot = nextDot(text, start)) {
    labels.push(text.slice(start, dot));
    start = dot + 1;
  }
  labels.push(text.slice(start));
  return labels;
}

/** One written label as raw octets; several where a Unicode full stop was hidden in it (UTS 46 §2.3). */
function readLabel(whole: string, part: string): Result<readonly string[], NameError> {
  if (/[^\x00-\x7f]/.test(part)) return toALabels(whole, part);
  if (!/^(?:[^\\]|\\(?:\D|[01]\d\d|2[0-4]\d|25[0-5]))*$/s.test(part)) {
    return nameError(whole, 'a backslash is not followed by a character or three digits up to 255');
  }
  if (/[\x00-\x20\x7f]/.test(part)) {
    return nameError(whole, 'it contains a space or control character', 'write such octets as \\DDD');
  }
  return ok([unescapeLabel(part)]);
}

/** The trailing label keeps the host parser from taking digits for an IPv4 address. */
function toALabels(whole: string, part: string): Result<readonly string[], NameError> {
  const ascii = part.includes('\\') ? '' : domainToASCII(`${part}.invalid`);
  if (!ascii.endsWith('.invalid')) {
    return nameError(
      whole,
      `"${part}" is not a valid internationalized label (RFC 5891)`,
      'check it, or write its xn-- form',
    );
  }
  return ok(ascii.slice(0, -'.invalid'.length).split('.'));
}

function unescapeLabel(label: string): string {
  return label.replace(/\\(?:(\d{3})|(.))/gs, (_, octet: string | undefined, char: string) =>
    octet === undefined ? char : String.fromCharCode(Number(octet)),
  );
}

function nameError(text: string, why: string, hint?: string): Result<never, NameError> {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  const message = `${shown} is not a domain name: ${why}`;
  return err({ code: 'dns/name', message, fault: 'local', temporary: false, ...(hint === undefined ? {} : { hint }) });
}
