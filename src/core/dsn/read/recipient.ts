/** One group of fields about a recipient (RFC 3464 §2.3). */

import { parseMailDate } from '../../mime/index.ts';
import { decodeXtext } from '../../smtp/index.ts';
import { readAddress, readTyped } from '../address.ts';
import { formatStatus, parseStatus, statusMeaning } from '../status.ts';
import {
  ACTIONS,
  type Diagnostic,
  type ExtensionField,
  type FaultCode,
  type ReportedRecipient,
  type TypedValue,
} from '../types.ts';
import type { Faults } from './faults.ts';
import type { Group } from './field-groups.ts';

const KNOWN = [
  'original-recipient',
  'final-recipient',
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'will-retry-until',
  'final-log-id',
];

/** @param isXtext  whether the mailer is known to leave addresses in xtext */
export function readRecipient(group: Group, faults: Faults, isXtext: boolean): ReportedRecipient {
  const value = (name: string): string | undefined => valueIn(group, name);
  const { original, final } = readAddresses(group, isXtext);
  const address = original?.value || final?.value || '';
  const about = address === '' ? 'a recipient' : address;
  const note: Note = (code, detail) => faults.note(code, `${about}: ${detail}`);
  if (address === '') note('no-recipient', 'neither Original-Recipient nor Final-Recipient');
  const action = readAction(value('action'), note);
  const status = readStatus(value('status'), note);
  const remoteMta = value('remote-mta');
  const diagnostic = value('diagnostic-code');
  if (action !== undefined && status !== undefined && !fits(action, status.class))
    note('action-against-status', `${action} with ${formatStatus(status)}`);
  return {
    address,
    ...(original !== undefined && { originalRecipient: original }),
    ...(final !== undefined && { finalRecipient: final }),
    ...(action !== undefined && { action }),
    ...(status !== undefined && { status: formatStatus(status), meaning: statusMeaning(status) }),
    ...(remoteMta !== undefined && { remoteMta: readTyped(remoteMta) }),
    ...(diagnostic !== undefined && { diagnostic: readDiagnostic(diagnostic) }),
    ...dateIn(group, 'last-attempt-date', 'lastAttempt', faults),
    ...dateIn(group, 'will-retry-until', 'willRetryUntil', faults),
    ...(value('final-log-id') !== undefined && { finalLogId: value('final-log-id')! }),
    extensions: extensionsOf(group, KNOWN),
  };
}

export const valueIn = (group: Group, name: string): string | undefined =>
  group.find((field) => field.name.toLowerCase() === name && field.value !== '')?.value;

export const extensionsOf = (group: Group, known: readonly string[]): readonly ExtensionField[] =>
  group.filter(({ name }) => !known.includes(name.toLowerCase()));

export function dateIn<K extends string>(
  group: Group,
  name: string,
  key: K,
  faults: Faults,
): { readonly [_ in K]?: string } {
  const text = valueIn(group, name);
  if (text === undefined) return {};
  const date = parseMailDate(text);
  if (date === undefined) faults.note('bad-date', `${name}: ${text.slice(0, 60)}`);
  return date === undefined ? {} : ({ [key]: date.toISOString() } as { readonly [_ in K]?: string });
}

/**
 * Original-Recipient holds the address itself (RFC 3464 §2.3.1). Some mailers write it in xtext, as it came with ORCPT: known
 * by who they are, or by its decoding to the final recipient.
 */
function readAddresses(
  group: Group,
  isXtext: boolean,
): { readonly original?: TypedValue; readonly final?: TypedValue } {
  const [original, final] = ['original-recipient', 'final-recipient'].map((name) => {
    const text = valueIn(group, name);
    return text === undefined ? undefined : readAddress(text);
  });
  const decoded = original === undefined ? undefined : fromXtext(original.value);
  const isMeant = isXtext || decoded?.toLowerCase() === final?.value.toLowerCase();
  return {
    ...(original !== undefined && { original: isMeant ? { ...original, value: decoded! } : original }),
    ...(final !== undefined && { final }),
  };
}

/** The same where it is no xtext. */
export function fromXtext(text: string): string {
  const decoded = decodeXtext(text);
  return decoded.ok ? decoded.value : text;
}

type Note = (code: FaultCode, detail: string) => void;

/** Comments may stand in fields (RFC 3464 §2.1.1). */
function readAction(text: string | undefined, note: Note): string | undefined {
  const word = text
    ?.replace(/\([^()]*\)/g, ' ')
    .trim()
    .toLowerCase();
  if (word === undefined || word === '') {
    note('no-action', 'Action is missing');
    return undefined;
  }
  const known = ACTIONS.find((action) => word === action || word.startsWith(`${action} `));
  if (known === undefined) note('bad-action', word.slice(0, 40));
  return known ?? word.slice(0, 40);
}

function readStatus(text: string | undefined, note: Note): ReturnType<typeof parseStatus> {
  if (text === undefined) {
    note('no-status', 'Status is missing');
    return undefined;
  }
  const status = parseStatus(text.replace(/^\s*#/, ''));
  if (status === undefined) note('bad-status', text.slice(0, 40));
  return status;
}

/** RFC 3464 §2.3.3, RFC 3463 §2: 4 goes with what failed after a time as well. */
function fits(action: string, statusClass: 2 | 4 | 5): boolean {
  if (action === 'failed') return statusClass !== 2;
  if (action === 'delayed') return statusClass === 4;
  return statusClass === 2 || !(ACTIONS as readonly string[]).includes(action);
}

/** Reply code and enhanced code stand at the beginning of what an SMTP server said (RFC 3464 §2.3.6, RFC 2034 §4). */
export function readDiagnostic(text: string): Diagnostic {
  const typed = readTyped(text);
  const [, reply, enhanced] =
    /^(?:.{0,200}?[^\d.])??([245]\d\d)[ -]+#?([245]\.\d{1,3}\.\d{1,3})?(?![\d.])/s.exec(typed.value) ?? [];
  const bare = reply === undefined ? /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(typed.value)?.[0] : enhanced;
  const isSmtp = typed.type === 'smtp' || typed.type === '' || typed.type === 'lmtp';
  return {
    ...typed,
    ...(isSmtp && reply !== undefined && { replyCode: Number(reply) }),
    ...(bare !== undefined && parseStatus(bare) !== undefined && { enhancedCode: bare }),
  };
}
