/** How a value of each type is read. To add a type: its name in `options/types.ts`, a reader here. */
import { err, ok, parseInterval, type Result } from '../../../base/index.ts';
import { readName, trim, trimStart } from '../lines/characters.ts';
import type { OptionType } from '../options/index.ts';
import { checkRewriteRules } from '../sections/rewrite-rule.ts';
import type { OptionValue } from '../types.ts';
import { readInteger, readKilobytes, readOctal } from './integer.ts';
import { readString } from './string.ts';

/** @param text  what follows `=`, white space around it dropped; @returns the value, or what is wrong with it */
export type ValueReader = (text: string, name: string) => Result<OptionValue, string>;

/** `= true`, `false`, `yes`, `no` in any case; nothing is true. */
export function readBoolean(text: string, name: string): Result<boolean, string> {
  if (text === '') return ok(true);
  const { name: word, rest } = readName(text);
  const value = TRUTH[word.toLowerCase()];
  if (value === undefined) return err(`"${word.slice(0, 40)}" is not a valid value for the "${name}" option`);
  return rest === '' ? ok(value) : err(`extra characters follow "${word}" for boolean option ${name}`);
}

const TRUTH: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

const readExpandedBoolean: ValueReader = (text, name) =>
  text.includes('$') ? readString(text, name) : readBoolean(text, name);

/** In thousandths; more than three decimals are not looked at. */
const readFixed: ValueReader = (text, name) => {
  const found = /^\+?(\d+)(?:\.(\d*))?/.exec(text);
  if (found === null) return err(`fixed-point number expected for ${name}`);
  const whole = Number(found[1]);
  if (whole > MAX_WHOLE) return err(`integer "${text.slice(0, 40)}" is too large (overflow)`);
  if (trimStart(text.slice(found[0].length)) !== '')
    return err(`extra characters follow fixed-point value for ${name}`);
  return ok(whole * 1000 + Number((found[2] ?? '').slice(0, 3).padEnd(3, '0')));
};

const MAX_WHOLE = Math.floor((2 ** 31 - 1) / 1000);

const readTime: ValueReader = (text, name) => {
  const seconds = parseInterval(text);
  return seconds === undefined ? err(invalidTime(name)) : ok(seconds);
};

const invalidTime = (name: string): string => `invalid time value for ${name}: it is written as 1w2d3h4m5s`;

/** Rising, at most ten; a first of 0 means none. */
const readTimes: ValueReader = (text, name) => {
  if (text === '') return ok([]);
  const times = text.split(':').map((part) => parseInterval(trim(part)));
  if (times.length > MAX_TIMES) return err(`too many time values for ${name} (maximum is ${MAX_TIMES})`);
  if (!times.every((time) => time !== undefined)) return err(invalidTime(name));
  if (times.some((time, index) => index > 0 && time <= times[index - 1]!))
    return err(`time value out of order for ${name}`);
  return ok(times[0] === 0 ? [] : times);
};

const MAX_TIMES = 10;

const readRewriteRules: ValueReader = (text, name) => {
  const read = readString(text, name);
  const wrong = read.ok ? checkRewriteRules(read.value) : undefined;
  return wrong === undefined ? read : err(wrong);
};

export const READERS: Readonly<Record<OptionType, ValueReader>> = {
  boolean: readBoolean,
  'expanded boolean': readExpandedBoolean,
  integer: readInteger,
  size: readInteger,
  'size in K': readKilobytes,
  'octal integer': readOctal,
  'fixed-point': readFixed,
  time: readTime,
  'time list': readTimes,
  string: readString,
  'string list': readString,
  'domain list': readString,
  'host list': readString,
  'address list': readString,
  'local part list': readString,
  user: readString,
  group: readString,
  'user list': readString,
  'group list': readString,
  'rewrite rules': readRewriteRules,
};
