/** Flags of rewriting rules: where a rule counts, and how (Exim spec §31.9–31.11). */
import type { Place } from './types.ts';

export interface RuleFlags {
  readonly places: ReadonlySet<Place>;
  /** `q`: no other rule follows. */
  readonly quits: boolean;
  /** `R`: once more, up to ten times. */
  readonly repeats: boolean;
  /** `w`: the whole mailbox, phrase and all. */
  readonly whole: boolean;
  /** `Q`: the result is completed. */
  readonly qualifies: boolean;
}

const HEADERS: readonly Place[] = ['sender', 'from', 'to', 'cc', 'bcc', 'reply-to'];
const ENVELOPE: readonly Place[] = ['env-from', 'env-to'];
const SMTP: readonly Place[] = ['smtp-sender', 'smtp-recipient'];

const LETTERS: Readonly<Record<string, readonly Place[]>> = {
  E: ENVELOPE,
  F: ['env-from'],
  T: ['env-to'],
  h: HEADERS,
  s: ['sender'],
  f: ['from'],
  t: ['to'],
  c: ['cc'],
  b: ['bcc'],
  r: ['reply-to'],
  S: SMTP,
};

/** Without a place a rule is for all of them, those of SMTP left out. */
export function readFlags(flags: string): RuleFlags {
  const named = [...flags].flatMap((letter) => LETTERS[letter] ?? []);
  return {
    places: new Set(named.length > 0 ? named : [...HEADERS, ...ENVELOPE]),
    quits: flags.includes('q'),
    repeats: flags.includes('R'),
    whole: flags.includes('w'),
    qualifies: flags.includes('Q'),
  };
}

export const isHeader = (place: Place): boolean => HEADERS.includes(place);
export const isSmtp = (place: Place): boolean => SMTP.includes(place);
