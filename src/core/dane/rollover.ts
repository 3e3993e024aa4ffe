/**
 * A change of keys (RFC 7671 §8.1): the next record is published beside the present one, two TTLs pass, then the key is
 * changed, then the old record goes. Pure: what is published, what is deployed and the time go in, a plan comes out.
 */
import type { Finding, Report } from '../../base/index.ts';
import type { Name, SecurityStatus, Tlsa } from '../dns/index.ts';
import { readCertificate } from '../pki/index.ts';
import { say } from './findings/define.ts';
import {
  rolloverCombination,
  rolloverDone,
  rolloverInsecure,
  rolloverNoDate,
  rolloverNotPublished,
  rolloverPresentUncovered,
  rolloverSafe,
  rolloverTooEarly,
} from './findings/offline.ts';
import { type Material, makeRecord } from './generate.ts';
import { countingRecords, matchChain } from './match.ts';
import { formatTlsa, recordLine } from './tlsa.ts';
import { USAGE } from './usability.ts';

/** A chain, leaf first, or a key or request alone; at least one. */
export type Deployment = readonly Material[];

export interface RolloverInput {
  /** `_25._tcp.mx.example.org`. */
  readonly name: string;
  /** Under DANE-TA the certificate is to name it. */
  readonly host: Name;
  readonly published: readonly Tlsa[];
  readonly status: SecurityStatus;
  /** The TTL with which the set is published, not what a cache has left of it; seconds. */
  readonly ttlSeconds: number;
  /** When the next record was put into DNS. */
  readonly publishedAt?: Date;
  readonly next: Deployment;
  /** What the server shows now, one chain a key type; absent where it was not looked at. */
  readonly present?: readonly Deployment[];
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

/** RFC 7671 §8.1: "at least two TTLs", so that slow secondaries and caches that came late have the new set too. */
const TTLS_TO_WAIT = 2;

export function planRollover(input: RolloverInput): Report<RolloverData> {
  const facts = factsOf(input);
  const nextRecord = makeRecord(input.next[0]!, { usage: USAGE.DANE_EE, selector: 1, matchingType: 1 })!;
  const line = recordLine(input.name, nextRecord);
  const data: RolloverData = {
    name: input.name,
    isSafe: facts.isSafe,
    status: input.status,
    ttlSeconds: input.ttlSeconds,
    nextRecord: line,
    published: input.published.map(formatTlsa),
    ...(facts.safeFrom !== undefined && !facts.isDone && { safeFrom: facts.safeFrom.toISOString() }),
    steps: steps(facts, line, input.ttlSeconds),
  };
  return { data, findings: judge(input, facts, line) };
}

interface Facts {
  readonly nextIsPublished: boolean;
  readonly presentIsCovered: boolean;
  /** The server shows the next key already. */
  readonly isDone: boolean;
  readonly isSafe: boolean;
  readonly safeFrom?: Date;
}

function factsOf(input: RolloverInput): Facts {
  const { ttlSeconds, publishedAt, present = [], now } = input;
  const nextIsPublished = covers(input, input.published, input.next);
  const presentIsCovered = present.every((deployment) => covers(input, input.published, deployment));
  const isDone = present.some((deployment) => isSameKey(deployment, input.next));
  const waitMs = ttlSeconds * TTLS_TO_WAIT * 1000;
  const safeFrom = nextIsPublished ? new Date((publishedAt ?? now).getTime() + waitMs) : undefined;
  const hasWaited = publishedAt !== undefined && safeFrom !== undefined && safeFrom <= now;
  const isSafe = nextIsPublished && presentIsCovered && (isDone || hasWaited);
  return { nextIsPublished, presentIsCovered, isDone, isSafe, ...(safeFrom !== undefined && { safeFrom }) };
}

function judge(input: RolloverInput, facts: Facts, line: string): Finding[] {
  const scope = { host: input.name };
  const { status, publishedAt } = input;
  const found: Finding[] = [
    ...(status === 'secure' ? [] : [say(rolloverInsecure, { scope, detail: `the records are ${status}` })]),
    ...(facts.presentIsCovered ? [] : [say(rolloverPresentUncovered, { scope })]),
  ];
  if (!facts.nextIsPublished) return [...found, say(rolloverNotPublished, { scope, fix: `publish: ${line}` })];
  if (facts.presentIsCovered) found.push(...uncoveredCombinations(input));
  if (facts.isDone) return facts.presentIsCovered ? [...found, say(rolloverDone, { scope })] : found;
  if (facts.isSafe) return [...found, say(rolloverSafe, { scope })];
  const until = facts.safeFrom!.toISOString();
  if (publishedAt === undefined)
    return [...found, say(rolloverNoDate, { scope, detail: `published just now, it would be safe from ${until}` })];
  const isEarly = facts.safeFrom! > input.now;
  return isEarly ? [...found, say(rolloverTooEarly, { scope, detail: `safe from ${until}` })] : found;
}

/**
 * RFC 7671 §8.4: each combination of usage, selector and matching type is to cover the present and the next chain by
 * itself, since a sender may know that one alone.
 */
function uncoveredCombinations(input: RolloverInput): Finding[] {
  const combinations = new Map<string, Tlsa[]>();
  for (const record of countingRecords(input.published)) {
    const name = `${record.usage} ${record.selector} ${record.matchingType}`;
    combinations.set(name, [...(combinations.get(name) ?? []), record]);
  }
  const deployments = [...(input.present ?? []), input.next];
  const short = [...combinations].filter(([, records]) => !deployments.every((one) => covers(input, records, one)));
  return short.map(([name]) => say(rolloverCombination, { scope: { host: input.name }, detail: name }));
}

function steps({ nextIsPublished, isSafe, isDone, safeFrom }: Facts, line: string, ttlSeconds: number): RolloverStep[] {
  const until =
    safeFrom === undefined
      ? `two TTLs, ${ttlSeconds * TTLS_TO_WAIT} s, after that`
      : `until ${safeFrom.toISOString()} (two TTLs)`;
  return [
    { done: nextIsPublished, text: `publish ${line}` },
    { done: isSafe || isDone, text: `wait for the old set to leave the caches: ${until}` },
    { done: isDone, text: 'let the server use the new key' },
    { done: false, text: 'take the old record out of DNS' },
  ];
}

/** A chain is matched as a sender would; of a key or request alone only DANE-EE with selector 1 can be judged. */
function covers({ host, now }: RolloverInput, records: readonly Tlsa[], deployment: Deployment): boolean {
  const certificates = deployment.flatMap(({ certificate }) => {
    const read = certificate && readCertificate(certificate);
    return read?.ok ? [read.value] : [];
  });
  if (certificates.length === deployment.length)
    return matchChain(records, { chain: certificates, references: [host], now }).status === 'match';
  return countingRecords(records).some((record) => {
    const made = record.usage === USAGE.DANE_EE ? makeRecord(deployment[0]!, record) : undefined;
    return made !== undefined && formatTlsa(made) === formatTlsa(record);
  });
}

const isSameKey = (a: Deployment, b: Deployment): boolean => Buffer.compare(a[0]!.publicKey, b[0]!.publicKey) === 0;
