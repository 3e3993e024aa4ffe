/** The common flags, read and checked: what a run is to do, before anything is tried. */
import { hostname } from 'node:os';
import type { Failure, Result } from '../../base/index.ts';
import { FORMATS, type FormatName } from '../formats/names.ts';
import type { Verbosity } from '../types.ts';
import { FAIL_ON, type FailOn } from './exit.ts';
import { Fields } from './fields.ts';
import { COLOR, TRUST } from './flags.ts';

export interface OutputTarget {
  readonly format: FormatName;
  /** Standard output when absent. */
  readonly file?: string;
}

export interface Settings {
  readonly outputs: readonly OutputTarget[];
  readonly failOn: FailOn;
  readonly verbosity: Verbosity;
  readonly color: (typeof COLOR)[number];
  readonly ascii: boolean;
  readonly plain: boolean;
  readonly trace: boolean;
  readonly traceFile?: string;
  readonly batch?: string;
  readonly jobs: number;
  readonly resolvers: readonly string[];
  readonly connect: readonly string[];
  readonly connectFile?: string;
  readonly family?: 4 | 6;
  readonly source?: string;
  readonly ehlo: string;
  readonly timeoutMs: number;
  readonly trust: (typeof TRUST)[number];
  readonly allowSha1: boolean;
  readonly trustAnchorFile?: string;
  readonly caFile?: string;
  readonly caPath?: string;
  readonly at?: Date;
}

const DEFAULT_JOBS = 8;
const DEFAULT_TIMEOUT_SECONDS = 10;
const MAX_TIMEOUT_SECONDS = 3600;

/** @param flags  as oclif parsed them, by their long names */
export function readSettings(flags: Readonly<Record<string, unknown>>): Result<Settings, Failure> {
  const fields = new Fields(camelCase(flags));
  if (fields.flag('ipv4') && fields.flag('ipv6'))
    fields.problem('-4 and -6 exclude each other: leave both out for both');
  const optional = optionalSettings(fields);
  return fields.done({
    outputs: readOutputs(fields),
    failOn: fields.oneOf('failOn', FAIL_ON) ?? 'error',
    verbosity: (fields.flag('verbose') ? 1 : 0) - (fields.flag('quiet') ? 1 : 0),
    color: fields.oneOf('color', COLOR) ?? 'auto',
    ascii: fields.flag('ascii'),
    plain: fields.flag('plain'),
    trace: fields.flag('trace'),
    jobs: fields.integer('jobs', { min: 1, max: 1024 }) ?? DEFAULT_JOBS,
    resolvers: fields.texts('resolver'),
    connect: fields.texts('connect'),
    ehlo: readEhlo(fields),
    timeoutMs: readTimeout(fields),
    trust: fields.oneOf('trust', TRUST) ?? 'validate',
    allowSha1: fields.flag('allowSha1'),
    ...optional,
  });
}

function optionalSettings(fields: Fields) {
  const texts = {
    traceFile: fields.optionalText('traceFile'),
    batch: fields.optionalText('batch'),
    connectFile: fields.optionalText('connectFile'),
    source: fields.optionalText('source'),
    trustAnchorFile: fields.optionalText('trustAnchor'),
    caFile: fields.optionalText('caFile'),
    caPath: fields.optionalText('caPath'),
    at: fields.date('at'),
    family: fields.flag('ipv4') ? (4 as const) : fields.flag('ipv6') ? (6 as const) : undefined,
  };
  type Given = { [K in keyof typeof texts]?: NonNullable<(typeof texts)[K]> };
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as Given;
}

function readOutputs(fields: Fields): OutputTarget[] {
  const texts = [...fields.texts('output'), ...(fields.flag('json') ? ['json'] : [])];
  const outputs = texts.map((text) => readOutput(text, fields));
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    fields.problem('only one --output can go to standard output: give the others a file, as in -o junit=report.xml');
  }
  // One line out for each line in, where nothing else is asked for.
  return outputs.length > 0 ? outputs : [{ format: fields.has('batch') ? 'jsonl' : 'text' }];
}

function readOutput(text: string, fields: Fields): OutputTarget {
  const [name = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (!(FORMATS as readonly string[]).includes(name)) {
    fields.problem(`--output "${text}": the format must be one of ${FORMATS.join(', ')}`);
  }
  if (rest.length > 0 && file === '') fields.problem(`--output "${text}" names no file behind the "="`);
  return { format: name as FormatName, ...(rest.length > 0 && { file }) };
}

/** RFC 5321 §4.1.1.1: a domain or an address literal; nothing in it may end the line. */
function readEhlo(fields: Fields): string {
  const name = fields.optionalText('ehlo');
  if (name === undefined) return /^[A-Za-z0-9.-]{1,255}$/.test(hostname()) ? hostname() : 'localhost';
  if (!/^[A-Za-z0-9._-]{1,255}$|^\[[A-Za-z0-9:.]{1,60}\]$/.test(name)) {
    fields.problem(`--ehlo must be a host name or an address literal such as [192.0.2.1], and is "${name}"`);
  }
  return name;
}

function readTimeout(fields: Fields): number {
  const text = fields.optionalText('timeout');
  if (text === undefined) return DEFAULT_TIMEOUT_SECONDS * 1000;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return Math.ceil(seconds * 1000);
  fields.problem(`--timeout must be a number of seconds from 0.001 to ${MAX_TIMEOUT_SECONDS}, and is "${text}"`);
  return DEFAULT_TIMEOUT_SECONDS * 1000;
}

/** `fail-on` → `failOn`. */
export function camelCase(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
