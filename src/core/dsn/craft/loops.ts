/** Reports that must not be: each could answer a report, and so on for ever (RFC 3461 §6.1, RFC 3834 §2, RFC 5321 §6.1). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type Field, parseFields } from '../../message/index.ts';
import { firstValue, parseMediaType } from '../../mime/index.ts';
import { type DsnError, dsnError } from '../errors.ts';
import type { Action } from '../types.ts';

export interface LoopQuestion {
  /** The sender in the envelope; empty or `<>` is the null one. */
  readonly to: string;
  readonly actions: readonly Action[];
  readonly original?: Uint8Array;
}

export const isNullSender = (sender: string): boolean => /^(?:<\s*>)?$/.test(sender.trim());

export function checkLoops({ to, actions, original }: LoopQuestion): Result<void, DsnError> {
  if (isNullSender(to))
    return refuse(
      'dsn/null-sender',
      'the original has the null sender <>, and nobody is told what became of it (RFC 3461 §6.1)',
    );
  if (original === undefined) return ok(undefined);
  const fields = parseFields(headerOf(original));
  if (isReport(fields))
    return refuse('dsn/is-a-report', 'the original is a report itself, and no report is made on a report');
  const submitted = firstValue(fields, 'auto-submitted')?.toLowerCase() ?? '';
  if (/^auto-replied\b/.test(submitted))
    return refuse(
      'dsn/auto-submitted',
      `the original answers by itself (Auto-Submitted: ${submitted.slice(0, 40)}), and is not answered`,
    );
  const bulk = bulkMark(fields, submitted);
  if (bulk !== undefined && actions.includes('delayed'))
    return refuse('dsn/bulk-delay', `nobody waits to hear that a message of this kind is late (${bulk})`);
  return ok(undefined);
}

const refuse = (code: DsnError['code'], message: string): { ok: false; error: DsnError } =>
  err(dsnError(code, message));

/** Delivery and disposition notifications alike (RFC 6522 §3). */
function isReport(fields: readonly Field[]): boolean {
  const { name, parameters } = parseMediaType(firstValue(fields, 'content-type'));
  const kind = parameters.get('report-type')?.toLowerCase();
  return name === 'multipart/report' && (kind === 'delivery-status' || kind === 'disposition-notification');
}

/** A failure is told all the same: the sender has to know of it. Exim holds warnings back by the same marks. */
function bulkMark(fields: readonly Field[], submitted: string): string | undefined {
  const precedence = firstValue(fields, 'precedence')?.toLowerCase() ?? '';
  if (/^(?:bulk|list|junk)\b/.test(precedence)) return `Precedence: ${precedence.slice(0, 20)}`;
  if (/^auto-generated\b/.test(submitted)) return 'Auto-Submitted: auto-generated';
  return fields.some(({ name }) => name === 'list-id' || name === 'list-post') ? 'List-Id' : undefined;
}

const MAX_HEADER = 1024 * 1024;

function headerOf(original: Uint8Array): string {
  const head = Buffer.from(original.subarray(0, MAX_HEADER)).toString('latin1').replace(/\r?\n/g, '\r\n');
  const end = head.indexOf('\r\n\r\n');
  return end < 0 ? head : head.slice(0, end);
}
