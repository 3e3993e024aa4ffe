/** One option as `exim -bP` prints it (Exim spec §5.2 "-bP"). */
import { formatInterval } from '../../../base/index.ts';
import type { OptionRow } from '../options/index.ts';
import type { OptionValue, Setting } from '../types.ts';

export interface Shown {
  readonly name: string;
  /** Without its name, as `-n` shows it. */
  readonly value: string;
  readonly line: string;
  /** What a configuration says, and not the default. */
  readonly set: boolean;
}

export const NOT_DISPLAYABLE = '<value not displayable>';

/**
 * @param fallback  stands for the default, where that depends on the rest of the configuration
 * @param revealsAll  what `hide` keeps from others is shown
 */
export function showOption(
  row: OptionRow,
  setting: Setting | undefined,
  fallback = row.default,
  revealsAll = false,
): Shown {
  const { name } = row;
  const set = setting !== undefined;
  if (!revealsAll && setting?.hidden === true && typeof setting.value !== 'boolean')
    return { name, value: NOT_DISPLAYABLE, line: `${name} = ${NOT_DISPLAYABLE}`, set };
  const value = setting === undefined ? fallbackText(row, fallback) : textOf(row, setting.value);
  if (typeof value === 'boolean') {
    const word = value ? name : `no_${name}`;
    return { name, value: word, line: word, set };
  }
  if (value !== '' || !TIGHT.has(row.type)) return { name, value, line: `${name} = ${value}`, set };
  const line = `${name} =`;
  return { name, value: row.type === 'fixed-point' ? line : value, line, set };
}

/** Types of which nothing is shown with nothing behind the sign; a number of them with its name even under `-n`. */
const TIGHT: ReadonlySet<string> = new Set(['fixed-point', 'user list', 'group list']);

const isBoolean = ({ type }: OptionRow): boolean => type === 'boolean' || type === 'expanded boolean';

function fallbackText(row: OptionRow, fallback: string | undefined): string | boolean {
  if (isBoolean(row)) return fallback === 'true';
  return fallback ?? '';
}

function textOf(row: OptionRow, value: OptionValue): string | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return numberText(row, value);
  if (typeof value !== 'string') return value.map(formatInterval).join(':');
  return row.type === 'user list' || row.type === 'group list' ? tightened(value) : printed(value);
}

function numberText({ type }: OptionRow, value: number): string {
  if (type === 'time') return formatInterval(value);
  if (type === 'octal integer') return value === 0 ? '0' : `0${value.toString(8)}`;
  if (type === 'fixed-point') return fixedText(value);
  return type === 'size' || type === 'size in K' ? sizeText(value) : `${value}`;
}

/** At least one decimal, at most three. */
function fixedText(thousandths: number): string {
  const decimals = `${thousandths % 1000}`.padStart(3, '0').replace(/0{1,2}$/, '');
  return `${Math.floor(thousandths / 1000)}.${decimals}`;
}

function sizeText(value: number): string {
  const unit = SIZES.find(([size]) => value !== 0 && value % size === 0);
  return unit === undefined ? `${value}` : `${value / unit[0]}${unit[1]}`;
}

const SIZES: readonly (readonly [number, string])[] = [
  [1024 ** 3, 'G'],
  [1024 ** 2, 'M'],
  [1024, 'K'],
];

/** Names and numbers without the blanks between them. */
const tightened = (list: string): string =>
  list
    .split(':')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .join(':');

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

/** Octets that do not print, as escapes; a backslash stays one. */
export const printed = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (c) => ESCAPES[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
