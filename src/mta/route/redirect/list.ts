/** A list of addresses, files and commands, as aliases and forward files have them (Exim spec §22.4–22.6). */
import { err, ok, type Result } from '../../../base/index.ts';
import { itemEnd, type MailboxOptions, nextItem, readMailbox } from '../../mailbox/index.ts';
import type { Access } from '../access.ts';
import type { SyntaxMistake } from '../types.ts';
import { type IncludeRead, type IncludeRules, readIncluded } from './include.ts';
import type { Generated, ListRules, Reading } from './types.ts';

export interface ListReader {
  readonly rules: ListRules;
  readonly mailbox: MailboxOptions;
  /** Included files are read with this user's permission. */
  readonly access?: Access;
  /** Those that this process may not read, by their paths, as somebody else has read them. */
  readonly included?: ReadonlyMap<string, IncludeRead>;
}

/** Files that include files that include files: deeper is a circle. */
const MAX_DEPTH = 50;

interface Collected {
  readonly generated: Generated[];
  readonly skipped: SyntaxMistake[];
}

/** `denied` only where `included` is there, since then somebody can be asked. */
export function readRedirectList(text: string, reader: ListReader): Reading {
  const collected: Collected = { generated: [], skipped: [] };
  return readText(text, reader, collected, 0) ?? { kind: 'list', ...collected };
}

/** @returns what ends all of it, where something does */
function readText(text: string, reader: ListReader, collected: Collected, depth: number): Reading | undefined {
  const whole = beforeNul(text);
  for (let at = nextItem(whole, 0); at < whole.length; ) {
    const end = itemEnd(whole, at);
    const ended = readItem(whole, at, end, reader, collected, depth);
    if (ended !== undefined) return ended;
    at = nextItem(whole, end);
  }
  return undefined;
}

/** To Exim a NUL is the end of a text. */
function beforeNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function readItem(
  text: string,
  start: number,
  end: number,
  reader: ListReader,
  collected: Collected,
  depth: number,
): Reading | undefined {
  const { item, offset, isQuoted } = itemAt(text, start, end);
  // Nothing in quotes, and the beginning of the word, count as the word.
  if (':unknown:'.startsWith(item)) return undefined;
  const special = SPECIALS.find(({ word }) => item.startsWith(word));
  if (special !== undefined) return readSpecial(special, item, text.slice(offset), reader.rules, collected);
  if (item.startsWith(':include:')) return readInclude(item.slice(9).trimStart(), reader, collected, depth);
  const generated = readGenerated(item, isQuoted, reader);
  if (!generated.ok) return skipOrEnd(generated.error, item, reader, collected);
  if (generated.value !== undefined) collected.generated.push(generated.value);
  return undefined;
}

/** Quotes around the whole go. */
function itemAt(text: string, start: number, end: number) {
  const item = text.slice(start, end).trimEnd();
  if (!(item.startsWith('"') && item.endsWith('"'))) return { item, offset: start, isQuoted: false };
  const inner = item.slice(1, Math.max(1, item.length - 1));
  const trimmed = inner.trim();
  return { item: trimmed, offset: start + 1 + inner.indexOf(trimmed), isQuoted: true };
}

interface Special {
  readonly word: string;
  readonly kind: 'defer' | 'fail' | 'blackhole';
}

const SPECIALS: readonly Special[] = [
  { word: ':defer:', kind: 'defer' },
  { word: ':blackhole:', kind: 'blackhole' },
  { word: ':fail:', kind: 'fail' },
];

/** @param rest  from the item to the end of the data: all of it is the message, but for the ends of lines it closes with */
function readSpecial(
  { word, kind }: Special,
  item: string,
  rest: string,
  rules: ListRules,
  collected: Collected,
): Reading {
  const isAllowed = kind === 'defer' ? rules.allowDefer : kind === 'fail' ? rules.allowFail : !rules.forbidBlackhole;
  if (!isAllowed) return { kind: 'error', message: `"${item}" is not permitted` };
  if (kind === 'blackhole') return { kind, ...collected };
  const message = rest.slice(word.length).trimStart().replace(/\n+$/, '');
  return kind === 'defer' ? { kind, message } : { kind, message, ...collected };
}

function readInclude(path: string, reader: ListReader, collected: Collected, depth: number): Reading | undefined {
  if (depth > MAX_DEPTH)
    return { kind: 'error', message: `files include one another more than ${MAX_DEPTH} deep: is there a circle?` };
  const included = reader.included?.get(path) ?? readIncluded(path, includeRules(reader));
  if (included.kind === 'text') return readText(included.text, reader, collected, depth + 1);
  const isDenied = included.isDenied === true && reader.included?.has(path) === false;
  return isDenied ? { kind: 'denied', path } : { kind: 'error', message: included.message };
}

export const includeRules = ({ rules, access }: ListReader): IncludeRules => ({
  isForbidden: rules.forbidInclude,
  ...(rules.includeDirectory !== undefined && { directory: rules.includeDirectory }),
  ...(access !== undefined && { access }),
});

/** A comment in the place of an address is nothing, and no mistake. */
function skipOrEnd(problem: string, item: string, { rules }: ListReader, collected: Collected): Reading | undefined {
  if (problem === 'empty address') return undefined;
  if (!rules.skipsSyntaxErrors) return { kind: 'error', message: mistakeText({ problem, item }) };
  collected.skipped.push({ problem, item });
  return undefined;
}

export const mistakeText = ({ problem, item }: SyntaxMistake): string => `${problem} in "${item}"`;

function readGenerated(item: string, isQuoted: boolean, reader: ListReader): Result<Generated | undefined, string> {
  const { rules, mailbox } = reader;
  if (item.startsWith('\\')) {
    const own = readMailbox(item.slice(1), mailbox);
    if (typeof own !== 'string' && !own.isQualified)
      return ok({ kind: 'address', address: `${own.address}@${rules.ownDomain}`, ownDomain: true });
  }
  const found = readMailbox(item, mailbox);
  // `/X=a/Y=b/@gateway` is an address of X.400, and no file.
  if (/^[|/]/.test(item) && (typeof found === 'string' || !found.isQualified))
    return ok({ kind: item.startsWith('|') ? 'pipe' : 'file', text: isQuoted ? unescaped(item) : item });
  if (typeof found === 'string') return err(found);
  if (found.isQualified) return ok({ kind: 'address', address: found.address });
  const address = `${found.address}@${rules.qualifyDomain}`;
  return ok({ kind: 'address', address, ...(rules.keepsDomain && { ownDomain: true }) });
}

const unescaped = (item: string): string => item.replace(/\\([\s\S])/g, '$1');
