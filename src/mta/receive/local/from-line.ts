/** The line in the manner of UUCP that may stand before a header, with who sent the message (`uucp_from_pattern`). */
import { compilePattern, type Pattern } from '../../../core/pcre/index.ts';
import { after, type Later, textOf } from '../../expand/index.ts';
import type { Session } from '../session.ts';

/** Such a line is no longer. */
const MAX_OCTETS = 2000;
const LF = 10;

/** @returns the sender it names, and what is behind it; undefined: it is no such line */
export function readFromLine(
  session: Session,
  text: Buffer,
): Later<{ readonly sender: string; readonly rest: Buffer } | undefined> {
  const found = matched(session, text);
  if (found === undefined) return undefined;
  const end = text.indexOf(LF);
  return after(senderOf(session, found.captures), (sender) => ({ sender, rest: text.subarray(end + 1) }));
}

function matched(session: Session, text: Buffer): PatternMatch | undefined {
  const end = text.indexOf(LF);
  if (end < 0 || end > MAX_OCTETS) return undefined;
  const line = text.toString('latin1', 0, end + 1).replace(/\r?\n$/, '\n');
  const found = patternOf(session)?.exec(line, 0);
  return found === 'out-of-time' ? undefined : found;
}

type PatternMatch = Exclude<ReturnType<Pattern['exec']>, 'out-of-time' | undefined>;

/** Could it still become one? */
export const mayBeFromLine = (text: Buffer): boolean =>
  text.indexOf(LF) < 0 && text.length <= MAX_OCTETS && /^(?:>?F?r?o?m?$|>?From\s)/.test(text.toString('latin1', 0, 6));

function patternOf({ shared: { options } }: Session): Pattern | undefined {
  const text = options.text('uucp_from_pattern');
  if (text === undefined || text === '') return undefined;
  const compiled = compilePattern(text);
  return compiled.ok ? compiled.value : undefined;
}

/** `uucp_from_sender`, which knows what the pattern has captured; what cannot be had is no sender. */
function senderOf(session: Session, captures: readonly (string | undefined)[]): Later<string> {
  const { options } = session.shared;
  const host = { ...session.host, captures: () => captures.map((text = '') => textOf(text, true)) };
  return after(options.expand(options.text('uucp_from_sender') ?? '$1', host), (made) =>
    made.kind === 'text' ? made.text : '',
  );
}
