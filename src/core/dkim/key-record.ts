/** Key records: the TXT record under `selector._domainkey.domain` (RFC 6376 §3.6.1). */
import { err, ok, type Result } from '../../base/index.ts';
import { readBase64 } from './base64.ts';
import { readText } from './quoted-printable.ts';
import { parseTagList, shorten, splitColons, type TagList } from './tag-list.ts';
import type { Fault, KeyFaultCode, KeyRecord } from './types.ts';

export type KeyFault = Fault<KeyFaultCode>;

const KNOWN = new Set(['v', 'g', 'h', 'k', 'n', 'p', 's', 't']);

/** A revoked key (empty p=) is a good record here; what it may be used for is judged in key-fit.ts. */
export function parseKeyRecord(text: string): Result<KeyRecord, KeyFault> {
  const list = parseTagList(text);
  if (!list.ok) return fault('key-syntax', list.error.detail);
  const tags = list.value;
  const version = checkVersion(tags);
  if (version !== undefined) return err(version);
  const p = tags.get('p');
  if (p === undefined) return fault('key-syntax', 'the tag p= is missing, which holds the key');
  const publicKey = readBase64(p.value);
  if (publicKey === undefined) return fault('key-syntax', 'p= is no base64');
  const flags = listOf(tags, 't') ?? [];
  const hashes = listOf(tags, 'h');
  const notes = tags.get('n')?.value;
  const granularity = tags.get('g')?.value;
  return ok({
    keyType: (tags.get('k')?.value ?? 'rsa').toLowerCase(),
    ...(hashes !== undefined && { hashes }),
    services: listOf(tags, 's') ?? ['*'],
    ...(granularity !== undefined && { granularity }),
    isTesting: flags.includes('y'),
    isStrict: flags.includes('s'),
    ...(notes !== undefined && { notes: readText(notes) }),
    publicKey,
    unknownTags: [...tags.keys()].filter((name) => !KNOWN.has(name)),
  });
}

/** RFC 6376 §3.6.1: v= comes first where it is there at all, and is DKIM1. */
function checkVersion(tags: TagList): KeyFault | undefined {
  const version = tags.get('v')?.value;
  if (version === undefined) return undefined;
  if (version !== 'DKIM1') return { code: 'key-version', detail: `v=${shorten(version)} is not DKIM1` };
  const isFirst = tags.keys().next().value === 'v';
  return isFirst ? undefined : { code: 'key-version', detail: 'v= is not the first tag, as it has to be' };
}

const listOf = (tags: TagList, name: string): readonly string[] | undefined => {
  const tag = tags.get(name);
  return tag === undefined ? undefined : splitColons(tag.value).map((word) => word.toLowerCase());
};

const fault = (code: KeyFaultCode, detail: string): Result<never, KeyFault> => err({ code, detail });
