/** macro-string, and explain-string with it: text with `%{…}` in it (RFC 7208 §7.1). */
import { err, ok, type Result } from '../../../base/index.ts';
import type { LiteralPart, MacroLetter, MacroPart, MacroString } from './types.ts';

export interface MacroFault {
  readonly code: 'bad-macro' | 'macro-only-in-explanations';
  readonly detail: string;
}

export interface MacroRules {
  /** `c`, `r` and `t` are for explanations, and spaces are text there (RFC 7208 §7.2, §6.2). */
  readonly explanation: boolean;
}

/** RFC 7208 §7.1: macro-letter, transformers, delimiters. */
const MACRO = /%\{([a-z])(\d*)(r?)([-.+,/_=]*)\}/iy;
/** Visible US-ASCII but `%` (RFC 7208 §7.1, macro-literal); explanations have spaces too. */
const VISIBLE = /[\x21-\x24\x26-\x7e]+/y;
const VISIBLE_OR_SPACE = /[\x20-\x24\x26-\x7e]+/y;
const LETTERS = 'slodipvh';
const EXPLANATION_LETTERS = 'crt';
const ESCAPED: Readonly<Record<string, string>> = { '%%': '%', '%_': ' ', '%-': '%20' };
/** No name has more labels, so that greater numbers mean all (RFC 7208 §7.3). */
const MOST_PARTS = 128;

/** Never throws; takes the whole text or says what stands in the way. */
export function parseMacroString(text: string, rules: MacroRules): Result<MacroString, MacroFault> {
  const parts: (MacroPart | LiteralPart)[] = [];
  const literal = rules.explanation ? VISIBLE_OR_SPACE : VISIBLE;
  for (let at = 0; at < text.length; ) {
    const plain = matchAt(literal, text, at);
    const escaped = plain === undefined ? ESCAPED[text.slice(at, at + 2)] : undefined;
    if (plain !== undefined) {
      parts.push({ kind: 'literal', text: plain[0] });
      at += plain[0].length;
    } else if (escaped !== undefined) {
      parts.push({ kind: 'literal', text: escaped });
      at += 2;
    } else {
      const macro = matchAt(MACRO, text, at);
      const part = macro === undefined ? err(malformed(text, at)) : readMacro(macro, rules);
      if (!part.ok) return part;
      parts.push(part.value);
      at += macro![0].length;
    }
  }
  return ok({ text, parts });
}

/** Does its end stand for a name's end: `%{d}`, `%%`, `%_`, `%-` (RFC 7208 §7.1, domain-end)? */
export const endsInMacro = (text: string): boolean => /(?:%\{[^{}]*\}|%[%_-])$/.test(text);

export const usesMacro = ({ parts }: MacroString, letters: string): boolean =>
  parts.some((part) => part.kind === 'macro' && letters.includes(part.letter));

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function readMacro(
  [whole, letter = '', digits = '', reverse = '', delimiters = '']: RegExpExecArray,
  { explanation }: MacroRules,
): Result<MacroPart, MacroFault> {
  const lower = letter.toLowerCase();
  const isOurs = LETTERS.includes(lower);
  if (!isOurs && !EXPLANATION_LETTERS.includes(lower))
    return err({ code: 'bad-macro', detail: `${whole}: there is no macro letter "${letter}"` });
  if (!isOurs && !explanation)
    return err({ code: 'macro-only-in-explanations', detail: `${whole} is for the text of explanations alone` });
  // RFC 7208 §7.3: the number of parts must be nonzero.
  if (digits !== '' && Number(digits) === 0)
    return err({ code: 'bad-macro', detail: `${whole} keeps no part of the value: the number must be 1 or more` });
  return ok({
    kind: 'macro',
    letter: lower as MacroLetter,
    ...(digits !== '' && { keep: Math.min(Number(digits), MOST_PARTS) }),
    reverse: reverse !== '',
    delimiters: delimiters === '' ? '.' : delimiters,
    escape: letter !== lower,
  });
}

function malformed(text: string, at: number): MacroFault {
  const shown = JSON.stringify(text.slice(at, at + 12));
  if (text[at] !== '%') return { code: 'bad-macro', detail: `${shown} begins with a character that is not allowed` };
  const detail = text[at + 1] === '{' ? `${shown} is no complete macro` : `the "%" at ${shown} begins no macro`;
  return { code: 'bad-macro', detail };
}
