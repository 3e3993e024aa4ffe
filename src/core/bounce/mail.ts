/** A message as recognisers look at it: header fields decoded, and its own words without the message that came back. */
import { contentOf, type Entity, fieldText, firstValue, textOf } from '../mime/index.ts';

export interface Mail {
  readonly entity: Entity;
  readonly subject: string;
  /** The From field as people read it. */
  readonly from: string;
  /** Its own words, at most MAX_TEXT characters, lines ended by LF. */
  readonly text: string;
  /** First field of that name, lower case; empty where there is none. */
  header(name: string): string;
}

/** Recognisers are patterns: what they run over is bounded. */
const MAX_TEXT = 32 * 1024;

export function lookAt(entity: Entity): Mail {
  return {
    entity,
    subject: (fieldText(entity.fields, 'subject') ?? '').slice(0, 1000),
    from: (fieldText(entity.fields, 'from') ?? '').slice(0, 1000),
    text: withoutOriginal(tidy(ownText(entity).slice(0, MAX_TEXT))),
    header: (name) => (firstValue(entity.fields, name) ?? '').toLowerCase().slice(0, 1000),
  };
}

/** An address in a From field. */
export const addressIn = (from: string): string | undefined =>
  /<([^<>\s]+@[^<>\s]+)>/.exec(from)?.[1] ?? /[^\s<>"(),;:]+@[^\s<>"(),;:]+/.exec(from)?.[0];

/** By its name. */
export const isMailer = ({ from }: Mail): boolean =>
  /mailer-daemon|postmaster|mail delivery (?:sub)?system|\bmdaemon\b/i.test(from);

/** Or by its envelope, which answers of people's programs have as well. */
export const comesFromMailer = (mail: Mail): boolean => isMailer(mail) || mail.header('return-path') === '<>';

/** No line ends in blanks, and no run of blanks or empty lines is long: patterns would go over each again and again. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd().replace(/[ \t]{40,}/g, ' '.repeat(40)))
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n');

/** The first text of a multipart; HTML only where there is no other. */
function ownText(entity: Entity): string {
  const leaves = [...textLeaves(entity)];
  const plain = leaves.find(({ type }) => type.name !== 'text/html');
  if (plain !== undefined) return textOf(plain);
  return leaves[0] === undefined ? '' : fromHtml(textOf(leaves[0]).slice(0, 4 * MAX_TEXT));
}

function* textLeaves(entity: Entity): Generator<Entity> {
  if (entity.children.length > 0 && entity.type.name.startsWith('multipart/'))
    for (const child of entity.children) yield* textLeaves(child);
  else if (/^text\/(?:plain|html|x-[\w-]+)$|^multipart\//.test(entity.type.name) && contentOf(entity).length > 0)
    yield entity;
}

const fromHtml = (html: string): string =>
  html
    .replace(/<(?:br|\/p|\/div|\/tr|\/h\d|\/li)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&amp;/g, '&');

/** Lines behind which mailers put the message that came back. */
const ORIGINAL = [
  /^-+ ?(?:This is|Below this line is) a copy of (?:the|your) (?:message|mail)/im,
  /^ *-{3,} ?(?:Original message|Unsent message|Message header|Returned message|Undelivered message|Message headers follow|Mensaje original|Ursprüngliche Nachricht)\b/im,
  /^Possibly truncated original message follows/im,
  /^Original message headers:/im,
  /^Received: from \S+/im,
];

function withoutOriginal(text: string): string {
  const ends = ORIGINAL.map((mark) => text.search(mark)).filter((at) => at >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}
