/** Repetition: of one octet in a loop, of anything else by trying again behind itself. */
import type { OctetSet, Repeat } from '../syntax.ts';
import { countStep, type Match, type Next, type Try } from './state.ts';

type Limits = Pick<Repeat, 'min' | 'max'>;

/** Counts how many octets fit, then gives them back, or takes them, one by one. */
export function repeatOctets(octets: OctetSet, { min, max, manner }: Repeat): Try {
  const run = (subject: string, at: number, most: number): number => {
    const limit = Math.min(subject.length, at + most);
    let end = at;
    while (end < limit && octets[subject.charCodeAt(end)] === 1) end += 1;
    return end;
  };
  if (manner === 'lazy') return lazyOctets(octets, { min, max });
  return (match, at, next) => {
    countStep(match);
    const end = run(match.subject, at, max);
    if (manner === 'possessive') return end - at >= min ? next(end) : -1;
    for (let place = end; place - at >= min; place -= 1) {
      countStep(match);
      const result = next(place);
      if (result >= 0) return result;
    }
    return -1;
  };
}

function lazyOctets(octets: OctetSet, { min, max }: Limits): Try {
  return (match, at, next) => {
    for (let place = at; place - at <= max; place += 1) {
      countStep(match);
      const result = place - at >= min ? next(place) : -1;
      if (result >= 0) return result;
      if (octets[match.subject.charCodeAt(place)] !== 1) return -1;
    }
    return -1;
  };
}

export function repeatTry(body: Try, { min, max, manner }: Repeat): Try {
  if (manner === 'possessive') return atomic(repeatTry(body, { min, max, manner: 'greedy' } as Repeat));
  const again = (match: Match, at: number, done: number, next: Next): number => {
    countStep(match);
    if (done < min) return body(match, at, (then) => again(match, then, done + 1, next));
    if (manner === 'lazy') {
      const result = next(at);
      if (result >= 0) return result;
    }
    if (done < max) {
      // A turn that took nothing is the last one, or there would be no end.
      const result = body(match, at, (then) => (then === at ? next(then) : again(match, then, done + 1, next)));
      if (result >= 0) return result;
    }
    return manner === 'lazy' ? -1 : next(at);
  };
  return (match, at, next) => again(match, at, 0, next);
}

const here: Next = (at) => at;

/** The first way it matches is the only one. */
export const atomic =
  (body: Try): Try =>
  (match, at, next) => {
    const starts = match.starts.slice();
    const ends = match.ends.slice();
    const end = body(match, at, here);
    const result = end < 0 ? -1 : next(end);
    if (result < 0) restore(match, starts, ends);
    return result;
  };

export function restore(match: Match, starts: Int32Array, ends: Int32Array): void {
  match.starts.set(starts);
  match.ends.set(ends);
}
