/** Recipients of a report to be written: addresses, or objects with what is special about each. */
import { nearest } from '../../base/index.ts';
import {
  ACTIONS,
  type Action,
  defaultStatus,
  parseNotify,
  parseOrcpt,
  type SpecRecipient,
  wantsReport,
} from '../../core/dsn/index.ts';
import { parseMailbox } from '../../core/smtp/index.ts';
import { Fields, isObject } from './fields.ts';

export const RECIPIENT_FIELDS = [
  'address',
  'orcpt',
  'notify',
  'action',
  'status',
  'diagnostic',
  'remoteMta',
  'lastAttempt',
  'retryUntil',
  'finalLogId',
] as const;

/**
 * @param fields  holds `recipient` and the values that count where a recipient has none of its own
 * @returns those whose sender wants to hear of it, and how many there are that do not
 */
export function readRecipients(fields: Fields): {
  readonly wanted: readonly SpecRecipient[];
  readonly unwanted: number;
} {
  const given = [...fields.list('recipient'), ...fields.list('recipients')];
  if (given.length === 0) fields.problem('"recipient" is missing: give the address that the report is about');
  const common = Object.fromEntries(RECIPIENT_FIELDS.map((name) => [name, fields.list(name)[0]]));
  const read = given.map((item, i) => readOne(fields, { ...common, ...ownValues(fields, item, i) }, i));
  const wanted = read.filter((one) => one !== undefined);
  return { wanted, unwanted: read.length - wanted.length };
}

/** An address, or JSON of an object; in a batch line an object. */
function ownValues(fields: Fields, item: unknown, i: number): Readonly<Record<string, unknown>> {
  const value = typeof item === 'string' && item.trimStart().startsWith('{') ? fromJson(item) : item;
  if (typeof value === 'string') return { address: value };
  if (!isObject(value)) {
    fields.problem(`recipient ${i + 1} must be an address or an object with one`);
    return { address: 'x@x' };
  }
  for (const name of Object.keys(value)) {
    if ((RECIPIENT_FIELDS as readonly string[]).includes(name)) continue;
    const near = nearest(name, RECIPIENT_FIELDS);
    const right = near === undefined ? `fields are ${RECIPIENT_FIELDS.join(', ')}` : `did you mean ${near}?`;
    fields.problem(`recipient ${i + 1} has no field "${name.slice(0, 40)}": ${right}`);
  }
  return value;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Undefined where NOTIFY does not ask for a report of this action (RFC 3461 §4.1). Who gives no NOTIFY and says that the
 * message was delivered, relayed or expanded asks for such a report by saying it.
 */
function readOne(outer: Fields, values: Readonly<Record<string, unknown>>, i: number): SpecRecipient | undefined {
  const fields = new Fields(values);
  const action = fields.oneOf('action', ACTIONS) ?? 'failed';
  const notify = fields.has('notify')
    ? fields.take(parseNotify(fields.texts('notify').join(',')), undefined)
    : undefined;
  const done = fields.done(recipientOf(fields, action));
  if (!done.ok) for (const line of done.error.message.split('\n')) outer.problem(`recipient ${i + 1}: ${line}`);
  return done.ok && (notify === undefined || wantsReport(notify, action)) ? done.value : undefined;
}

function recipientOf(fields: Fields, action: Action): SpecRecipient {
  const address = checkAddress(fields, 'address', fields.text('address', 'the address that the report is about'));
  const orcpt = fields.has('orcpt')
    ? fields.take(parseOrcpt(fields.text('orcpt', 'type;xtext')), undefined)
    : undefined;
  const diagnostic = fields.optionalText('diagnostic');
  const remoteMta = fields.optionalText('remoteMta');
  const finalLogId = fields.optionalText('finalLogId');
  const lastAttempt = fields.date('lastAttempt');
  const willRetryUntil = fields.date('retryUntil');
  return {
    address,
    ...(orcpt !== undefined && { originalRecipient: { type: orcpt.addressType, address: orcpt.address } }),
    action,
    status: fields.optionalText('status') ?? defaultStatus(action),
    ...(diagnostic !== undefined && { diagnostic }),
    ...(remoteMta !== undefined && { remoteMta }),
    ...(lastAttempt !== undefined && { lastAttempt }),
    ...(willRetryUntil !== undefined && { willRetryUntil }),
    ...(finalLogId !== undefined && { finalLogId }),
  };
}

/** A mailbox (RFC 5321 §4.1.2, RFC 6531 §3.3), with or without its brackets; of a local user the name alone. */
export function checkAddress(fields: Fields, name: string, text: string): string {
  const bare = /^<(.*)>$/s.exec(text.trim())?.[1] ?? text.trim();
  if (bare === '' || /^[\w.+-]{1,64}$/.test(bare)) return bare;
  const read = parseMailbox(bare, { utf8: true });
  if (!read.ok) fields.problem(`"${name}" "${bare.slice(0, 80)}" is no address: ${read.error.message}`);
  return bare;
}
