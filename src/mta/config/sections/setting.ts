/** A line that sets an option: `name = value`, `name`, `no_name`, `hide name = value` (Exim spec §6.9–§6.17). */
import { trimStart } from '../lines/characters.ts';
import type { LogicalLine } from '../lines/logical.ts';
import { meantDirective } from '../lines/logical.ts';
import { findOption, type OptionRow, type OptionScope, optionNames } from '../options/index.ts';
import { meaning, type Problems, quoted } from '../problems.ts';
import type { OptionValue, Setting } from '../types.ts';
import { READERS } from '../values/registry.ts';
import { firstSetting, joinSettings } from './repeated.ts';

export interface SettingLine {
  readonly name: string;
  readonly hidden: boolean;
  /** Behind the name, from `=` on. */
  readonly rest: string;
}

/** Splits a line; undefined where it does not begin with a name. */
export function splitSetting(text: string): SettingLine | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  const first = split(text);
  return first.name === 'hide' ? { ...split(first.rest), hidden: true } : { ...first, hidden: false };
}

function split(text: string): { readonly name: string; readonly rest: string } {
  const name = /^[A-Za-z0-9_]*/.exec(text)?.[0] ?? '';
  return { name, rest: trimStart(text.slice(name.length)) };
}

/** Where settings go, and what an unknown name is told as. */
export interface Collector {
  readonly scopes: readonly OptionScope[];
  readonly unknown: (name: string) => string;
  readonly settings: Map<string, Setting>;
}

export function readSetting(line: LogicalLine, { scopes, unknown, settings }: Collector, problems: Problems): void {
  const split = splitSetting(line.text);
  if (split === undefined) {
    problems.error('syntax', line.place, `option setting expected: ${quoted(line.text)}`, meantDirective(line.text));
    return;
  }
  const named = findNamed(split.name, scopes);
  if (named === undefined) {
    const near = meaning(split.name, optionNames(scopes));
    problems.error('unknown-option', line.place, unknown(split.name), { subject: split.name, ...near });
    return;
  }
  const { row, negated } = named;
  const value = readValue(row, { ...split, negated });
  if (!value.ok) {
    problems.error('value', line.place, value.message, { subject: row.name });
    return;
  }
  if (row.status.startsWith('never') && value.value !== false && value.value !== '')
    problems.warn('unsupported', line.place, `"${row.name}" is not supported, and has no effect`, {
      subject: row.name,
      hint: row.status.slice('never: '.length),
    });
  if (named.alias)
    problems.warn('deprecated', line.place, `"${named.written}" is an older name`, {
      subject: row.name,
      hint: `write ${row.name}`,
    });
  keep(
    { row, written: named.written, value: value.value, place: line.place, hidden: split.hidden },
    settings,
    problems,
  );
}

interface Named {
  readonly row: OptionRow;
  readonly negated: boolean;
  readonly alias: boolean;
  /** Without `no_` or `not_`. */
  readonly written: string;
}

/** `no_` and `not_` belong to the name only where an option is called so. */
function findNamed(name: string, scopes: readonly OptionScope[]): Named | undefined {
  const prefix = /^(no_|not_)/.exec(name)?.[0];
  const written = prefix === undefined ? name : name.slice(prefix.length);
  const found = findOption(scopes, written);
  return found === undefined ? undefined : { ...found, written, negated: prefix !== undefined };
}

type Read = { readonly ok: true; readonly value: OptionValue } | { readonly ok: false; readonly message: string };

function readValue(row: OptionRow, { name, rest, negated }: SettingLine & { readonly negated: boolean }): Read {
  const isBoolean = row.type === 'boolean' || row.type === 'expanded boolean';
  const wrong = isBoolean ? problemOfBoolean(name, rest, negated) : problemOfSign(name, rest, negated);
  if (wrong !== undefined) return { ok: false, message: wrong };
  if (negated) return { ok: true, value: false };
  const read = READERS[row.type](trimStart(rest.slice(1)), name);
  return read.ok ? read : { ok: false, message: read.error };
}

function problemOfSign(name: string, rest: string, negated: boolean): string | undefined {
  if (negated) return `negation prefix applied to a non-boolean option: ${name}`;
  if (rest === '') return `unexpected end of line (data missing) after ${name}`;
  return rest.startsWith('=') ? undefined : `missing "=" after ${name}`;
}

const problemOfBoolean = (name: string, rest: string, negated: boolean): string | undefined =>
  rest !== '' && (negated || !rest.startsWith('=')) ? `extra characters follow boolean option ${name}` : undefined;

function keep(setting: Setting, settings: Map<string, Setting>, problems: Problems): void {
  const { row } = setting;
  const before = settings.get(row.name);
  if (before === undefined || (before.written !== setting.written && row.repeated === undefined))
    settings.set(row.name, firstSetting(setting));
  else if (row.repeated !== undefined) settings.set(row.name, joinSettings(before, setting, row.repeated));
  else {
    const first = `it is set in line ${before.place.line} of ${before.place.file}`;
    const message = `"${row.name}" option set for the second time`;
    problems.error('repeated', setting.place, message, { subject: row.name, hint: first });
  }
}
