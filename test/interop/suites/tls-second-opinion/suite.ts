/**
 * The TLS probe beside sslscan: two programs of different minds look at the same servers, and their lists of versions,
 * suites and groups are compared. What sslscan cannot see (post-quantum groups, Ed25519 beside RSA, early data,
 * heartbeats) is held to what the servers were told to do.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CIPHER_SUITES } from '../../../../src/core/survey/registry/cipher-suites.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { same } from '../tls-probe/expect.ts';
import { NAME } from '../tls-probe/identities.ts';
import { askOurs, type Found } from '../tls-probe/ours.ts';
import { curvesBySClient } from './curves.ts';
import { EARLY_DATA, makeFiles, postQuantum, SCANNED, type ServerRow, startServer } from './servers.ts';
import { scan } from './sslscan.ts';

export const suite: Suite = {
  name: 'tls-second-opinion',
  proves:
    'tls probe and sslscan list the same versions, suites and groups; what sslscan has no eye for is as configured',
  run,
};

/** Looked at by sslscan in every run; all of them under --full. */
const ALWAYS = 3;
const FIRST_PORT = 5700;

const HYBRID = postQuantum('X25519MLKEM768:SecP256r1MLKEM768:X25519');
const HYBRID_ALONE = postQuantum('X25519MLKEM768');

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const files = await makeFiles(folder);
  const scanned = context.full ? SCANNED : SCANNED.slice(0, ALWAYS);
  const edwards = SCANNED.find(({ keys }) => keys.includes('ed25519'))!;
  const rows = [...new Set([...scanned, edwards, HYBRID, HYBRID_ALONE, ...EARLY_DATA])];
  await concurrently(4, [...rows.entries()], ([i, row]) => startServer(context, row, FIRST_PORT + i, files));
  const targetOf = (row: ServerRow): string => `127.0.0.1:${FIRST_PORT + rows.indexOf(row)}`;
  const asked = rows.map((row) => ({ id: row.name, target: targetOf(row), starttls: 'none' as const }));
  const found = await askOurs(asked, files.roots);
  await concurrently(2, scanned, (row) =>
    context.test(`${row.name}: as sslscan has it`, () => compare(found.get(row.name)!, targetOf(row))),
  );
  await context.test(`${edwards.name}: both certificates`, () =>
    same(
      'key types',
      found.get(edwards.name)!.survey.certificates.map(({ keyType }) => keyType),
      ['rsa', 'ed25519'],
    ),
  );
  await context.test(`${HYBRID.name}: the groups`, () => expectHybrid(found.get(HYBRID.name)!));
  await context.test(`${HYBRID_ALONE.name}: no broken server`, () => expectHybridAlone(found.get(HYBRID_ALONE.name)!));
  for (const row of EARLY_DATA)
    await context.test(`${row.name}: told`, () => expectEarlyData(found.get(row.name)!, row.name));
}

async function compare({ survey }: Found, target: string): Promise<void> {
  const theirs = await scan(target, NAME);
  const ours = survey.versions.filter(({ offered }) => offered === 'yes').map(({ version }) => version);
  same('versions', sorted(ours), sorted(theirs.versions));
  for (const { version, suites } of survey.suites) {
    const numbers = suites.map((name) => [...CIPHER_SUITES].find(([, one]) => one === name)![0]);
    const hex = numbers.map((number) => `0x${number.toString(16).padStart(4, '0')}`);
    same(`suites of ${version}`, sorted(hex), sorted(theirs.suites.get(version) ?? []));
  }
  for (const { version, groups } of survey.groups) {
    // sslscan asks with suites and curves of its own choosing, and some servers take none of them.
    const isBlind = version === 'TLSv1.2' && (theirs.groups.get(version)?.length ?? 0) < groups.length;
    const listed = isBlind ? await curvesBySClient(target) : (theirs.groups.get(version) ?? []);
    same(`groups of ${version}`, sorted(groups), sorted(listed));
  }
}

const sorted = (names: readonly string[]): readonly string[] => [...names].sort();

function expectHybrid({ survey, ids }: Found): void {
  const list = survey.groups.find(({ version }) => version === 'TLSv1.3');
  same('groups', list?.groups ?? [], ['X25519MLKEM768', 'SecP256r1MLKEM768', 'x25519']);
  if (!ids.includes('tls.group.post-quantum')) throw new Error('it does not say tls.group.post-quantum');
  const failing = survey.tolerance.filter(({ outcome }) => outcome !== 'fine');
  if (failing.length > 0) throw new Error(`not borne: ${JSON.stringify(failing)}`);
}

/** The Node that runs us may have no such group: then no handshake of ours ends, and that is not the server's fault. */
function expectHybridAlone({ survey, ids }: Found): void {
  same('groups', survey.groups[0]?.groups ?? [], ['X25519MLKEM768']);
  if (ids.includes('tls.broken')) throw new Error('it says tls.broken');
}

function expectEarlyData({ survey, ids }: Found, name: string): void {
  const ticket = survey.resumption.find(({ version }) => version === 'TLSv1.3');
  if (ticket?.earlyDataBytes === undefined) throw new Error(`no early data: ${JSON.stringify(survey.resumption)}`);
  const hasHeartbeat = name.includes('heartbeats') ? 'yes' : 'no';
  if (survey.features.heartbeat !== hasHeartbeat) throw new Error(`heartbeat is ${survey.features.heartbeat}`);
  if (!ids.includes('tls.early-data')) throw new Error('it does not say tls.early-data');
}
