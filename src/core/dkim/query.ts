/** `dkim query`: the key record under a name, explained and judged without a message. */
import { type Finding, type FindingDef, type Report, say } from '../../base/index.ts';
import type { Name, SecurityStatus } from '../dns/index.ts';
import { REASON_FINDINGS } from './findings/reasons.ts';
import { keyGood, keySecurity, oldTags, receiversFew, severalRecords, shortKey, testing } from './findings/remarks.ts';
import { MIN_RSA_BITS, RECOMMENDED_RSA_BITS } from './key-fit.ts';
import { type KeyFault, parseKeyRecord } from './key-record.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import type { KeyAnswer, KeyRecord, ReasonCode } from './types.ts';

export type KeyStatus = 'usable' | 'revoked' | 'invalid' | 'missing' | 'unknown';

export interface DkimQueryData {
  readonly name: string;
  /** `unknown`: the DNS did not answer, or not validly. */
  readonly status: KeyStatus;
  readonly reason: ReasonCode;
  readonly dnssec?: SecurityStatus;
  readonly records: readonly KeyReport[];
}

export interface KeyReport {
  readonly text: string;
  /** `good`, or why it cannot be used. */
  readonly reason: ReasonCode;
  readonly detail?: string;
  readonly keyType?: string;
  readonly bits?: number;
  readonly hashes?: readonly string[];
  readonly services?: readonly string[];
  readonly testing?: boolean;
  /** t=s. */
  readonly strict?: boolean;
  readonly notes?: string;
  readonly unknownTags?: readonly string[];
}

export function queryKey(name: Name, answer: KeyAnswer): Report<DkimQueryData> {
  if (answer.kind !== 'records') return withoutRecords(name, answer);
  const records = answer.texts.map(keyReport);
  const best = records.find(({ reason }) => reason === 'good') ?? records[0]!;
  const scope = { domain: name };
  const several = records.length > 1 ? [say(severalRecords, { scope, detail: `there are ${records.length}` })] : [];
  return {
    findings: [
      ...records.flatMap((record) => keyFindings(record, name)),
      ...several,
      say(keySecurity, { scope, detail: answer.status }),
    ],
    data: { name, status: statusOf(best.reason), reason: best.reason, dnssec: answer.status, records },
  };
}

function withoutRecords(name: Name, answer: Exclude<KeyAnswer, { kind: 'records' }>): Report<DkimQueryData> {
  const reason = answer.kind === 'missing' ? 'key-missing' : answer.kind === 'bogus' ? 'key-bogus' : 'key-unavailable';
  const dnssec = answer.kind === 'missing' ? { dnssec: answer.status } : {};
  const status = answer.kind === 'missing' ? 'missing' : 'unknown';
  const findings = [say(REASON_FINDINGS[reason], { scope: { domain: name }, detail: answer.detail })];
  return { findings, data: { name, status, reason, ...dnssec, records: [] } };
}

function statusOf(reason: ReasonCode): KeyStatus {
  if (reason === 'good') return 'usable';
  return reason === 'key-revoked' ? 'revoked' : 'invalid';
}

function keyReport(octets: string): KeyReport {
  const text = Buffer.from(octets, 'latin1').toString('utf8');
  const record = parseKeyRecord(octets);
  if (!record.ok) return { text, reason: record.error.code, detail: record.error.detail };
  const { keyType, hashes, services, isTesting, isStrict, notes, unknownTags } = record.value;
  const key = readPublicKey(record.value);
  const fault = key.ok ? unfit(record.value, key.value) : key.error;
  return {
    text,
    reason: fault?.code ?? 'good',
    ...(fault !== undefined && { detail: fault.detail }),
    keyType,
    ...(key.ok && { bits: key.value.bits }),
    ...(hashes !== undefined && { hashes }),
    services,
    testing: isTesting,
    strict: isStrict,
    ...(notes !== undefined && { notes }),
    unknownTags,
  };
}

/** What keeps a key from verifying any mail, whatever the signature. */
function unfit({ hashes, services }: KeyRecord, { type, bits }: PublicKey): KeyFault | undefined {
  if (type === 'rsa' && bits < MIN_RSA_BITS)
    return { code: 'key-weak', detail: `the key has ${bits} bits, and at least ${MIN_RSA_BITS} are needed` };
  if (hashes !== undefined && !hashes.includes('sha256'))
    return { code: 'key-hash', detail: `h=${hashes.join(':')} does not allow sha256` };
  if (!services.some((service) => service === '*' || service === 'email'))
    return { code: 'key-service', detail: `s=${services.join(':')} is not for email` };
  return undefined;
}

function keyFindings(report: KeyReport, name: Name): readonly Finding[] {
  const scope = { domain: name };
  const { reason, detail, keyType, bits, unknownTags = [] } = report;
  const tell = (def: FindingDef, text: string): Finding => say(def, { scope, detail: text });
  if (reason !== 'good') return [tell(REASON_FINDINGS[reason], detail ?? reason)];
  return [
    tell(keyGood, `${keyType} of ${bits} bits`),
    ...(keyType === 'rsa' && bits! < RECOMMENDED_RSA_BITS ? [tell(shortKey, `RSA of ${bits} bits`)] : []),
    ...(keyType === 'ed25519' ? [tell(receiversFew, 'k=ed25519')] : []),
    ...(report.testing === true ? [tell(testing, 't=y')] : []),
    ...(unknownTags.length > 0 ? [tell(oldTags, unknownTags.map((tag) => `${tag}=`).join(' '))] : []),
  ];
}
