/** The same verdict offline: TLSA records and a chain, without a network. */
import type { Finding, Report } from '../../base/index.ts';
import type { Name, Tlsa } from '../dns/index.ts';
import type { Certificate } from '../pki/index.ts';
import { say } from './findings/define.ts';
import { allUnusable, expiring, match, missingTa, noMatch, someUnusable } from './findings/tlsa.ts';
import { type MatchVerdict, matchChain } from './match.ts';
import { formatTlsa } from './tlsa.ts';
import { UNUSABLE_TEXT } from './usability.ts';

export interface VerifyInput {
  readonly host: Name;
  /** Further names the certificate may have under DANE-TA: the next-hop domain. */
  readonly alsoNamed: readonly Name[];
  readonly records: readonly Tlsa[];
  readonly chain: readonly Certificate[];
  /** Certificates the verifier has. They prove nothing for usages 2 and 3 (RFC 7671 §5.2.1), and show what was not sent. */
  readonly roots: readonly Certificate[];
  readonly at: Date;
}

export interface VerifyData {
  readonly host: string;
  /** `invalid`: the records are usable and none matches because names, dates or signatures fail below the anchor. */
  readonly status: 'match' | 'no-match' | 'unusable' | 'invalid';
  readonly usage?: number;
  /** 0 is the leaf. */
  readonly depth?: number;
  readonly records: readonly VerifiedRecord[];
}

export interface VerifiedRecord {
  readonly record: string;
  readonly result: MatchVerdict['records'][number]['kind'];
  readonly why?: string;
}

const EXPIRES_SOON_MS = 14 * 86_400_000;

export function verifyOffline(input: VerifyInput): Report<VerifyData> {
  const { host, records, chain } = input;
  const verdict = judge(input, chain);
  const status =
    verdict.status === 'no-match' && verdict.records.some(({ kind }) => kind === 'rejected')
      ? 'invalid'
      : verdict.status;
  const data: VerifyData = {
    host,
    status,
    ...(verdict.usage !== undefined && { usage: verdict.usage }),
    ...(verdict.depth !== undefined && { depth: verdict.depth }),
    records: verdict.records.map((one, i) => describe(records[i]!, one)),
  };
  return { data, findings: findingsOf(data, verdict, input) };
}

function judge({ host, alsoNamed, records, at }: VerifyInput, chain: readonly Certificate[]): MatchVerdict {
  return matchChain(records, { chain, references: [host, ...alsoNamed], now: at });
}

/** Would it match, had the server sent the certificates that the verifier has? */
function lacksAnchor(input: VerifyInput): boolean {
  return input.roots.length > 0 && judge(input, [...input.chain, ...input.roots]).status === 'match';
}

function describe(record: Tlsa, verdict: MatchVerdict['records'][number]): VerifiedRecord {
  const why =
    verdict.kind === 'unusable' ? UNUSABLE_TEXT[verdict.why] : verdict.kind === 'rejected' ? verdict.detail : undefined;
  return { record: formatTlsa(record), result: verdict.kind, ...(why !== undefined && { why }) };
}

function findingsOf(data: VerifyData, verdict: MatchVerdict, input: VerifyInput): Finding[] {
  const { chain, at } = input;
  const scope = { host: data.host };
  const unusable = data.records.filter(({ result }) => result === 'unusable');
  if (data.status === 'unusable') {
    const detail = unusable.map(({ record, why }) => `${record}: ${why}`).join('; ') || 'there are no records';
    return [say(allUnusable, { scope, severity: 'error', detail })];
  }
  const told = unusable.map(({ record, why }) => say(someUnusable, { scope, detail: `${record}: ${why}` }));
  if (data.status === 'no-match' && lacksAnchor(input)) return [say(missingTa, { scope }), ...told];
  if (data.status !== 'match') {
    const why =
      data.records.find(({ result }) => result === 'rejected')?.why ??
      `it shows ${chain[0]?.subjectText ?? 'no certificate'}`;
    return [say(noMatch, { scope, detail: why }), ...told];
  }
  const detail = `usage ${verdict.usage}, certificate ${verdict.depth} of the chain`;
  return [say(match, { scope, detail }), ...soon(verdict, chain, at, scope), ...told];
}

function soon(verdict: MatchVerdict, chain: readonly Certificate[], at: Date, scope: { host: string }): Finding[] {
  const ends =
    verdict.usage === 2 ? chain.find(({ notAfter }) => notAfter.getTime() - at.getTime() < EXPIRES_SOON_MS) : undefined;
  return ends === undefined
    ? []
    : [say(expiring, { scope, detail: `${ends.subjectText} ends ${ends.notAfter.toISOString().slice(0, 10)}` })];
}
