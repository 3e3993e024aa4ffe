import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Name, RR } from '../../src/core/dns/index.ts';
import { CATALOGUE, type DomainRow, type Lab, startLab } from '../../src/lab/index.ts';
import { createLabClient, type LabClient } from '../support/lab-client.ts';

let lab: Lab;
let client: LabClient;
beforeAll(async () => {
  lab = await startLab({ slowMs: 20 });
  client = createLabClient(lab.env);
});
afterAll(async () => {
  await client.close();
  await lab.close();
});

/** Status, or code of the failure; `none` after it where there are no records. */
async function status(name: Name, type: number): Promise<string> {
  const found = await client.resolver.lookup(name, type);
  if (!found.ok) return found.error.code;
  return `${found.value.status}${found.value.records.length === 0 ? ' none' : ''}`;
}

const tlsaStatuses = (row: DomainRow): Promise<string[]> =>
  Promise.all(row.hosts.map(({ name }) => status(`_25._tcp.${name === '@' ? '' : `${name}.`}${row.name}`, RR.TLSA)));

/** What RFC 7672 §2.1–2.2 must see in DNS to come to the policy a row promises. */
const SIGHTS: Readonly<Record<DomainRow['expect']['policy'], (mx: string, tlsa: readonly string[]) => boolean>> = {
  dane: (mx, tlsa) => mx.startsWith('secure') && tlsa.includes('secure'),
  'mandatory-tls': (mx, tlsa) => mx === 'secure' && tlsa.includes('secure'),
  defer: (mx, tlsa) => [mx, ...tlsa].some((seen) => seen === 'bogus' || seen === 'dns/servfail'),
  opportunistic: (mx, tlsa) => mx === 'insecure' || tlsa.every((seen) => seen !== 'secure'),
  none: (mx, tlsa) => mx === 'secure' && tlsa.length === 0,
};

describe('every domain of the lab', () => {
  it.each(CATALOGUE.map((row) => [row.name, row] as const))(
    '%s looks in DNS as its policy needs it',
    async (_, row) => {
      const [mx, tlsa] = [await status(row.name, RR.MX), await tlsaStatuses(row)];
      expect({ mx, tlsa, fits: SIGHTS[row.expect.policy](mx, tlsa) }).toEqual({ mx, tlsa, fits: true });
    },
  );
});
