/** A command line cut into words, and no more: there is no shell, so nothing in it means anything but blanks and quotes. */
import { err, ok, type Result } from '../../../base/index.ts';

/** Single and double quotes hold a word together; a backslash takes the next character as it is, except in single quotes. */
export function splitWords(text: string): Result<readonly string[], string> {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\' && quote !== "'") {
      if (at + 1 === text.length) return err('it ends in a backslash');
      at += 1;
      word = (word ?? '') + text[at]!;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return err(`a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words.length > 0 ? ok(words) : err('there is no command');
}
