/** The record of one domain, asked for once whatever the number of those who want it. */
import { type Answer, type DnsError, labelCount, type Name, parseName, RR, txtRdata } from '../../dns/index.ts';
import { type DmarcRecord, isDmarcRecord, parseRecord } from '../record/index.ts';
import type { DmarcPorts, Rules, Step } from '../types.ts';

export interface Records {
  /** @see Step */
  at(domain: Name): Promise<Step>;
  /** Does the name exist (RFC 8020)? `failed` where DNS does not say. */
  exists(domain: Name): Promise<boolean | DnsError>;
  /** Every record asked for so far, in the order of the answers. */
  asked(): readonly Step[];
}

export function createRecords({ dns, signal }: DmarcPorts, rules: Rules): Records {
  const steps = new Map<Name, Promise<Step>>();
  const asked: Step[] = [];
  const note = (step: Step): Step => {
    asked.push(step);
    return step;
  };
  const options = signal && { signal };
  const ask = async (domain: Name): Promise<Step> => {
    const query = `_dmarc.${domain}`;
    // A name too long to be asked for has no record (RFC 1035 §2.3.4).
    if (!parseName(query).ok) return note(emptyStep(domain, query));
    const found = await dns.lookup(query, RR.TXT, options);
    if (!found.ok)
      return note(
        isRefusedTop(domain, found.error) ? emptyStep(domain, query) : failedStep(domain, query, found.error.message),
      );
    return note(readAnswer(domain, query, found.value, rules));
  };
  return {
    asked: () => asked,
    at(domain) {
      const known = steps.get(domain);
      if (known !== undefined) return known;
      const step = ask(domain);
      steps.set(domain, step);
      return step;
    },
    async exists(domain) {
      const found = await dns.lookup(domain, RR.A, options);
      // An alias is there itself, wherever it leads.
      return found.ok ? found.value.rcode !== NXDOMAIN || found.value.aliases.length > 0 : found.error;
    },
  };
}

const NXDOMAIN = 3;

/** Texts of TXT records, their character-strings joined (RFC 7489 §6.6.3, RFC 9989 §4.5); octets as they are. */
export function textsOf({ records }: Answer): readonly string[] {
  return records.flatMap(({ type, rdata }) => {
    const strings = type === RR.TXT ? txtRdata.decode(rdata) : undefined;
    return strings?.ok ? [Buffer.concat(strings.value).toString('latin1')] : [];
  });
}

function readAnswer(domain: Name, query: string, answer: Answer, rules: Rules): Step {
  const texts = textsOf(answer);
  const records = texts.filter(isDmarcRecord);
  const facts = { domain, query, records, others: texts.length - records.length, status: answer.status };
  if (answer.status === 'bogus')
    return {
      ...facts,
      records: [],
      outcome: 'failed',
      error: `the answer for ${query} TXT is bogus: its DNSSEC signatures do not hold`,
    };
  if (records.length !== 1) return { ...facts, outcome: records.length === 0 ? 'none' : 'several' };
  return { ...facts, outcome: 'record', record: parseOnce(records[0]!, rules) };
}

/** The same records come again and again; the newest are kept as they were read. */
const MAX_KEPT = 512;
/** Longer ones are rare, and would make 512 of them a burden. */
const MAX_KEPT_TEXT = 1024;
const kept = new Map<string, DmarcRecord>();

function parseOnce(text: string, rules: Rules): DmarcRecord {
  const key = `${rules} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const parsed = parseRecord(text, rules)!;
  if (text.length > MAX_KEPT_TEXT) return parsed;
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, parsed);
  return parsed;
}

/**
 * A server that holds some zones alone refuses the top-level domains above them. That is no transient error (RFC 9989
 * §4.10.1), and what is below is not to hang on it; a refusal anywhere else is an answer that did not come.
 */
const isRefusedTop = (domain: Name, { code }: DnsError): boolean => code === 'dns/refused' && labelCount(domain) === 1;

const emptyStep = (domain: Name, query: string): Step => ({ domain, query, outcome: 'none', records: [], others: 0 });

function failedStep(domain: Name, query: string, error: string): Step {
  return { domain, query, outcome: 'failed', records: [], others: 0, error };
}
