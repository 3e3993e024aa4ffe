/**
 * A record read by the rules of RFC 9989 or RFC 7489.
 *
 * What is wrong behind the version is passed over in favour of defaults, but for the policies themselves: without a valid
 * `p`, or with a wrong `sp` or `np`, the record is good for reports alone, and without an address for those for nothing.
 */
import type { Rules } from '../words.ts';
import { isDmarcRecord, readTags } from './tags.ts';
import type { DmarcRecord, RecordFault, ReportUri, Standing, Tag } from './types.ts';
import { parseUris } from './uris.ts';
import { DISPOSITIONS, TagReader } from './values.ts';

/** @returns undefined where the text is no DMARC record (RFC 9989 §4.10 step 2, RFC 7489 §6.6.3 step 2) */
export function parseRecord(text: string, rules: Rules): DmarcRecord | undefined {
  if (!isDmarcRecord(text)) return undefined;
  const { tags, faults } = readTags(text);
  const read = new TagReader(tags.filter(({ name }) => KNOWN[rules].has(name)));
  const policies = readPolicies(read, rules);
  const rua = urisOf(read, 'rua');
  const ruf = urisOf(read, 'ruf');
  const standing = standingOf(policies, rua);
  return {
    text,
    tags,
    standing,
    ...policies.given,
    p: policies.given.p ?? 'none',
    adkim: read.word('adkim', ['r', 's']) ?? 'r',
    aspf: read.word('aspf', ['r', 's']) ?? 'r',
    psd: read.word('psd', ['y', 'n', 'u']) ?? 'u',
    testing: read.word('t', ['y', 'n']) === 'y',
    pct: read.number('pct', 100) ?? 100,
    fo: read.list('fo', ['0', '1', 'd', 's'], '0'),
    rf: read.list('rf', ['afrf'], 'afrf'),
    intervalSeconds: read.number('ri', 0xffff_ffff) ?? DAY_SECONDS,
    rua,
    ruf,
    faults: [...faults, ...namesFaults(tags, rules), ...missing(tags), ...read.faults],
  };
}

const DAY_SECONDS = 86_400;

const COMMON_TAGS = ['p', 'sp', 'adkim', 'aspf', 'rua', 'ruf', 'fo'];
const KNOWN: Readonly<Record<Rules, ReadonlySet<string>>> = {
  '9989': new Set([...COMMON_TAGS, 'np', 'psd', 't']),
  '7489': new Set([...COMMON_TAGS, 'pct', 'rf', 'ri']),
};

interface Policies {
  readonly given: Partial<Pick<DmarcRecord, 'p' | 'sp' | 'np'>>;
  readonly isSound: boolean;
}

/**
 * RFC 9989 §4.10.1 and RFC 7489 §6.6.3 step 6; the latter knows no `np`. A wrong policy makes the whole record one of
 * `p=none`; a missing `p` is `p=none` beside the other policies (RFC 9989 §4.7 "p").
 */
function readPolicies(read: TagReader, rules: Rules): Policies {
  const names = rules === '9989' ? (['p', 'sp', 'np'] as const) : (['p', 'sp'] as const);
  const found = names.map((name) => [name, read.word(name, DISPOSITIONS)] as const);
  const isWrong = found.some(([name, value]) => value === undefined && read.text(name) !== undefined);
  const given: Policies['given'] = Object.fromEntries(found.filter(([, value]) => value !== undefined));
  const counts = !isWrong && (rules === '9989' || given.p !== undefined);
  return { given: counts ? given : {}, isSound: !isWrong && given.p !== undefined };
}

function standingOf({ isSound }: Policies, rua: readonly ReportUri[]): Standing {
  if (isSound) return 'sound';
  return rua.length > 0 ? 'monitoring' : 'unusable';
}

function urisOf(read: TagReader, name: 'rua' | 'ruf'): readonly ReportUri[] {
  const list = read.text(name);
  if (list === undefined) return [];
  const { uris, faults } = parseUris(name, list);
  read.faults.push(...faults);
  for (const { uri, scheme, sizeLimitBytes } of uris) {
    if (scheme !== 'mailto')
      read.faults.push({ code: 'uri-scheme', detail: `${name}: hardly a receiver reports to ${uri}` });
    if (sizeLimitBytes !== undefined)
      read.faults.push({ code: 'size-limit', detail: `${name}: ${uri} has a size behind it` });
  }
  return uris;
}

/** Tags that the text at hand does not know are ignored by it (RFC 9989 §4.7, RFC 7489 §6.3). */
function namesFaults(tags: readonly Tag[], rules: Rules): readonly RecordFault[] {
  const other = rules === '9989' ? '7489' : '9989';
  return tags.flatMap(({ name }): RecordFault[] => {
    if (KNOWN[rules].has(name)) return [];
    if (!KNOWN[other].has(name)) return [{ code: 'tag-unknown', detail: `${name} is no tag of DMARC` }];
    return [
      rules === '9989'
        ? { code: 'tag-removed', detail: `${name} is of RFC 7489 and ignored since RFC 9989` }
        : { code: 'tag-newer', detail: `${name} came with RFC 9989` },
    ];
  });
}

function missing(tags: readonly Tag[]): readonly RecordFault[] {
  const at = tags.findIndex(({ name }) => name === 'p');
  if (at < 0) return [{ code: 'policy-missing', detail: 'there is no p tag that counts' }];
  return at > 0 ? [{ code: 'policy-not-second', detail: 'p does not follow the version at once' }] : [];
}
