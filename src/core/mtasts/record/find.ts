/** The one TXT record of a version under a name: several that count are none (RFC 8461 §3.1, RFC 8460 §3). */
import {
  type Answer,
  type Name,
  parseName,
  type Resolver,
  RR,
  type SecurityStatus,
  txtRdata,
} from '../../dns/index.ts';
import { isOfVersion, looksLikeVersion } from './fields.ts';

export interface VersionedLookup {
  /** `_mta-sts.example.org`. */
  readonly query: Name;
  readonly outcome: 'one' | 'none' | 'several' | 'failed';
  /** Those that count. */
  readonly records: readonly string[];
  /** Those that were meant to count and do not. */
  readonly misses: readonly string[];
  readonly status?: SecurityStatus;
  /** What a CNAME at the query leads to. */
  readonly alias?: Name;
  readonly error?: string;
}

export interface TextDns {
  readonly lookup: Resolver['lookup'];
}

export async function findVersioned(
  dns: TextDns,
  query: string,
  version: string,
  signal?: AbortSignal,
): Promise<VersionedLookup> {
  // A name too long to be asked for has no record (RFC 1035 §2.3.4).
  if (!parseName(query).ok) return { query, outcome: 'none', records: [], misses: [] };
  const found = await dns.lookup(query, RR.TXT, signal && { signal });
  if (!found.ok) return { query, outcome: 'failed', records: [], misses: [], error: found.error.message };
  const answer = found.value;
  if (answer.status === 'bogus') {
    const error = `the answer for ${query} TXT is bogus: its DNSSEC signatures do not hold`;
    return { query, outcome: 'failed', records: [], misses: [], status: 'bogus', error };
  }
  const alias = answer.aliases.at(-1)?.to;
  return {
    ...amongTexts(query, textsOf(answer), version),
    status: answer.status,
    ...(alias !== undefined && { alias }),
  };
}

/** The same of texts that are given. */
export function amongTexts(query: string, texts: readonly string[], version: string): VersionedLookup {
  const records = texts.filter((text) => isOfVersion(text, version));
  const misses = texts.filter((text) => !isOfVersion(text, version) && looksLikeVersion(text, version));
  const outcome = records.length === 0 ? 'none' : records.length === 1 ? 'one' : 'several';
  return { query, outcome, records, misses };
}

/** Strings of a record joined without blanks, an octet a character (RFC 8461 §3.1). */
function textsOf({ records }: Answer): readonly string[] {
  return records.flatMap(({ type, rdata }) => {
    const strings = type === RR.TXT ? txtRdata.decode(rdata) : undefined;
    return strings?.ok ? [Buffer.concat(strings.value).toString('latin1')] : [];
  });
}
