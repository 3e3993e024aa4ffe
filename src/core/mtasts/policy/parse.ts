/** A policy file as text: `key: value` a line, ended by LF or CRLF (RFC 8461 §3.2). */
import { trimEndOf, trimStartOf } from '../../../base/index.ts';
import { patternFault } from './mx-pattern.ts';

export type PolicyMode = 'enforce' | 'testing' | 'none';

export interface StsPolicy {
  /** Senders may use it. */
  readonly valid: boolean;
  readonly version?: string;
  readonly mode?: PolicyMode;
  readonly maxAgeSeconds?: number;
  /** Patterns, in order, as written. */
  readonly mx: readonly string[];
  /** Keys that senders pass over. */
  readonly extensions: readonly { readonly name: string; readonly value: string }[];
  readonly faults: readonly PolicyFault[];
}

export type PolicyFaultCode =
  | 'encoding'
  | 'line-ends'
  | 'line'
  | 'blank-line'
  | 'version-missing'
  | 'version'
  | 'mode-missing'
  | 'mode'
  | 'max-age-missing'
  | 'max-age'
  | 'mx-missing'
  | 'mx-pattern'
  | 'duplicate-key'
  | 'key-case';

export interface PolicyFault {
  readonly code: PolicyFaultCode;
  /** From 1; absent for what is missing. */
  readonly line?: number;
  readonly detail: string;
}

/** What does not keep a policy from being used. */
const HARMLESS: ReadonlySet<PolicyFaultCode> = new Set(['blank-line', 'duplicate-key', 'key-case']);

/** RFC 8461 §3.2: about a year. */
export const MAX_AGE_LIMIT = 31_557_600;
/** More lines than 64 KiB of the shortest patterns that make sense; beyond, somebody wants us busy. */
const MAX_LINES = 16_384;
/** Faults of one file that are told. */
const MAX_FAULTS = 50;

const MODES: ReadonlySet<string> = new Set<PolicyMode>(['enforce', 'testing', 'none']);
/** `sts-policy-ext-name`. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const KNOWN = ['version', 'mode', 'max_age', 'mx'] as const;

interface Line {
  readonly number: number;
  readonly key: string;
  readonly value: string;
}

/** Octets are UTF-8 (`sts-policy-vchar`); a mark at the beginning is none of the grammar's. */
export function readPolicyText(octets: Uint8Array): { readonly text: string; readonly isUtf8: boolean } {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('utf8');
  return { text, isUtf8: !text.includes('\ufffd') };
}

/** Never throws; what is wrong is in `faults`. */
export function parsePolicy(text: string): StsPolicy {
  const faults: PolicyFault[] = [];
  const lines = splitLines(text, faults).flatMap((line, i) => readLine(line, i + 1, faults));
  const first = (key: string): Line | undefined => lines.find((line) => line.key === key);
  duplicates(lines, faults);
  const version = readVersion(first('version'), faults);
  const mode = readMode(first('mode'), faults);
  const maxAgeSeconds = readMaxAge(first('max_age'), faults);
  const mx = readPatterns(lines, mode, faults);
  return {
    valid: faults.every(({ code }) => HARMLESS.has(code)),
    ...(version !== undefined && { version }),
    ...(mode !== undefined && { mode }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    mx,
    extensions: lines.filter(({ key }) => !isKnown(key)).map(({ key, value }) => ({ name: key, value })),
    faults: faults.slice(0, MAX_FAULTS),
  };
}

const isKnown = (key: string): boolean => (KNOWN as readonly string[]).includes(key);

function splitLines(text: string, faults: PolicyFault[]): readonly string[] {
  if (text.startsWith('\ufeff'))
    faults.push({
      code: 'encoding',
      line: 1,
      detail: 'it begins with a byte order mark, which becomes part of the first key',
    });
  if (text.includes('\ufffd')) faults.push({ code: 'encoding', detail: 'it is not UTF-8' });
  if (/\r(?!\n)/.test(text))
    faults.push({ code: 'line-ends', detail: 'a carriage return stands alone, without a line feed' });
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop(); // [sts-policy-term]
  if (lines.length > MAX_LINES)
    faults.push({ code: 'line', line: MAX_LINES, detail: `it has more than ${MAX_LINES} lines` });
  return lines.slice(0, MAX_LINES);
}

function readLine(raw: string, number: number, faults: PolicyFault[]): readonly Line[] {
  const text = number === 1 ? raw.replace(/^\ufeff/, '') : raw;
  if (/^[ \t\r]*$/.test(text)) {
    faults.push({ code: 'blank-line', line: number, detail: `line ${number} is blank` });
    return [];
  }
  const at = text.indexOf(':');
  const key = at < 0 ? '' : text.slice(0, at);
  const value = at < 0 ? '' : trimStartOf(trimEndOf(text.slice(at + 1), ' \t\r'), ' \t');
  if (!KEY.test(key)) {
    faults.push({ code: 'line', line: number, detail: `line ${number}: ${whyNoLine(text, key.trim())}` });
    return [];
  }
  if (!isKnown(key) && isKnown(key.toLowerCase().replace('-', '_')))
    faults.push({
      code: 'key-case',
      line: number,
      detail: `line ${number}: "${key}" is not "${key.toLowerCase().replace('-', '_')}", and is passed over`,
    });
  if (!isKnown(key) && !isValue(value)) {
    faults.push({
      code: 'line',
      line: number,
      detail: `line ${number}: ${key} has no value, or one with control characters`,
    });
    return [];
  }
  return [{ number, key, value }];
}

function whyNoLine(text: string, key: string): string {
  if (!text.includes(':')) return `"${shown(text)}" has no colon`;
  return KEY.test(key)
    ? `there is a blank before or behind the key "${key}"`
    : `"${shown(text)}" does not begin with a key`;
}

/** `sts-policy-ext-value`: no control characters, and something there. */
const isValue = (value: string): boolean => value !== '' && !/[\x00-\x1f\x7f]/.test(value);

/** RFC 8461 §3.2: of everything but mx the first counts. */
function duplicates(lines: readonly Line[], faults: PolicyFault[]): void {
  const seen = new Set<string>();
  for (const { number, key } of lines) {
    if (key !== 'mx' && seen.has(key))
      faults.push({
        code: 'duplicate-key',
        line: number,
        detail: `line ${number}: ${key} is there already; the first counts`,
      });
    seen.add(key);
  }
}

function readVersion(line: Line | undefined, faults: PolicyFault[]): string | undefined {
  if (line === undefined) faults.push({ code: 'version-missing', detail: 'there is no version' });
  else if (line.value !== 'STSv1')
    faults.push({ code: 'version', line: line.number, detail: `version is "${shown(line.value)}", and must be STSv1` });
  return line?.value;
}

function readMode(line: Line | undefined, faults: PolicyFault[]): PolicyMode | undefined {
  if (line === undefined) {
    faults.push({ code: 'mode-missing', detail: 'there is no mode' });
    return undefined;
  }
  if (MODES.has(line.value)) return line.value as PolicyMode;
  const detail = `mode is "${shown(line.value)}", and must be enforce, testing or none`;
  faults.push({ code: 'mode', line: line.number, detail });
  return undefined;
}

/** 1 to 10 digits, at most a year. */
function readMaxAge(line: Line | undefined, faults: PolicyFault[]): number | undefined {
  if (line === undefined) {
    faults.push({ code: 'max-age-missing', detail: 'there is no max_age' });
    return undefined;
  }
  const age = /^\d{1,10}$/.test(line.value) ? Number(line.value) : undefined;
  if (age !== undefined && age <= MAX_AGE_LIMIT) return age;
  const detail = `max_age is "${shown(line.value)}", and must be a number of seconds from 0 to ${MAX_AGE_LIMIT}`;
  faults.push({ code: 'max-age', line: line.number, detail });
  return undefined;
}

/** At least one, unless the mode is none. */
function readPatterns(lines: readonly Line[], mode: PolicyMode | undefined, faults: PolicyFault[]): readonly string[] {
  const found = lines.filter(({ key }) => key === 'mx');
  if (found.length === 0 && mode !== 'none')
    faults.push({ code: 'mx-missing', detail: 'there is no mx, which modes other than none need' });
  for (const { number, value } of found) {
    const fault = patternFault(value);
    if (fault !== undefined)
      faults.push({ code: 'mx-pattern', line: number, detail: `line ${number}: mx "${shown(value)}": ${fault}` });
  }
  return found.filter(({ value }) => patternFault(value) === undefined).map(({ value }) => value);
}

const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);
