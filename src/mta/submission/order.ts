/**
 * What stands in a dropped file: a line of JSON that says what the caller wants, and behind it the message as it was given.
 *
 * Nothing in it says who the caller is: the owner of the file does, which a caller cannot choose.
 */
import { err, ok, type Result } from '../../base/index.ts';

export interface SubmissionOrder {
  /** `message`: it is in the file; `smtp`, `batch`: a session follows over the socket (`-bs`, `-bS`). */
  readonly kind: 'message' | 'smtp' | 'batch';
  /** `-f`; absent: the caller. Octets, as everywhere here. */
  readonly sender?: string;
  readonly recipients: readonly string[];
  /** `-t`: recipients stand in the header. */
  readonly fromHeader: boolean;
  /** `-F`: for a From field that is made. */
  readonly fullName?: string;
}

/** What becomes of it. */
export type SubmissionAnswer =
  | { readonly kind: 'taken'; readonly reply: string }
  | { readonly kind: 'refused'; readonly reply: string };

/** A line of arguments is bounded by the system at about this. */
export const MAX_ORDER_OCTETS = 2 * 1024 * 1024;
const MAX_RECIPIENTS = 50_000;

export const formatOrder = (order: SubmissionOrder): string => `${JSON.stringify(order)}\n`;

/** Whoever wrote it may have written anything. */
export function parseOrder(line: string): Result<SubmissionOrder, string> {
  try {
    const order = JSON.parse(line) as Partial<Record<keyof SubmissionOrder, unknown>>;
    const { kind, sender, recipients, fromHeader, fullName } = order ?? {};
    if (kind !== 'message' && kind !== 'smtp' && kind !== 'batch') return err('its first line names no kind');
    if (!Array.isArray(recipients) || !recipients.every(isAddress) || recipients.length > MAX_RECIPIENTS)
      return err('its first line has recipients that are none');
    if (sender !== undefined && !isAddress(sender)) return err('its first line has a sender that is none');
    return ok({
      kind,
      recipients,
      fromHeader: fromHeader === true,
      ...(sender !== undefined && { sender }),
      ...(typeof fullName === 'string' && isPlain(fullName) && { fullName }),
    });
  } catch {
    return err('its first line is no JSON');
  }
}

/** No line ends: what is said in a command must stay one command. */
const isPlain = (text: string): boolean => !/[\0\r\n]/.test(text);
const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 1000 && isPlain(value);
