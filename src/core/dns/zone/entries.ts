/** Cuts a master file into entries: the words of a record or directive, on however many lines (RFC 1035 §5.1). */
import { lex, type Token } from '../rdata/tokens.ts';

export interface Entry {
  /** Line of the first word, from 1. */
  readonly line: number;
  /** Begins with a blank: the owner is the one before. */
  readonly indented: boolean;
  readonly tokens: readonly Token[];
  /** The entry is broken here, and nothing follows. */
  readonly fault?: string;
}

export function* readEntries(text: string): Generator<Entry> {
  const state = { line: 1, depth: 0, openedAt: 0, atLineStart: true };
  let entry = newEntry();
  for (const lexeme of lex(text)) {
    switch (lexeme.kind) {
      case 'word':
        if (entry.tokens.length === 0) entry.line = state.line;
        entry.tokens.push(lexeme);
        break;
      case 'blank':
        if (state.atLineStart && entry.tokens.length === 0) entry.indented = true;
        break;
      case 'open':
        if (state.depth === 0) state.openedAt = state.line;
        state.depth += 1;
        break;
      case 'close':
        state.depth -= 1;
        if (state.depth < 0) return yield broken(state.line, 'a closing parenthesis has no opening one');
        break;
      case 'newline':
        if (state.depth === 0) {
          if (entry.tokens.length > 0) yield entry;
          entry = newEntry();
        }
        state.line += 1;
        break;
      case 'fault':
        return yield broken(state.line, lexeme.fault);
    }
    state.atLineStart = lexeme.kind === 'newline' && state.depth === 0;
  }
  if (state.depth > 0) return yield broken(state.openedAt, 'a parenthesis opened here is not closed');
  if (entry.tokens.length > 0) yield entry;
}

function newEntry(): { line: number; indented: boolean; tokens: Token[] } {
  return { line: 0, indented: false, tokens: [] };
}

function broken(line: number, fault: string): Entry {
  return { line, indented: false, tokens: [], fault };
}
