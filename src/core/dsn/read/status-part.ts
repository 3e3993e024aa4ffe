/** Which part of a message holds the fields of a report: by its type, or else by what stands in it. */
import { type Entity, textOf } from '../../mime/index.ts';
import type { Faults } from './faults.ts';

export interface StatusText {
  readonly text: string;
  readonly isGlobal: boolean;
  /** The entity that the part is in; absent where the message itself is no multipart. */
  readonly within: Entity;
  readonly part: Entity;
}

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status'];
const isMessage = (entity: Entity): boolean =>
  entity.type.name === 'message/rfc822' || entity.type.name === 'message/global';

/** Those of the report itself first; a report that somebody sends on as an attachment last. */
export function findStatus(root: Entity, faults: Faults): readonly StatusText[] {
  const typed = collect(root, isTyped);
  if (typed.length > 0) return typed;
  const alike = collect(root, holdsFields).slice(0, 1);
  if (alike.length > 0) {
    faults.note('wrong-type', `the fields stand in ${alike[0]!.part.type.name}`);
    return alike;
  }
  // The original of a report may be a report as well; it is not this one.
  if (isReport(root)) return [];
  return nested(root, faults);
}

export const isReport = ({ type }: Entity): boolean => type.name === 'multipart/report';

function nested(root: Entity, faults: Faults): readonly StatusText[] {
  for (const inner of innerMessages(root)) {
    const found = collect(inner, isTyped);
    if (found.length === 0) continue;
    faults.note('nested', 'the report is attached to another message');
    return found;
  }
  return [];
}

function* innerMessages(entity: Entity): Generator<Entity> {
  for (const child of entity.children) {
    if (isMessage(entity)) yield child;
    yield* innerMessages(child);
  }
}

const isTyped = ({ type }: Entity): boolean => STATUS_TYPES.includes(type.name);

/** In order, without what is in messages in the message. */
function collect(entity: Entity, wanted: (entity: Entity) => boolean, within: Entity = entity): readonly StatusText[] {
  if (entity.children.length > 0 || isMessage(entity))
    return isMessage(entity) && within !== entity
      ? []
      : entity.children.flatMap((child) => collect(child, wanted, entity));
  if (!wanted(entity)) return [];
  const text = fieldsIn(textOf(entity), isTyped(entity));
  return [{ text, isGlobal: entity.type.name === 'message/global-delivery-status', within, part: entity }];
}

const FIELD_LINE = /^(?:Reporting-MTA|Original-Recipient|Final-Recipient)[ \t]*:[ \t]*[A-Za-z0-9-]+[ \t]*;/im;
/** Fields beyond are not looked for: text parts may be large. */
const LOOK_OCTETS = 512 * 1024;

/** Any text but a returned header, where such fields may be those of another report. */
function holdsFields(entity: Entity): boolean {
  if (/^(?:image|audio|video|font)\/|^text\/(?:html|rfc822-headers)$|^message\/global-headers$/.test(entity.type.name))
    return false;
  const text = textOf(entity).slice(0, LOOK_OCTETS);
  return FIELD_LINE.test(text) && /^(?:Action|Status)[ \t]*:/im.test(text);
}

/** In a part of its own all of it; in a text from the first field on, to a boundary. */
function fieldsIn(text: string, isTypedPart: boolean): string {
  if (isTypedPart) return text;
  const start = FIELD_LINE.exec(text)?.index ?? 0;
  const rest = text.slice(start);
  const end = /\n--[^\s]/.exec(rest)?.index ?? rest.length;
  return rest.slice(0, end);
}
