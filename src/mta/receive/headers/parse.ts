/** A header as it came, made into lines of the spool, each with its letter (Exim spec ch. "Format of spool files"). */
import type { HeaderLine } from '../../facts/index.ts';

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['bcc', 'B'],
  ['cc', 'C'],
  ['from', 'F'],
  ['message-id', 'I'],
  ['received', 'P'],
  ['reply-to', 'R'],
  ['sender', 'S'],
  ['to', 'T'],
]);

/** @param text  octets, lines ending in CRLF or LF */
export function readHeaderLines(text: string): readonly HeaderLine[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\0', '?');
  const whole = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
  const found: HeaderLine[] = [];
  const isResent = /^resent-/im.test(whole);
  let hasId = false;
  let from = 0;
  while (from < whole.length) {
    const end = endOfField(whole, from);
    const line = headerLine(withoutEmptyFolds(whole.slice(from, end)));
    const isId: boolean = line.letter === 'I' && !hasId && (!isResent || fieldName(line.text) !== 'message-id');
    found.push(line.letter === 'I' && !isId ? { ...line, letter: ' ' } : line); // the first is the one
    hasId ||= isId;
    from = end;
  }
  return found;
}

/** Behind its last line: the next one neither begins with a blank nor is it there. */
function endOfField(text: string, from: number): number {
  let at = text.indexOf('\n', from) + 1;
  while (at < text.length && (text[at] === ' ' || text[at] === '\t')) at = text.indexOf('\n', at) + 1;
  return at;
}

/** A continuation of blanks alone says nothing (RFC 5322 §4.2 calls it obsolete): Exim leaves it out. */
const withoutEmptyFolds = (field: string): string =>
  field.indexOf('\n') === field.length - 1 ? field : field.replace(/\n(?:[ \t]+\n)+/g, '\n');

/** @param text  a whole field, with its line end */
export const headerLine = (text: string): HeaderLine => ({ letter: letterOf(fieldName(text)), text });

/** Nobody replies to who sends again (RFC 5322 §3.6.6): Resent-Reply-To is a field like any other. */
const letterOf = (name: string): string =>
  name === 'resent-reply-to' ? ' ' : (LETTERS.get(name.replace(/^resent-/, '')) ?? ' ');

/** In lower case. */
export const fieldName = (text: string): string => text.slice(0, text.indexOf(':')).trimEnd().toLowerCase();

/** Is it the field of that name, which is in lower case? Asked of every field: it costs less than the name. */
export const isField = (text: string, name: string): boolean =>
  text.slice(0, name.length).toLowerCase() === name && (text[name.length] === ':' || fieldName(text) === name);

/** What stands behind the colon, folds and all, without the blanks around it. */
export const fieldValue = (text: string): string => text.slice(text.indexOf(':') + 1).trim();
