/** `--expect STAGE=CODE[ TEXT]`: what the server is to say, and whether it did. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { formatReply, type Stage, type Step } from '../smtp/index.ts';

export interface Expectation {
  /** As given. */
  readonly text: string;
  readonly stages: readonly Stage[];
  /** Of RCPT: this recipient alone. */
  readonly recipient?: string;
  /** `250`, or with x for any digit. */
  readonly code: RegExp;
  /** Somewhere in the reply, in any case. */
  readonly contains?: string;
}

export interface ExpectationReport {
  readonly expected: string;
  readonly met: boolean;
  /** The reply that decided; absent where the stage was never reached. */
  readonly got?: string;
}

const STAGES: Readonly<Record<string, readonly Stage[]>> = {
  banner: ['greeting'],
  greeting: ['greeting'],
  connect: ['greeting'],
  ehlo: ['ehlo', 'helo', 'lhlo'],
  helo: ['ehlo', 'helo', 'lhlo'],
  lhlo: ['lhlo'],
  starttls: ['starttls'],
  tls: ['starttls'],
  xclient: ['xclient'],
  auth: ['auth'],
  mail: ['mail'],
  from: ['mail'],
  rcpt: ['rcpt'],
  to: ['rcpt'],
  data: ['data'],
  bdat: ['bdat'],
  dot: ['dot', 'bdat', 'body'],
  rset: ['rset'],
  quit: ['quit'],
};

/** Steps that are said more than once and of which the last counts; of the others each does. */
const LAST_COUNTS: ReadonlySet<Stage> = new Set(['ehlo', 'helo', 'lhlo', 'auth', 'bdat', 'xclient']);

export function parseExpectation(text: string): Result<Expectation, Failure> {
  const match = /^([a-z]+)(?::([^=]*))?=([2-5][0-9x]{2}|[2-5]xx)(?: (.+))?$/is.exec(text);
  const stages = STAGES[match?.[1]?.toLowerCase() ?? ''];
  if (match === null || stages === undefined) return err(unreadable(text));
  const [, , recipient, code, contains] = match;
  return ok({
    text,
    stages,
    code: new RegExp(`^${code!.toLowerCase().replaceAll('x', '\\d')}$`),
    ...(recipient !== undefined && { recipient }),
    ...(contains !== undefined && { contains: contains.toLowerCase() }),
  });
}

function unreadable(text: string): Failure {
  const message = `--expect "${text.slice(0, 60)}" is no STAGE=CODE[ TEXT]`;
  const hint = `as rcpt=250, rcpt:bob@example.org=550, dot=4xx, banner="220 mx1"; stages: ${Object.keys(STAGES).join(', ')}`;
  return { code: 'usage', message, hint, fault: 'configuration', temporary: false };
}

export function judgeExpectation(expectation: Expectation, steps: readonly Step[]): ExpectationReport {
  const { text, stages, recipient } = expectation;
  const answered = steps.filter(
    (step) =>
      step.reply !== undefined &&
      stages.includes(step.stage) &&
      (recipient === undefined || step.recipient?.toLowerCase() === recipient.toLowerCase()),
  );
  const last = answered.at(-1);
  if (last === undefined) return { expected: text, met: false };
  const counting = LAST_COUNTS.has(last.stage) ? [last] : answered;
  const wrong = counting.find((step) => !fits(expectation, step));
  return { expected: text, met: wrong === undefined, got: formatReply((wrong ?? last).reply!) };
}

function fits({ code, contains }: Expectation, { reply }: Step): boolean {
  const text = reply!.lines.join('\n').toLowerCase();
  return code.test(String(reply!.code)) && (contains === undefined || text.includes(contains));
}
