/** Which rows of the registries stand in which strings, and what these came to. */
import { expansionNames, type Node, type Outcome } from '../../../../src/mta/expand/index.ts';
import type { Seen } from './ours.ts';

export interface RowTally {
  match: number;
  nothing: number;
  error: number;
}

export type Part = keyof RowTally;

const NEVER_EMPTY = 'its result always has something in it';
const NOT_BUILT = 'Debian builds Exim without it';
const NEWER = 'not in 4.96; the tables of test/mta/expand hold it';
const NO_TLS = 'no certificate without a connection; test/mta/host/certificates.test.ts holds it';
const OF_C = 'code of another language; test/mta/host/functions.test.ts holds what is here instead';
const PAM = 'a library of C; here it says that there is none';

const neverEmpty = (names: string): Readonly<Record<string, Partial<Record<Part, string>>>> =>
  Object.fromEntries(names.split(', ').map((name) => [name, { nothing: NEVER_EMPTY }]));

/** What a row cannot come to beside Exim 4.96 of Debian, and why. */
export const CANNOT: Readonly<Record<string, Partial<Record<Part, string>>>> = {
  ...neverEmpty(
    'item authresults, item hmac, item listquote, item nhash, item prvs, operator base32d, operator base62, ' +
      'operator base62d, operator eval, operator eval10, operator ipv6denorm, operator ipv6norm, operator listcount, ' +
      'operator mask, operator md5, operator nh, operator nhash, operator quote_local_part, ' +
      'operator randint, operator reverse_ip, operator sha1, operator sha2, operator sha256, operator sha3, ' +
      'operator stat, operator strlen, operator time_eval, operator time_interval',
  ),
  'condition pam': { match: PAM, nothing: PAM },
  'condition pwcheck': { match: NOT_BUILT, nothing: NOT_BUILT },
  'condition radius': { match: NOT_BUILT, nothing: NOT_BUILT },
  'item certextract': { match: NO_TLS },
  'item dlfunc': { match: OF_C, nothing: OF_C },
  'item perl': { match: OF_C, nothing: OF_C },
  'operator utf8_domain_from_alabel': { nothing: 'Exim crashes at it' },
  'operator headerwrap': { match: NEWER, nothing: NEWER, error: NEWER },
  'operator xtextd': { match: NEWER, nothing: NEWER, error: NEWER },
};

export interface Coverage {
  readonly covered: number;
  readonly rows: number;
  readonly cannot: readonly string[];
  readonly missing: readonly string[];
}

export function coverageOf(part: Part, tally: ReadonlyMap<string, RowTally>): Coverage {
  const names = rowNames();
  const lacking = names.filter((name) => (tally.get(name)?.[part] ?? 0) === 0);
  const cannot = lacking.filter((name) => CANNOT[name]?.[part] !== undefined);
  const missing = lacking.filter((name) => !cannot.includes(name));
  return { covered: names.length - lacking.length, rows: names.length, cannot, missing };
}

/** Declared as what cannot be, and seen all the same. */
export const wronglyDeclared = (tally: ReadonlyMap<string, RowTally>): readonly string[] =>
  Object.entries(CANNOT).flatMap(([name, parts]) =>
    (Object.keys(parts) as Part[])
      .filter((part) => (tally.get(name)?.[part] ?? 0) > 0)
      .map((part) => `${name}: ${part}`),
  );

function rowNames(): readonly string[] {
  const { items, operators, conditions } = expansionNames();
  return [
    ...items.map((name) => `item ${name}`),
    ...operators.map((name) => `operator ${name}`),
    ...conditions.map((name) => `condition ${name}`),
  ];
}

/**
 * @param seen  of each line where Exim says the same: its parts that were evaluated, and what they came to
 */
export function tallyRows(seen: readonly Seen[]): ReadonlyMap<string, RowTally> {
  const tally = new Map<string, RowTally>();
  for (const [part, outcome] of seen.flat()) {
    for (const name of rowsOf(part as Node)) {
      const row = tally.get(name) ?? { match: 0, nothing: 0, error: 0 };
      row[partOf(part as Node, outcome)] += 1;
      tally.set(name, row);
    }
  }
  return tally;
}

/** A condition says no by the `n` of most lines, or by nothing. */
function partOf(node: Node, outcome: Outcome): Part {
  if (outcome.kind !== 'text') return 'error';
  const saysNo = node.kind === 'item' && node.branches.length > 0 && outcome.text === 'n';
  return outcome.text === '' || saysNo ? 'nothing' : 'match';
}

type Item = Extract<Node, { kind: 'item' }>;
type Condition = NonNullable<Item['condition']>;

function rowsOf(node: Node): readonly string[] {
  if (node.kind === 'operator') return [`operator ${nameOf(node)}`];
  if (node.kind !== 'item') return [];
  return [`item ${node.row.name}`, ...(node.condition === undefined ? [] : ofCondition(node.condition))];
}

/** As it is written, without its parameter: abbreviations are names too. */
const nameOf = ({ written, parameter }: Extract<Node, { kind: 'operator' }>): string =>
  parameter === undefined ? written : written.slice(0, -parameter.length - 1);

const ofCondition = ({ row, conditions }: Condition): readonly string[] => [
  ...(row === undefined ? [] : [`condition ${row.name}`]),
  ...conditions.flatMap(ofCondition),
];
