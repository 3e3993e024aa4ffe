/** The tag list of a record: `v=DMARC1; p=reject; …` (RFC 9989 §4.8, RFC 7489 §6.4). */
import type { RecordFault, Tag } from './types.ts';

export interface TagList {
  readonly tags: readonly Tag[];
  readonly faults: readonly RecordFault[];
}

/**
 * Is the text a record at all? The version stands first and is written exactly so (RFC 9989 §4.7, RFC 7489 §6.3); the `v`
 * may be a capital, as in any ABNF.
 */
export function isDmarcRecord(text: string): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text.replace(/^V/, 'v'));
}

/** No receiver reads more; an honest record has a dozen. */
const MAX_TAGS = 128;

/**
 * The tags by name, the version aside. A tag that cannot be read is left out, and so is one given twice with different
 * values: it is a syntax error, to be discarded in favour of the default (RFC 9989 §4.7; RFC 6376 §3.2 forbids duplicates).
 */
export function readTags(text: string): TagList {
  const faults: RecordFault[] = [];
  const byName = new Map<string, Tag>();
  const twice = new Set<string>();
  for (const part of text.split(';', MAX_TAGS).slice(1)) {
    const written = part.trim();
    if (written === '') continue;
    const tag = readTag(written);
    if (tag === undefined) {
      faults.push({ code: 'tag-malformed', detail: `"${shorten(written)}" is not written as name=value` });
      continue;
    }
    const before = byName.get(tag.name);
    if (before === undefined) byName.set(tag.name, tag);
    else if (before.value !== tag.value) twice.add(tag.name);
    if (before !== undefined)
      faults.push({
        code: 'tag-twice',
        detail: `${tag.name} is given twice${before.value === tag.value ? '' : ', as different things, so neither counts'}`,
      });
  }
  return { tags: [...byName.values()].filter(({ name }) => !twice.has(name)), faults };
}

function readTag(written: string): Tag | undefined {
  const [, name, value] = /^([A-Za-z][A-Za-z0-9_]*)[ \t]*=[ \t]*(.+)$/s.exec(written) ?? [];
  return name === undefined || value === undefined ? undefined : { name: name.toLowerCase(), value };
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
