/** The lab, and the loopback ports that lead to its servers, for peers that know no connect map. */
import { readFileSync } from 'node:fs';
import { RR } from '../../../../src/core/dns/index.ts';
import { createConnectMap, parseConnectFile } from '../../../../src/core/net/index.ts';
import { type DomainRow, startLab } from '../../../../src/lab/index.ts';
import { createLabClient } from '../../../support/lab-client.ts';
import type { Context } from '../../framework/types.ts';

export interface Bench {
  /** File of the lab's roots. */
  readonly ca: string;
  /** Where the row's first host listens. */
  portOf(row: DomainRow, port: number): number;
}

export async function openBench(context: Context, rows: readonly DomainRow[]): Promise<Bench> {
  const lab = await startLab({ rows, slowMs: 50 });
  context.atEnd(() => lab.close());
  const map = parseConnectFile(readFileSync(lab.folder.connectMap, 'utf8'), 'connect.map');
  if (!map.ok) throw new Error(map.error.message);
  const connectMap = createConnectMap(map.value);
  const client = createLabClient(lab.env);
  const addresses = new Map<DomainRow, string>();
  for (const row of rows) {
    const found = await client.resolver.lookup(`mx.${row.name}`, RR.A);
    if (!found.ok) throw new Error(found.error.message);
    addresses.set(row, found.value.records[0]!.rdata.join('.'));
  }
  await client.close();
  return { ca: lab.folder.ca, portOf: (row, port) => connectMap.resolve(addresses.get(row)!, port).port };
}
