/** A command's words (Exim spec ch. "The pipe transport"): split at white space, unless in quotes. */
import { interpretEscape } from './escapes.ts';

export function splitCommand(command: string): readonly string[] {
  const words: string[] = [];
  let at = skipSpace(command, 0);
  while (at < command.length) {
    const { word, end } = readWord(command, at);
    words.push(word);
    at = skipSpace(command, end);
  }
  return words;
}

interface Word {
  readonly word: string;
  readonly end: number;
}

function readWord(command: string, at: number): Word {
  if (command[at] === "'") return readSingle(command, at + 1);
  return command[at] === '"' ? readDouble(command, at + 1) : readPlain(command, at);
}

function readSingle(command: string, start: number): Word {
  const found = command.indexOf("'", start);
  const end = found < 0 ? command.length : found;
  return { word: command.slice(start, end), end: end + 1 };
}

function readPlain(command: string, start: number): Word {
  let end = start;
  while (end < command.length && !/\s/.test(command[end]!)) end += 1;
  return { word: command.slice(start, end), end };
}

/** Escapes are understood in double quotes. */
function readDouble(command: string, start: number): Word {
  let word = '';
  let at = start;
  while (at < command.length && command[at] !== '"') {
    if (command[at] === '\\') {
      const { text, end } = interpretEscape(command, at);
      word += text;
      at = end;
    } else {
      word += command[at];
      at += 1;
    }
  }
  return { word, end: at + 1 };
}

function skipSpace(command: string, from: number): number {
  let at = from;
  while (at < command.length && /\s/.test(command[at]!)) at += 1;
  return at;
}
