/** Commands of a dialogue with their replies, read as words exercised. */
import { SMTP_VERBS } from '../../../../../src/core/smtp/server/registry.ts';
import type { Exercised, How } from './types.ts';

export interface Exchange {
  readonly line: string;
  /** Its lines with LF between them. */
  readonly reply: string;
}

export const exercisedBy = (exchanges: readonly Exchange[]): readonly Exercised[] =>
  exchanges.flatMap(({ line, reply }) => {
    const name = SMTP_VERBS.find((verb) => line.toUpperCase().startsWith(verb));
    return name === undefined || reply === '' ? [] : [{ kind: 'command', name, how: howOf(reply) } as const];
  });

/** 252 says no in friendly words. */
function howOf(reply: string): How {
  if (/^50[0124]|^55[235]/.test(reply)) return 'error';
  return /^(?:2(?!52)|3)/.test(reply) ? 'match' : 'non-match';
}

/**
 * What was said to a test session beside what it answered: a reply for each line, but for those of a message.
 *
 * @param replies  the banner first
 */
export function exchangesOf(lines: readonly string[], replies: readonly string[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let next = 1;
  let silent: ((line: string) => boolean) | undefined;
  for (const line of lines) {
    if (silent?.(line)) continue;
    silent = undefined;
    const reply = replies[next++] ?? '';
    exchanges.push({ line, reply });
    if (reply.startsWith('354')) silent = (line) => line !== '.';
  }
  return exchanges;
}
