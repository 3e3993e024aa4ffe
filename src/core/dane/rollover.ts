/**
 * A change of keys (RFC 7671 §8.1): the new record is published beside the old, one TTL passes, then the key is changed,
 * then the old record goes. Pure: what is published, what is deployed and the time go in, a plan comes out.
 */
import type { Finding, Report } from '../../base/index.ts';
import type { SecurityStatus, Tlsa } from '../dns/index.ts';
import { say } from './findings/define.ts';
import {
  rolloverDone,
  rolloverInsecure,
  rolloverNoDate,
  rolloverNotPublished,
  rolloverPresentUncovered,
  rolloverSafe,
  rolloverTooEarly,
} from './findings/offline.ts';
import { type Material, makeRecord } from './generate.ts';
import { formatTlsa, recordLine } from './tlsa.ts';
import { whyUnusable } from './usability.ts';

export interface RolloverInput {
  /** `_25._tcp.mx.example.org`. */
  readonly name: string;
  readonly published: readonly Tlsa[];
  readonly status: SecurityStatus;
  /** Original TTL of the published set, in seconds. */
  readonly ttlSeconds: number;
  /** When the new record was put into DNS. */
  readonly publishedAt?: Date;
  readonly next: Material;
  /** What the server shows now; absent where it was not looked at. */
  readonly present?: readonly Material[];
  readonly now: Date;
}

export interface RolloverData {
  readonly name: string;
  readonly isSafe: boolean;
  readonly status: SecurityStatus;
  readonly ttlSeconds: number;
  readonly nextRecord: string;
  readonly published: readonly string[];
  /** RFC 3339; from then on the switch is safe, as far as is known. */
  readonly safeFrom?: string;
  readonly steps: readonly RolloverStep[];
}

export interface RolloverStep {
  readonly done: boolean;
  readonly text: string;
}

/** Clocks differ a little, and secondaries are a little late. */
const MARGIN_SECONDS = 60;

export function planRollover(input: RolloverInput): Report<RolloverData> {
  const { name, published, ttlSeconds, publishedAt, now } = input;
  const nextIsPublished = covers(published, input.next);
  const presentIsCovered =
    input.present === undefined || input.present.every((material) => covers(published, material));
  const isDone = input.present?.some((material) => same(material, input.next)) === true;
  const waitMs = (ttlSeconds + MARGIN_SECONDS) * 1000;
  const safeFrom = nextIsPublished ? new Date((publishedAt ?? now).getTime() + waitMs) : undefined;
  const isSafe = nextIsPublished && presentIsCovered && (isDone || (publishedAt !== undefined && safeFrom! <= now));
  const nextRecord = makeRecord(input.next, { usage: 3, selector: 1, matchingType: 1 })!;
  const data: RolloverData = {
    name,
    isSafe,
    status: input.status,
    ttlSeconds,
    nextRecord: recordLine(name, nextRecord),
    published: published.map(formatTlsa),
    ...(safeFrom !== undefined && !isDone && { safeFrom: safeFrom.toISOString() }),
    steps: steps({ nextIsPublished, waited: isSafe, isDone, safeFrom, line: recordLine(name, nextRecord), ttlSeconds }),
  };
  return { data, findings: judge(input, { nextIsPublished, presentIsCovered, isDone, isSafe, safeFrom }, data) };
}

interface Facts {
  readonly nextIsPublished: boolean;
  readonly presentIsCovered: boolean;
  readonly isDone: boolean;
  readonly isSafe: boolean;
  readonly safeFrom: Date | undefined;
}

function judge({ status, publishedAt }: RolloverInput, facts: Facts, data: RolloverData): Finding[] {
  const scope = { host: data.name };
  const found: Finding[] =
    status === 'secure' ? [] : [say(rolloverInsecure, { scope, detail: `the records are ${status}` })];
  if (!facts.presentIsCovered) found.push(say(rolloverPresentUncovered, { scope }));
  if (!facts.nextIsPublished)
    return [...found, say(rolloverNotPublished, { scope, fix: `publish: ${data.nextRecord}` })];
  if (facts.isDone) return [...found, say(rolloverDone, { scope })];
  if (facts.isSafe) return [...found, say(rolloverSafe, { scope })];
  const until = facts.safeFrom!.toISOString();
  if (publishedAt === undefined)
    return [...found, say(rolloverNoDate, { scope, detail: `published just now, it would be safe from ${until}` })];
  return facts.presentIsCovered ? [...found, say(rolloverTooEarly, { scope, detail: `safe from ${until}` })] : found;
}

interface Progress {
  readonly nextIsPublished: boolean;
  readonly waited: boolean;
  readonly isDone: boolean;
  readonly safeFrom: Date | undefined;
  readonly line: string;
  readonly ttlSeconds: number;
}

function steps({ nextIsPublished, waited, isDone, safeFrom, line, ttlSeconds }: Progress): RolloverStep[] {
  const until =
    safeFrom === undefined ? `${ttlSeconds + MARGIN_SECONDS} s after that` : `until ${safeFrom.toISOString()}`;
  return [
    { done: nextIsPublished, text: `publish ${line}` },
    { done: waited || isDone, text: `wait for the old set to leave the caches: ${until}` },
    { done: isDone, text: 'let the server use the new key' },
    { done: false, text: 'take the old record out of DNS' },
  ];
}

/** Is there a usable DANE-EE record for the material? Records of authorities cover keys they issue for, which is not seen here. */
function covers(published: readonly Tlsa[], material: Material): boolean {
  return published.some((record) => {
    if (record.usage !== 3 || whyUnusable(record) !== undefined) return false;
    const made = makeRecord(material, record);
    return made !== undefined && formatTlsa(made) === formatTlsa(record);
  });
}

const same = (a: Material, b: Material): boolean => Buffer.compare(a.publicKey, b.publicKey) === 0;
