/** What the terminal can show: colour and live drawing, decided once from flags and environment (cli.md). */
import type { Severity } from '../../base/index.ts';
import type { Paint } from '../types.ts';
import type { Settings } from './settings.ts';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** Precedence: --color, NO_COLOR (no-color.org: set and not empty), FORCE_COLOR, then whether a terminal can show it. */
export function wantsColor(color: Settings['color'], { env, isTerminal }: Surroundings): boolean {
  if (color !== 'auto') return color === 'always';
  if (isSet(env.NO_COLOR)) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

/** Live drawing needs a terminal that can move its cursor, and a person before it. */
export function wantsLive({ plain, outputs }: Settings, { env, isTerminal }: Surroundings): boolean {
  const isText = outputs.some(({ format, file }) => format === 'text' && file === undefined);
  return isTerminal && isText && !plain && !isSet(env.CI) && env.TERM !== 'dumb';
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const MARKS: Readonly<Record<Severity, string>> = { ok: '✓', info: 'i', warn: '!', error: '✗', unknown: '?' };
const ASCII_MARKS: Readonly<Record<Severity, string>> = { ok: '+', info: 'i', warn: '!', error: 'x', unknown: '?' };

export function plainPaint(ascii: boolean): Paint {
  const same = (text: string): string => text;
  const marks = ascii ? ASCII_MARKS : MARKS;
  return { good: same, bad: same, warn: same, dim: same, strong: same, mark: (severity) => marks[severity] };
}

/** chalk's level is set here, since chalk 5 does not read NO_COLOR. It is loaded only for colour. */
export async function createPaint(useColor: boolean, ascii: boolean): Promise<Paint> {
  const plain = plainPaint(ascii);
  if (!useColor) return plain;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const by: Readonly<Record<Severity, (text: string) => string>> = {
    ok: chalk.green,
    info: chalk.cyan,
    warn: chalk.yellow,
    error: chalk.red,
    unknown: chalk.magenta,
  };
  return {
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
    mark: (severity) => by[severity](plain.mark(severity)),
  };
}

/** What peers and people wrote, safe for a terminal: no control character survives but tab and line feed, which CRLF is as well. */
export const safeText = (text: string): string => text.replaceAll('\r\n', '\n').replace(UNSAFE, '\ufffd');

/** Would `safeText` leave it as it is? */
export const isSafeText = (text: string): boolean => text.search(UNSAFE) < 0;

const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `--ascii`: what remains beyond ASCII as escapes. */
export const asciiText = (text: string): string =>
  text.replace(
    /[^\n\x20-\x7e]/gu,
    (character) => ASCII_FOR.get(character) ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

const ASCII_FOR: ReadonlyMap<string, string> = new Map([
  ['✓', '+'],
  ['✗', 'x'],
  ['…', '...'],
  ['→', '->'],
  ['–', '-'],
  ['—', '-'],
  ['·', '-'],
  ['×', 'x'],
  ['└', '`'],
  ['├', '|'],
  ['│', '|'],
  ['─', '-'],
  ['“', '"'],
  ['”', '"'],
  ['’', "'"],
  ['§', 'section '],
]);
