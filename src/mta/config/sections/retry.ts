/** The retry section: address pattern, error, and when to try again (Exim spec ch. 32). */
import { err, ok, parseInterval, type Result } from '../../../base/index.ts';
import { trim, trimStart } from '../lines/characters.ts';
import type { LogicalLine, LogicalLines } from '../lines/logical.ts';
import type { Problems } from '../problems.ts';
import type { RetryRule, RetryStep } from '../types.ts';
import { parseRetryError } from '../values/retry-error.ts';
import { type Quoted, readLooseQuoted, readString } from '../values/string.ts';

export function readRetry(lines: LogicalLines, problems: Problems): readonly RetryRule[] {
  const rules: RetryRule[] = [];
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const rule = readRule(line);
    if (rule.ok) rules.push(rule.value);
    else problems.error('retry', line.place, rule.error);
  }
  return rules;
}

function readRule({ text, place }: LogicalLine): Result<RetryRule, string> {
  const pattern = readPattern(text);
  if (!pattern.ok) return pattern;
  const { value, rest } = pattern.value;
  const error = /^[^ \t\n\v\f\r,;]*/.exec(rest)?.[0] ?? '';
  if (error === '') return err('missing error type in retry rule');
  const name = parseRetryError(error);
  if (!name.ok) return name;
  const senders = readSenders(trimStart(rest.slice(error.length)));
  if (!senders.ok) return senders;
  const steps = readSteps(senders.value.rest);
  if (!steps.ok) return steps;
  const { list } = senders.value;
  return ok({ pattern: value, error, ...(list !== undefined && { senders: list }), steps: steps.value, place });
}

/** A word, or a string in quotes. */
function readPattern(text: string): Result<Quoted, string> {
  if (text.startsWith('"')) return ok(readLooseQuoted(text));
  const end = text.search(/[ \t\n\v\f\r]/);
  if (end < 0) return err('missing error type in retry rule');
  return ok({ value: text.slice(0, end), rest: trimStart(text.slice(end)) });
}

function readSenders(text: string): Result<{ readonly list?: string; readonly rest: string }, string> {
  if (!/^senders/i.test(text)) return ok({ rest: text });
  const rest = trimStart(text.slice(7));
  if (!rest.startsWith('=')) return err('"=" expected after "senders" in retry rule');
  const list = trimStart(rest.slice(1));
  if (list.startsWith('"')) {
    const { value, rest: behind } = readLooseQuoted(list);
    return ok({ list: value, rest: behind });
  }
  const end = list.search(/[ \t\n\v\f\r]/);
  const value = readString(end < 0 ? list : list.slice(0, end), 'senders');
  return value.ok ? ok({ list: value.value, rest: end < 0 ? '' : trimStart(list.slice(end)) }) : value;
}

function readSteps(text: string): Result<readonly RetryStep[], string> {
  const steps: RetryStep[] = [];
  for (let rest = text; rest !== ''; ) {
    const step = readStep(rest);
    if (!step.ok) return step;
    steps.push(step.value.step);
    rest = step.value.rest;
    if (rest === '') break;
    if (!rest.startsWith(';')) return err('semicolon expected');
    rest = trimStart(rest.slice(1));
  }
  return ok(steps);
}

interface Stepped {
  readonly step: RetryStep;
  readonly rest: string;
}

function readStep(text: string): Result<Stepped, string> {
  const letter = text[0]!.toUpperCase();
  if (text[1] !== ',') return err('comma expected');
  if (!'FGH'.includes(letter)) return err('unknown retry rule letter');
  const [own = '', ...others] = text.slice(1).split(';');
  const rest = others.length === 0 ? '' : `;${others.join(';')}`;
  const args = trim(own).split(',').map(trimStart);
  const wanted = letter === 'F' ? 3 : 4;
  if (args.length < wanted || args.slice(1, wanted - 1).some((arg) => /\s/.test(arg))) return err('comma expected');
  const last = args[wanted - 1]!;
  const [used = '', extra] = /^(\S*)\s+(\S.*)$/s.exec(last)?.slice(1) ?? [last];
  if (extra !== undefined || args.length > wanted) return err('semicolon expected');
  return typed(letter, [args[1]!, args[2]!, ...(letter === 'F' ? [] : [used])], used, rest);
}

function typed(letter: string, args: readonly string[], used: string, rest: string): Result<Stepped, string> {
  const untilSeconds = parseInterval(args[0]!);
  const intervalSeconds = parseInterval(letter === 'F' ? used : args[1]!);
  const factor = letter === 'F' ? undefined : readFactor(args[2]!);
  if (!untilSeconds || !intervalSeconds || (letter !== 'F' && (factor === undefined || factor < 1)))
    return err('bad parameters for retry rule');
  return ok({
    step: { letter, untilSeconds, intervalSeconds, ...(factor !== undefined && { factor }) },
    rest,
  });
}

const readFactor = (text: string): number | undefined =>
  /^\d+(\.\d*)?$/.test(text) ? Math.floor(Number(text) * 1000) / 1000 : undefined;
