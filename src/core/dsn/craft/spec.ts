/** What a report shall say, and whether it may be written at all. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type DsnError, dsnError } from '../errors.ts';
import { parseStatus } from '../status.ts';
import type { Action, Returned } from '../types.ts';
import type { DsnLanguage } from './languages/types.ts';

export interface SpecRecipient {
  /** The address that was tried last. */
  readonly address: string;
  /** As ORCPT gave it, decoded. */
  readonly originalRecipient?: { readonly type: string; readonly address: string };
  readonly action: Action;
  /** `5.1.1`. */
  readonly status: string;
  /** What the other side said: `550 5.1.1 No such user`, or with its type: `x-local; quota`. Lines may end by LF. */
  readonly diagnostic?: string;
  /** Name of the host that said it. */
  readonly remoteMta?: string;
  readonly lastAttempt?: Date;
  readonly willRetryUntil?: Date;
  readonly finalLogId?: string;
}

export interface DsnSpec {
  /** Where the report goes: the sender of the original in its envelope. */
  readonly to: string;
  /** As in a From field. */
  readonly from: string;
  readonly reportingMta: string;
  readonly dsnGateway?: string;
  /** The host that the original came from. */
  readonly receivedFromMta?: string;
  /** Decoded. */
  readonly envelopeId?: string;
  readonly arrival?: Date;
  readonly recipients: readonly SpecRecipient[];
  readonly original?: Uint8Array;
  /** What the sender asked for (RFC 3461 §4.3). */
  readonly ret?: Returned;
  /** A larger original comes back as its header. */
  readonly maxOriginalOctets: number;
  readonly language: DsnLanguage;
  /** No octet beyond ASCII: for a next hop without 8BITMIME. */
  readonly isSevenBit: boolean;
  readonly date: Date;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly boundary: string;
}

/** As many as a report is read with. */
const MAX_RECIPIENTS = 10_000;

/** What is wrong with it, the first thing alone; nothing that could end a line gets into a header. */
export function checkSpec(spec: DsnSpec): Result<void, DsnError> {
  if (spec.recipients.length === 0) return wrong('a report is about at least one recipient, and there is none');
  if (spec.recipients.length > MAX_RECIPIENTS)
    return wrong(`there are ${spec.recipients.length} recipients: at most ${MAX_RECIPIENTS} go into a report`);
  const problem = textProblem(spec) ?? spec.recipients.map(recipientProblem).find((one) => one !== undefined);
  return problem === undefined ? ok(undefined) : wrong(problem);
}

const wrong = (message: string): { ok: false; error: DsnError } => err(dsnError('dsn/spec', message));

function textProblem(spec: DsnSpec): string | undefined {
  const texts = {
    to: spec.to,
    from: spec.from,
    'reporting MTA': spec.reportingMta,
    gateway: spec.dsnGateway,
    'received-from MTA': spec.receivedFromMta,
    'envelope id': spec.envelopeId,
  };
  for (const [name, text] of Object.entries(texts))
    if (text !== undefined && hasControls(text)) return `the ${name} has control characters in it`;
  if (!/^[^\s]{1,255}$/.test(spec.reportingMta))
    return `"${spec.reportingMta.slice(0, 60)}" is no name of a host, as the reporting MTA must be`;
  if (spec.isSevenBit && /[^\x00-\x7f]/.test(spec.to))
    return 'a sender with characters beyond ASCII cannot be told in 7 bits';
  if (!/^<[!-=?-~]{1,250}>$/.test(spec.messageId)) return 'the message id must be as <name@host>';
  // RFC 2046 §5.1.1: bchars, of which those without quoting are taken.
  if (!/^[A-Za-z0-9'+_./:=-]{1,70}$/.test(spec.boundary))
    return "the boundary must have 1 to 70 letters, digits or '+_./:=-";
  return undefined;
}

function recipientProblem(one: SpecRecipient): string | undefined {
  const texts = [one.address, one.originalRecipient?.address, one.remoteMta, one.finalLogId];
  if (texts.some((text) => text !== undefined && hasControls(text)))
    return `${shown(one.address)}: a value has control characters in it`;
  if (one.diagnostic !== undefined && /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(one.diagnostic))
    return `${shown(one.address)}: the diagnostic has control characters in it`;
  return statusProblem(one);
}

/** RFC 3464 §2.3.3: which class goes with which action. */
function statusProblem({ address, action, status, willRetryUntil }: SpecRecipient): string | undefined {
  const code = parseStatus(status);
  if (code === undefined) return `${shown(address)}: "${status.slice(0, 20)}" is no status such as 5.1.1`;
  const classes = CLASSES[action];
  if (!classes.includes(code.class))
    return `${shown(address)}: ${action} goes with a status of class ${classes.join(' or ')}, and not with ${status}`;
  // RFC 3464 §2.3.9
  if (willRetryUntil !== undefined && action !== 'delayed')
    return `${shown(address)}: a time until which is tried again goes with delayed alone, and not with ${action}`;
  return undefined;
}

const CLASSES: Readonly<Record<Action, readonly number[]>> = {
  failed: [5, 4],
  delayed: [4],
  delivered: [2],
  relayed: [2],
  expanded: [2],
};

export const defaultStatus = (action: Action): string => `${CLASSES[action][0]}.0.0`;

const hasControls = (text: string): boolean => /[\x00-\x1f\x7f\u2028\u2029]/.test(text);
const shown = (address: string): string => JSON.stringify(address.slice(0, 80));
