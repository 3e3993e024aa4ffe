/**
 * DNS for SPF tests as a literal: `{ 'example.org': { TXT: ['v=spf1 mx -all'], MX: ['10 mx.example.org'] } }`.
 *
 * Names are any text, a character an octet; `timeout` for a name means that it never answers. Aliases are followed.
 */
import { err, ok, type Result } from '../../src/base/index.ts';
import {
  type Answer,
  cnameRdata,
  type DnsError,
  formatType,
  fromRawLabels,
  type Name,
  parseType,
  type ResourceRecord,
  RR,
  rdataDef,
  type SecurityStatus,
  txtRdata,
} from '../../src/core/dns/index.ts';
import type { SpfDns } from '../../src/core/spf/index.ts';

/** TXT: a text, or its strings; the others in zone-file form. */
export type SpfRecords = Readonly<Record<string, readonly (string | readonly string[])[]>>;
export type SpfZone = Readonly<Record<string, SpfRecords | 'timeout'>>;

export interface SpfWorld extends SpfDns {
  /** What was asked, as `name TYPE`. */
  readonly asked: string[];
}

export const nameOf = (text: string): Name => {
  const name = fromRawLabels(text.replace(/\.$/, '').split('.'));
  return name.ok ? name.value : text;
};

export function spfDns(zone: SpfZone, statusOf: (name: Name) => SecurityStatus = () => 'insecure'): SpfWorld {
  const asked: string[] = [];
  const names = new Map(Object.entries(zone).map(([name, records]) => [nameOf(name), records]));
  const lookup = async (name: Name, type: number): Promise<Result<Answer, DnsError>> => {
    asked.push(`${name} ${formatType(type)}`);
    const aliases: Answer['aliases'][number][] = [];
    let at = name;
    for (let hops = 0; hops < 9; hops += 1) {
      const records = names.get(at);
      if (records === 'timeout') return err(failure('dns/timeout', name));
      const alias = records?.CNAME?.[0];
      if (alias === undefined || type === RR.CNAME)
        return ok({ ...answer(name, at, type, records, statusOf(at)), aliases });
      const to = nameOf(alias as string);
      aliases.push({ from: at, to, status: statusOf(at) });
      at = to;
    }
    return err(failure('dns/garbage', name));
  };
  return { lookup, asked };
}

/** An alias as the record it came from. */
export function cnameOf({ from, to }: Answer['aliases'][number]): ResourceRecord {
  return { name: from, type: RR.CNAME, class: 1, ttlSeconds: 300, rdata: cnameRdata.encode(to) };
}

function answer(
  name: Name,
  canonicalName: Name,
  type: number,
  records: SpfRecords | undefined,
  status: SecurityStatus,
): Answer {
  const values = Object.entries(records ?? {}).flatMap(([word, list]) => (parseType(word) === type ? list : []));
  return {
    question: { name, type },
    status,
    rcode: records === undefined ? 3 : 0,
    canonicalName,
    aliases: [],
    records: values.map((value) => record(canonicalName, type, value)),
    reasons: [],
    ttlSeconds: 300,
  };
}

function record(name: Name, type: number, value: string | readonly string[]): ResourceRecord {
  return { name, type, class: 1, ttlSeconds: 300, rdata: rdataOf(type, value) };
}

function rdataOf(type: number, value: string | readonly string[]): Uint8Array {
  if (type === RR.TXT) return txtRdata.encode(stringsOf(value));
  const parsed = rdataDef(type)!.parse(value as string);
  if (!parsed.ok) throw new Error(`${formatType(type)} ${String(value)}: ${parsed.error.message}`);
  return rdataDef(type)!.encode(parsed.value);
}

/** Given strings as they are; a text in pieces of 255 octets. */
function stringsOf(value: string | readonly string[]): Uint8Array[] {
  const strings = typeof value === 'string' ? (value.match(/.{1,255}/gs) ?? ['']) : value.length === 0 ? [''] : value;
  return strings.map((string) => Uint8Array.from(Buffer.from(string, 'latin1')));
}

const failure = (code: DnsError['code'], name: Name): DnsError => ({
  code,
  message: `no answer for ${name}`,
  fault: 'network',
  temporary: true,
});
