/** What the dmarc commands work with: DNS as it is, or as a line tells it, and a list of public suffixes. */
import type { Failure, Result } from '../../base/index.ts';
import {
  builtInSuffixes,
  createGivenDns,
  type DmarcPorts,
  type Rules,
  readSuffixFile,
} from '../../core/dmarc/index.ts';
import { type Name, parseName } from '../../core/dns/index.ts';
import type { Context } from './context.ts';
import type { Fields } from './fields.ts';

export interface DmarcSource {
  /** A file instead of the list that comes with the program. */
  readonly psl?: string;
  /** TXT records by name: no network is asked then. */
  readonly records?: ReadonlyMap<Name, readonly string[]>;
}

export const RFCS = ['9989', '7489', 'both'] as const;

export const RECORDS_FIELD =
  'TXT records by name, as {"_dmarc.example.org": ["v=DMARC1; p=reject"]}: these are all of DNS then, and no network is asked';

export function readRules(fields: Fields): Rules | 'both' {
  return fields.oneOf('rfc', RFCS) ?? '9989';
}

export function readDmarcSource(fields: Fields): DmarcSource {
  const psl = fields.optionalText('psl');
  const records = readRecords(fields);
  return { ...(psl !== undefined && { psl }), ...(records !== undefined && { records }) };
}

export async function dmarcPorts(source: DmarcSource, context: Context): Promise<Result<DmarcPorts, Failure>> {
  const { signal } = context;
  const dns = source.records === undefined ? context.network.informed : createGivenDns(source.records);
  if (source.psl === undefined) return { ok: true, value: { dns, signal, suffixes: builtInSuffixes } };
  const list = await readSuffixFile(source.psl);
  if (!list.ok) return list;
  return { ok: true, value: { dns, signal, suffixes: () => Promise.resolve(list.value) } };
}

function readRecords(fields: Fields): ReadonlyMap<Name, readonly string[]> | undefined {
  const rows = fields.object('records');
  if (rows === undefined) return undefined;
  const records = new Map<Name, readonly string[]>();
  for (const [name, given] of Object.entries(rows)) {
    const texts = typeof given === 'string' ? [given] : given;
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string'))
      fields.problem(`"records": ${name} must have a list of texts`);
    else records.set(fields.take(parseName(name), name), texts);
  }
  return records;
}
