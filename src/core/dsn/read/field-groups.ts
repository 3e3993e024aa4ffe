/**
 * The body of message/delivery-status: groups of fields with empty lines between, the first about the message, the others
 * about a recipient each (RFC 3464 §2.1).
 */
import type { Faults } from './faults.ts';

export interface GroupField {
  /** As written. */
  readonly name: string;
  /** Unfolded. */
  readonly value: string;
}
export type Group = readonly GroupField[];

export interface Groups {
  readonly perMessage: Group;
  readonly perRecipient: readonly Group[];
}

/** No list expands to so many in one report; each costs memory that a stranger decides on. */
export const MAX_RECIPIENTS = 10_000;
const MAX_VALUE = 4_000;
/** Fields of one group: reports have a dozen. */
const MAX_FIELDS = 200;

/** @param text  decoded, lines ended by LF */
export function readGroups(text: string, faults: Faults): Groups {
  const blocks = text
    .split(/\n(?:[ \t]*\n)+/)
    .map((block) => readFields(block, faults))
    .filter(({ length }) => length > 0);
  const [first = []] = blocks;
  const { perMessage, rest } = splitFirst(first, faults);
  const all = [rest, ...blocks.slice(1)].flatMap((block) => splitRunTogether(block, faults)).filter(isAboutRecipient);
  if (all.length > MAX_RECIPIENTS)
    faults.note('too-many-recipients', `${all.length}, of which ${MAX_RECIPIENTS} are read`);
  return { perMessage, perRecipient: all.slice(0, MAX_RECIPIENTS) };
}

/** Lines that are no field go on with the field before: some mailers fold without white space. */
function readFields(block: string, faults: Faults): Group {
  const fields: { name: string; value: string }[] = [];
  for (const line of block.split('\n')) {
    const [, name, value] = /^([!-9;-~]+?)[ \t]*:(.*)$/s.exec(line) ?? [];
    const last = fields.at(-1);
    const isContinued = /^[ \t]/.test(line) || name === undefined || !isFieldName(name);
    if (!isContinued) {
      if (fields.length < MAX_FIELDS) fields.push({ name, value: value!.trim().slice(0, MAX_VALUE) });
    } else if (last !== undefined) {
      if (!/^[ \t]|^$/.test(line) && !isMimeMark(line)) junk(line, faults);
      if (!isMimeMark(line)) last.value = `${last.value} ${line.trim()}`.trim().slice(0, MAX_VALUE);
    } else if (line.trim() !== '' && !isMimeMark(line)) junk(line, faults);
  }
  return fields;
}

/** A boundary that the reader of multiparts did not take for one. */
const isMimeMark = (line: string): boolean => line.startsWith('--');
/** `https://…` and `550: no` begin lines of diagnostics. */
const isFieldName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9-]*$/.test(name) && !/^https?$/i.test(name);

const junk = (line: string, faults: Faults): void => faults.note('junk-line', line.trim().slice(0, 80));

const RECIPIENT_FIELDS = ['original-recipient', 'final-recipient', 'action', 'status'];
const ADDRESS_FIELDS = ['original-recipient', 'final-recipient'];
const lower = ({ name }: GroupField): string => name.toLowerCase();
const isAboutRecipient = (group: Group): boolean => group.some((field) => RECIPIENT_FIELDS.includes(lower(field)));
const hasAddress = (group: Group): boolean => group.some((field) => ADDRESS_FIELDS.includes(lower(field)));

/** Where the empty line behind the fields about the message is missing, the first field about a recipient ends them. */
function splitFirst(group: Group, faults: Faults): { readonly perMessage: Group; readonly rest: Group } {
  const at = group.findIndex((field) => RECIPIENT_FIELDS.includes(lower(field)));
  if (at < 0) return { perMessage: group, rest: [] };
  if (at > 0) faults.note('groups-run-together', 'no empty line before the first recipient');
  return { perMessage: group.slice(0, at), rest: group.slice(at) };
}

/** A field that a group has once (RFC 3464 §2.3) and that comes again begins the next group. */
function splitRunTogether(group: Group, faults: Faults): readonly Group[] {
  const pieces: GroupField[][] = [[]];
  for (const field of group) {
    const current = pieces.at(-1)!;
    const isRepeated = RECIPIENT_FIELDS.includes(lower(field)) && current.some((one) => lower(one) === lower(field));
    if (isRepeated) pieces.push([field]);
    else current.push(field);
  }
  const merged: GroupField[][] = [];
  for (const piece of pieces) {
    if (merged.length === 0 || hasAddress(piece)) merged.push(piece);
    else merged.at(-1)!.push(...piece);
  }
  if (merged.length > 1) faults.note('groups-run-together', 'no empty line between recipients');
  return merged;
}
