/** Tallies as the reports they will be, by day and domain. */

import { reportJson } from '../../core/tlsrpt/index.ts';
import type { Document } from '../../core/unpack/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Spool } from '../spool/index.ts';
import { factsOf, type KeptTally, readTallyKey } from './kept.ts';

export async function pendingReports(
  spool: Pick<Spool, 'hints'>,
  configuration: Configuration,
): Promise<readonly Document[]> {
  const documents: Document[] = [];
  for await (const [key, { value }] of spool.hints<KeptTally>('tlsrpt').list()) {
    const read = readTallyKey(key);
    if (read === undefined) continue;
    const text = reportJson(value, factsOf(configuration, read, 'pending'));
    documents.push({ source: `${read.domain}, ${read.day}`, bytes: Buffer.from(text) });
  }
  return documents;
}
