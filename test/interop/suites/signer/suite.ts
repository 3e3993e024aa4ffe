/** The lab's signer, judged by BIND's and ldns' verifiers: every algorithm with every way of denial, and one bad zone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatRecord,
  formatZoneText,
  parseZoneText,
  type ResourceRecord,
  RR,
} from '../../../../src/core/dns/index.ts';
import { createZone, createZoneKey, ENTRY_KEY, type SigningStyle, ZONE_KEY } from '../../../../src/lab/dns/index.ts';
import type { Ran } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { verifyWithBind } from '../../peers/bind-signer.ts';
import { verifyWithLdns } from '../../peers/ldns-signer.ts';
import { ODD_LINES } from '../validation/odd-records.ts';

export const suite: Suite = {
  name: 'signer',
  proves: "BIND's dnssec-verify and ldns-verify-zone accept what the lab signs",
  run,
};

const ALGORITHMS = [5, 7, 8, 10, 13, 14, 15, 16];
const DENIALS: readonly SigningStyle['denial'][] = ['nsec', 'nsec3', 'nsec3-opt-out'];
const ZONE = 'example';
const HOUR_MS = 3_600_000;

async function run(context: Context): Promise<void> {
  for (const algorithm of ALGORITHMS) {
    for (const denial of DENIALS) {
      if (algorithm === 5 && denial !== 'nsec') continue;
      await tryZone(context, algorithm, denial);
    }
  }
  await tryBrokenZone(context);
}

async function tryZone(context: Context, algorithm: number, denial: SigningStyle['denial']): Promise<void> {
  const title = `algorithm ${algorithm} with ${denial}`;
  const records = signedZone(algorithm, denial);
  const { file, keyFile } = writeZone(context, title, records);
  await context.test(`${title}, dnssec-verify`, async () => expectStatus(await verifyWithBind(ZONE, file), true));
  await context.test(`${title}, ldns-verify-zone`, async () => expectStatus(await verifyWithLdns(file, keyFile), true));
}

/** That the verifiers do look: a zone with one signature turned must not pass. */
async function tryBrokenZone(context: Context): Promise<void> {
  const records = signedZone(13, 'nsec').map((record) =>
    record.type === RR.RRSIG ? withLastBitTurned(record) : record,
  );
  const { file, keyFile } = writeZone(context, 'broken', records);
  await context.test('bad signatures, dnssec-verify', async () =>
    expectStatus(await verifyWithBind(ZONE, file), false),
  );
  await context.test('bad signatures, ldns-verify-zone', async () =>
    expectStatus(await verifyWithLdns(file, keyFile), false),
  );
}

const LINES: readonly string[] = [
  '@ SOA ns hostmaster 1 7200 3600 1209600 300',
  '@ NS ns',
  '@ MX 10 mail',
  'ns A 192.0.2.1',
  'mail A 192.0.2.2',
  '*.wild A 192.0.2.3',
  'old DNAME new',
  'a.b.c.ent A 192.0.2.4',
  'secure NS ns.secure',
  'ns.secure A 192.0.2.5',
  `secure DS 12345 13 2 ${'ab'.repeat(32)}`,
  'insecure NS ns.insecure',
  'ns.insecure A 192.0.2.6',
];

function signedZone(algorithm: number, denial: SigningStyle['denial']): readonly ResourceRecord[] {
  const text = ['$TTL 300', ...LINES, ...ODD_LINES].join('\n');
  const records = parseZoneText(text, { origin: ZONE });
  if (!records.ok) throw new Error(records.error.message);
  const now = Date.now();
  const signing: SigningStyle = {
    keys: { entry: createZoneKey(algorithm, ENTRY_KEY), data: createZoneKey(algorithm, ZONE_KEY) },
    denial,
    iterations: 0,
    salt: new Uint8Array(0),
    inception: new Date(now - HOUR_MS),
    expiration: new Date(now + 24 * HOUR_MS),
  };
  return createZone({ name: ZONE, records: records.value, signing }).allRecords();
}

function writeZone(
  { folder }: Context,
  title: string,
  records: readonly ResourceRecord[],
): { readonly file: string; readonly keyFile: string } {
  const name = title.replaceAll(' ', '-');
  const file = join(folder, `${name}.zone`);
  const keyFile = join(folder, `${name}.key`);
  writeFileSync(file, formatZoneText(records));
  const isEntryKey = ({ type, rdata }: ResourceRecord): boolean => type === RR.DNSKEY && rdata[1] === (ENTRY_KEY & 255);
  writeFileSync(keyFile, `${formatRecord(records.find(isEntryKey)!)}\n`);
  return { file, keyFile };
}

function withLastBitTurned(record: ResourceRecord): ResourceRecord {
  const rdata = record.rdata.slice();
  rdata[rdata.length - 1]! ^= 1;
  return { ...record, rdata };
}

function expectStatus({ status, stdout, stderr }: Ran, accepted: boolean): void {
  if ((status === 0) !== accepted) throw new Error(`ended with ${status}:\n${`${stdout}${stderr}`.slice(0, 2_000)}`);
}
