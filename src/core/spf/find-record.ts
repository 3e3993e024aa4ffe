/** From a domain to its one record (RFC 7208 §4.4, §4.5). */
import { type Answer, type Name, RR, type SecurityStatus, txtRdata } from '../dns/index.ts';
import { isSpfRecord, parseRecord } from './grammar/record.ts';
import type { SpfRecord } from './grammar/types.ts';
import type { Problem, SpfDns } from './types.ts';

export type FoundRecord =
  | { readonly kind: 'record'; readonly record: SpfRecord; readonly status: SecurityStatus }
  | { readonly kind: 'none'; readonly problem: Problem; readonly status: SecurityStatus; readonly isVoid: boolean }
  | {
      readonly kind: 'error';
      readonly result: 'temperror' | 'permerror';
      readonly problem: Problem;
      readonly status?: SecurityStatus;
      /** As published, where there is one. */
      readonly text?: string;
    };

export async function findRecord(name: Name, dns: SpfDns, signal?: AbortSignal): Promise<FoundRecord> {
  const asked = await dns.lookup(name, RR.TXT, signal && { signal });
  if (!asked.ok) return failed(name, asked.error.message);
  const { status, rcode, reasons } = asked.value;
  if (status === 'bogus')
    return { ...failed(name, `DNSSEC proves the answer wrong: ${reasons.at(-1)?.text ?? 'it is bogus'}`), status };
  if (rcode !== 0 && rcode !== 3) return failed(name, `the answer has RCODE ${rcode}`);
  return selectRecord(name, asked.value);
}

/** The strings of each TXT record, joined without blanks, an octet a character (RFC 7208 §3.3). */
export function textsOf({ records }: Pick<Answer, 'records'>): readonly string[] {
  return records.flatMap(({ rdata }) => {
    const strings = txtRdata.decode(rdata);
    return strings.ok ? [Buffer.concat(strings.value).toString('latin1')] : [];
  });
}

function selectRecord(domain: Name, answer: Answer): FoundRecord {
  const { status, records } = answer;
  const texts = textsOf(answer).filter(isSpfRecord);
  if (texts.length === 0) {
    const detail = `${domain} publishes no SPF record`;
    return { kind: 'none', status, isVoid: records.length === 0, problem: { code: 'no-record', detail, domain } };
  }
  if (texts.length > 1) {
    const detail = `${domain} publishes ${texts.length} SPF records, and one is allowed`;
    return { kind: 'error', result: 'permerror', status, problem: { code: 'several-records', detail, domain } };
  }
  return readText(domain, texts[0]!, status);
}

/** RFC 7208 §4.6: a syntax error anywhere is a permerror, before anything is evaluated. */
export function readText(domain: string, text: string, status: SecurityStatus): FoundRecord {
  const parsed = parseOnce(text);
  if (parsed.ok) return { kind: 'record', record: parsed.value, status };
  const [first] = parsed.error;
  const detail = `${domain}: ${first!.term}: ${first!.detail}`;
  const problem: Problem = { code: 'syntax', detail, domain, term: first!.term, faults: parsed.error };
  return { kind: 'error', result: 'permerror', status, text, problem };
}

/** The same records come again and again; the newest are kept as they were read. */
const MAX_KEPT = 512;
/** Longer ones are rare, and would make 512 of them a burden. */
const MAX_KEPT_TEXT = 1024;
const kept = new Map<string, ReturnType<typeof parseRecord>>();

function parseOnce(text: string): ReturnType<typeof parseRecord> {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const parsed = parseRecord(text);
  if (text.length > MAX_KEPT_TEXT) return parsed;
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(text, parsed);
  return parsed;
}

function failed(domain: Name, why: string): FoundRecord & { kind: 'error' } {
  const detail = `${domain} TXT could not be looked up: ${why}`;
  return { kind: 'error', result: 'temperror', problem: { code: 'dns-failed', detail, domain } };
}
