/** Whose queue: that of a configuration, or the user's own. */
import type { Fields } from './fields.ts';

export const QUEUE_PLACE_HELP =
  'The queue is in spool_directory of the configuration given with -C; without one, and with none where packages of Exim ' +
  'have it, in $XDG_STATE_HOME/mxray/spool.';

/** `90` and `2h30m`, as the configuration writes times. */
export function readAge(fields: Fields, name: string, parse: (text: string) => number | undefined): number | undefined {
  const text = fields.optionalText(name);
  if (text === undefined) return undefined;
  const seconds = parse(text);
  if (seconds === undefined) fields.problem(`"${name}": ${text.slice(0, 40)} is no time: write it as 2h30m, or 1d`);
  return seconds;
}

/** `4096`, `10K`, `3M`. */
export function readSize(fields: Fields, name: string): number | undefined {
  const text = fields.optionalText(name);
  if (text === undefined) return undefined;
  const match = /^(\d{1,12})([KMG]?)$/i.exec(text);
  if (match === null) fields.problem(`"${name}": ${text.slice(0, 40)} is no size: octets, or with K, M or G behind`);
  return match === null ? undefined : Number(match[1]) * UNITS[match[2]!.toUpperCase() as keyof typeof UNITS];
}

const UNITS = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;

export function readMessageIds(fields: Fields): readonly string[] {
  const ids = fields.has('messages') ? fields.texts('messages') : [];
  if (ids.length === 0) fields.problem('"messages" is missing: give ids of messages, as queue list has them');
  return ids;
}
