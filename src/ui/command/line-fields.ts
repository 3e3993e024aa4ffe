/**
 * Which fields a line of a batch may have: `id`, the command's arguments and flags, the fields it has in batches alone, and
 * those common flags that say how one target is reached and judged. A field nobody reads is told, never passed over: a
 * misspelt `at` would judge by the wrong clock.
 */
import { err, nearest, ok, type Result } from '../../base/index.ts';
import { type UsageError, usageError } from './fields.ts';
import { commonFlags, RUN_WIDE } from './flags.ts';
import { camelCase } from './settings.ts';

/** A line's values, sorted by who reads them; `id` goes back as it came. */
export interface LineValues {
  readonly id?: unknown;
  /** Common flags of this line alone, over those of the command line. */
  readonly common: Readonly<Record<string, unknown>>;
  /** What the command reads. */
  readonly own: Readonly<Record<string, unknown>>;
}

const COMMON = Object.keys(camelCase(commonFlags));
const REFUSED: ReadonlySet<string> = new Set(RUN_WIDE);
const PER_LINE: ReadonlySet<string> = new Set(COMMON.filter((name) => !REFUSED.has(name)));

/** @param names  the command's own fields, in camelCase */
export function sortLine(
  { id, ...values }: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Result<LineValues, UsageError> {
  const mine = new Set(names);
  const given = Object.entries(values);
  const problems = given.flatMap(([name]) => (mine.has(name) || PER_LINE.has(name) ? [] : [problemWith(name, names)]));
  if (problems.length > 0) return err(usageError(problems.join('\n'), hint(names)));
  const common = Object.fromEntries(given.filter(([name, value]) => !mine.has(name) && value !== null));
  const own = Object.fromEntries(given.filter(([name]) => mine.has(name)));
  return ok({ ...(id !== undefined && { id }), common, own });
}

function problemWith(name: string, names: readonly string[]): string {
  if (REFUSED.has(name)) return `the field ${quote(name)} belongs to the whole run: give it on the command line`;
  const known = ['id', ...names, ...PER_LINE];
  const spelledAsFlag = Object.keys(camelCase({ [name.replace(/^-+/, '')]: 0 }))[0]!;
  const near = known.includes(spelledAsFlag) ? spelledAsFlag : nearest(name, known);
  return `there is no field ${quote(name)}${near === undefined ? '' : `: did you mean "${near}"?`}`;
}

const hint = (names: readonly string[]): string =>
  `fields of a line here: ${['id', ...names].join(', ')}; of every command: ${[...PER_LINE].sort().join(', ')}`;

const quote = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
