/** SMTP replies (RFC 5321 §4.2): read from lines, with limits. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';

export interface Reply {
  /** 200–599. */
  readonly code: number;
  /** Text of each line, without code and separator. */
  readonly lines: readonly string[];
  /** Of each line, where they differ, against RFC 5321 §4.2.1. */
  readonly codes?: readonly number[];
  /** `4.7.0`: class, subject, detail (RFC 2034 §4), where the first line begins with one. */
  readonly enhanced?: string;
}

export type ReplyErrorCode = 'smtp/not-a-reply' | 'smtp/mixed-codes' | 'smtp/reply-too-long';
export type ReplyError = Failure<ReplyErrorCode>;

/** RFC 5321 §4.5.3.1.5 gives 512 octets; servers exceed it, none honest by this much. */
export const MAX_REPLY_LINE_BYTES = 4096;
/** EHLO replies of real servers have at most some thirty lines. */
export const MAX_REPLY_LINES = 256;

/** Lines of a reply that has not ended yet. */
export interface PartialReply {
  readonly code?: number;
  readonly lines: readonly string[];
  readonly codes?: readonly number[];
}

export const noReplyYet: PartialReply = { lines: [] };

/**
 * One more line: the reply where it is complete, else what there is of it so far.
 *
 * @param takesFirst  where lines have different codes, the first is the reply's; else that is no reply
 */
export function addReplyLine(
  partial: PartialReply,
  line: string,
  takesFirst = false,
): Result<{ readonly reply: Reply } | { readonly partial: PartialReply }, ReplyError> {
  if (!REPLY_LINE.test(line)) return failed('smtp/not-a-reply', `"${showLine(line)}" is not an SMTP reply`);
  const own = Number(line.slice(0, 3));
  const code = partial.code ?? own;
  if (code !== own && !takesFirst) {
    return failed('smtp/mixed-codes', `a reply changed its code from ${code} to ${own}`); // RFC 5321 §4.2.1
  }
  const lines = [...partial.lines, line.slice(4)];
  const codes = codesOf(partial, code, own);
  if (line[3] !== '-') return ok({ reply: replyOf(code, lines, codes) });
  if (lines.length >= MAX_REPLY_LINES) {
    return failed('smtp/reply-too-long', `a reply has more than ${MAX_REPLY_LINES} lines`);
  }
  return ok({ partial: { code, lines, ...(codes !== undefined && { codes }) } });
}

function codesOf({ codes, lines }: PartialReply, code: number, own: number): readonly number[] | undefined {
  if (codes === undefined && code === own) return undefined;
  return [...(codes ?? lines.map(() => code)), own];
}

const REPLY_LINE = /^[2-5][0-9]{2}(?:[ -].*)?$/s;

export const isPositive = (reply: Reply): boolean => reply.code >= 200 && reply.code < 400;
/** RFC 5321 §4.2.1: 4yz may succeed later. */
export const isTemporary = (reply: Reply): boolean => reply.code >= 400 && reply.code < 500;

/** On one line, for people: `454 4.7.0 TLS not available`. */
export const formatReply = (reply: Reply): string => `${reply.code} ${reply.lines.map(showLine).join(' / ')}`;

/** Peers' text made safe to print: control characters and octets beyond ASCII become `?`, and the end is cut. */
export function showLine(line: string): string {
  const safe = line.replace(/[^\x20-\x7e]/g, '?');
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}

function replyOf(code: number, lines: readonly string[], codes: readonly number[] | undefined): Reply {
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(lines[0]!)?.[1];
  return { code, lines, ...(codes !== undefined && { codes }), ...(enhanced !== undefined && { enhanced }) };
}

function failed(code: ReplyErrorCode, message: string): { ok: false; error: ReplyError } {
  return err({ code, message, fault: 'peer', temporary: false });
}
