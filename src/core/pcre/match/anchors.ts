/** Assertions about a place that take no octets. */
import { ESCAPED_SETS } from '../octets.ts';
import type { Anchor } from '../syntax.ts';
import type { Match } from './state.ts';

const NEWLINE = 10;
const WORD = ESCAPED_SETS.w!;

const isWordAt = (subject: string, at: number): boolean => WORD[subject.charCodeAt(at)] === 1;

export function holds(anchor: Anchor, { subject, from }: Match, at: number): boolean {
  const { length } = subject;
  switch (anchor) {
    case 'start':
      return at === 0;
    case 'from':
      return at === from;
    case 'very-end':
      return at === length;
    case 'end':
      return at === length || (at === length - 1 && subject.charCodeAt(at) === NEWLINE);
    case 'line-start':
      return at === 0 || (subject.charCodeAt(at - 1) === NEWLINE && at < length);
    case 'line-end':
      return at === length || subject.charCodeAt(at) === NEWLINE;
    case 'boundary':
      return isWordAt(subject, at - 1) !== isWordAt(subject, at);
    default:
      return isWordAt(subject, at - 1) === isWordAt(subject, at);
  }
}
