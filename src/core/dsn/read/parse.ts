/** A message to the report in it. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type Entity, readEntity, textOf } from '../../mime/index.ts';
import { readTyped } from '../address.ts';
import { type DsnError, dsnError } from '../errors.ts';
import { reportKind } from '../kind.ts';
import type { DeliveryReport } from '../types.ts';
import { Faults } from './faults.ts';
import { type Group, readGroups } from './field-groups.ts';
import { dateIn, extensionsOf, fromXtext, readRecipient, valueIn } from './recipient.ts';
import { readReturned } from './returned.ts';
import { findStatus, isReport, type StatusText } from './status-part.ts';

/** Larger than what servers send back. */
export const MAX_MESSAGE_OCTETS = 64 * 1024 * 1024;
const MAX_TEXT = 20_000;

/**
 * The report in a message, read leniently: what is missing or wrong is among its faults.
 *
 * @param message  the mail as octets, at most MAX_MESSAGE_OCTETS; line ends may be bare LF
 * @returns not-a-report where no part has the fields of a report
 * @see RFC 3464 §2; RFC 6522 §3; RFC 6533 §4–§6
 */
export function parseDsn(message: Uint8Array): Result<DeliveryReport, DsnError> {
  if (message.length > MAX_MESSAGE_OCTETS)
    return err(dsnError('dsn/too-large', `the message is larger than ${MAX_MESSAGE_OCTETS} octets`));
  return reportIn(readEntity(message));
}

/** The same for a message that is read already. */
export function reportIn(root: Entity): Result<DeliveryReport, DsnError> {
  const faults = new Faults();
  const found = findStatus(root, faults);
  if (found.length === 0 && !isDeclared(root)) return err(notAReport());
  noteMime(root, faults);
  const groups = found.map(({ text }) => readGroups(text, faults));
  const isXtext = leavesXtext(found[0]?.within ?? root);
  const perMessage = groups[0]?.perMessage ?? [];
  const recipients = groups
    .flatMap(({ perRecipient }) => perRecipient)
    .map((group) => readRecipient(group, faults, isXtext));
  const within = found[0]?.within ?? root;
  const parts = partsBeside(within, found);
  const original = readReturned(parts);
  const text = parts.find(({ type }) => type.name === 'text/plain' || type.name.startsWith('multipart/'));
  noteMissing({ within, found, perMessage, recipients: recipients.length }, faults);
  return ok({
    kind: reportKind(recipients),
    form: found.some(({ isGlobal }) => isGlobal) ? 'global-delivery-status' : 'delivery-status',
    ...aboutMessage(perMessage, faults, isXtext),
    recipients,
    ...(text !== undefined && { text: humanText(text) }),
    original,
    faults: faults.list,
  });
}

/** Exim writes ENVID and ORCPT in xtext as they came (seen with 4.96); its boundary names it. */
const leavesXtext = ({ type }: Entity): boolean => /^\d+-eximdsn-\d+$/.test(type.parameters.get('boundary') ?? '');

/** RFC 6522 §3: what says that it is a report of delivery, and has lost the part that says which. */
const isDeclared = (root: Entity): boolean =>
  isReport(root) && root.type.parameters.get('report-type')?.toLowerCase() === 'delivery-status';

const notAReport = (): DsnError =>
  dsnError(
    'dsn/not-a-report',
    'the message is no delivery status notification: no part of it has the fields of a report',
    'mxray bounce parse reads what mailers say in their own words',
  );

/** An alternative of text and HTML counts as its first text. */
const humanText = (entity: Entity): string =>
  (entity.children.length === 0 ? textOf(entity) : humanText(entity.children[0]!)).slice(0, MAX_TEXT).trim();

const partsBeside = (within: Entity, found: readonly StatusText[]): readonly Entity[] =>
  within.children.filter((child) => found.every(({ part }) => part !== child));

const MESSAGE_FIELDS = ['reporting-mta', 'dsn-gateway', 'received-from-mta', 'original-envelope-id', 'arrival-date'];

/** RFC 3464 §2.2. */
function aboutMessage(
  group: Group,
  faults: Faults,
  isXtext: boolean,
): Pick<DeliveryReport, 'extensions'> & Partial<DeliveryReport> {
  const value = (name: string): string | undefined => valueIn(group, name);
  const [reportingMta, dsnGateway, receivedFromMta] = MESSAGE_FIELDS.slice(0, 3).map((name) => value(name));
  const envelopeId = value('original-envelope-id');
  return {
    ...(reportingMta !== undefined && { reportingMta: readTyped(reportingMta) }),
    ...(dsnGateway !== undefined && { dsnGateway: readTyped(dsnGateway) }),
    ...(receivedFromMta !== undefined && { receivedFromMta: readTyped(receivedFromMta) }),
    ...(envelopeId !== undefined && { originalEnvelopeId: isXtext ? fromXtext(envelopeId) : envelopeId }),
    ...dateIn(group, 'arrival-date', 'arrivalDate', faults),
    extensions: extensionsOf(group, MESSAGE_FIELDS),
  };
}

/** Of the report itself: what came back may be as broken as it likes. */
function noteMime(root: Entity, faults: Faults): void {
  for (const fault of root.faults) faults.note(fault, `in ${root.type.name}`);
  for (const child of root.children) if (child.type.name.startsWith('multipart/')) noteMime(child, faults);
}

interface Seen {
  readonly within: Entity;
  readonly found: readonly StatusText[];
  readonly perMessage: Group;
  readonly recipients: number;
}

/** RFC 6522 §3, RFC 3464 §2.1–§2.2: two parts, Reporting-MTA, at least one recipient. The third part may be left out. */
function noteMissing({ within, found, perMessage, recipients }: Seen, faults: Faults): void {
  if (!isReport(within)) faults.note('not-multipart-report', `it is ${within.type.name}`);
  if (found.length === 0) faults.note('no-status-part', 'no message/delivery-status');
  else if (recipients === 0) faults.note('no-recipients', 'no group of fields is about a recipient');
  if (found.length > 0 && valueIn(perMessage, 'reporting-mta') === undefined)
    faults.note('no-reporting-mta', 'Reporting-MTA is missing');
}
