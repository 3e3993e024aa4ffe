/** What came of a submission, without what differs from one run or one program to the next. */
import type { Ran } from '../../framework/command.ts';
import { steadyLines, steadyMessage } from '../serve-dialogues/heard.ts';
import type { Stored } from '../serve-dialogues/stored.ts';
import type { SubmissionCase } from './cases.ts';

const PARTS = ['status', 'out', 'err', 'main', 'reject', 'stored'] as const;
export type Heard = Readonly<Record<(typeof PARTS)[number], readonly string[]>>;

export interface Raw {
  readonly one: SubmissionCase;
  readonly ran: Ran;
  readonly main: string;
  readonly reject: string;
  readonly messages: readonly (Stored | undefined)[];
}

export function steadyHeard({ one, ran, main, reject, messages }: Raw): Heard {
  const err = steadyLines(ran.stderr);
  return {
    status: [String(ran.status)],
    out: steadyLines(ran.stdout.replaceAll('\r\n', '\n')),
    err: one.hasOwnWords ? [err.length > 0 ? 'something' : 'nothing'] : err,
    main: steadyLines(main)
      .filter((line) => !/^(?:(?:Start|End) queue run:|cwd=)/.test(line)) // other words, and processes of Exim's own
      .map((line) => line.replace(/(<= <> .*) S=\d+/, '$1').replace(/\b([QD]T)=\S+/g, '$1=TIME')),
    reject: steadyLines(reject),
    stored: messages.flatMap((message) =>
      message === undefined ? ['(not in the spool)'] : withoutTree(steadyMessage(withoutProse(message))),
    ),
  };
}

/** A report's words are our own; the fields and the copy of the message are not. */
function withoutProse({ head, body }: Stored): Stored {
  if (!head.includes('\n-localerror\n') || !body.includes('------ ')) return { head, body };
  const counts = /^-(?:body_linecount|max_received_linelength) .*\n/gm;
  const copy = body.replace(/^[\s\S]*?------ .* ------\n+/, '');
  // How much of a field that is too long comes back is nobody's promise.
  return { head: head.replace(counts, ''), body: steadyLines(copy.replace(/x{50,}/g, 'x…')).join('\n') };
}

/** Who gets nothing, in whatever shape the tree of them is. */
function withoutTree(lines: readonly string[]): readonly string[] {
  const isNode = (line: string): boolean => /^[YN][YN] /.test(line);
  const nodes = lines.filter(isNode).map((line) => line.slice(3));
  return [...lines.filter((line) => !isNode(line)), ...nodes.sort()];
}

export function differencesOf(ours: Heard, theirs: Heard): string | undefined {
  const found = PARTS.flatMap((part) => {
    const [mine, other] = [ours[part], theirs[part]];
    if (mine.join('\n') === other.join('\n')) return [];
    const only = (these: readonly string[], those: readonly string[]): string =>
      these.filter((line) => !those.includes(line)).join('\n         ') || '(the same lines in another order)';
    return [`${part}\n    exim ${only(other, mine)}\n    ours ${only(mine, other)}`];
  });
  return found.length === 0 ? undefined : found.join('\n');
}
