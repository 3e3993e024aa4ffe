/**
 * CRLs: what our builder makes read and judged by OpenSSL beside us, and what `openssl ca` makes read and judged by us.
 */
import { deepStrictEqual, strictEqual } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { MXRAY } from '../dane/ours.ts';
import { createOpensslCa, MADE, type Made, type OpensslCa, printed, REVOKED } from './made-by-openssl.ts';
import { createParties, type Parties } from './parties.ts';
import { rowsFor } from './rows.ts';
import { askOpenssl, askOurs, type Posed, pose, printList } from './verify.ts';

export const suite: Suite = {
  name: 'crl',
  proves: 'crl check and crl show agree with OpenSSL on lists that either of them made, or say why not',
  run,
};

async function run(context: Context): Promise<void> {
  const parties = await createParties();
  const posed = await Promise.all(rowsFor(parties).map((row) => pose(row, parties)));
  const ours = await askOurs(posed, parties);
  await concurrently(4, [...posed.entries()], async ([i, one]) => {
    await context.test(one.row.name, () => compare(one, ours[i]!, parties, join(context.folder, String(i))));
  });
  for (const { row } of posed) if (row.differs !== undefined) context.note(`${row.name}: ${row.differs.because}`);
  const ca = await createOpensslCa(context.folder);
  for (const made of MADE) await tryMade(context, made, ca);
}

async function compare({ row, lists }: Posed, ours: string, parties: Parties, folder: string): Promise<void> {
  strictEqual(ours, row.ours, 'ours');
  mkdirSync(folder);
  const theirs = await askOpenssl({ row, lists }, parties, folder);
  const expected = row.differs?.theirs ?? /^(good|revoked)/.exec(row.ours)?.[0] ?? 'neither';
  strictEqual(theirs.says, expected, `OpenSSL: ${theirs.text}`);
  for (const pem of lists) await printList(pem);
}

async function tryMade(context: Context, made: Made, ca: OpensslCa): Promise<void> {
  const pem = await ca.list(made);
  const [crl, issuer] = [join(context.folder, 'made.crl'), join(context.folder, 'made.pem')];
  writeFileSync(crl, pem);
  writeFileSync(issuer, ca.certificate);
  await context.test(`openssl ca, ${made.name}: what is in it`, async () => {
    const shown = await ourData(['crl', 'show', crl, '--issuer', issuer, '--json']);
    const [own] = shown.crls;
    const theirs = await printed(pem);
    strictEqual(shown.crls.length, 1);
    strictEqual(own.isSignatureGood, true);
    deepStrictEqual(own.scope, made.scope ?? []);
    deepStrictEqual(
      {
        version: own.version,
        thisUpdate: own.thisUpdate,
        serials: own.revoked.map(({ serial }: { serial: string }) => serial),
      },
      { version: theirs.version, thisUpdate: theirs.thisUpdate.replace(/\.\d+/, '.000'), serials: theirs.serials },
    );
    strictEqual(own.number, theirs.number);
  });
  if (!isAboutLeaves(made)) return;
  await context.test(`openssl ca, ${made.name}: what it says`, async () => {
    for (const [name, { ours }] of Object.entries(REVOKED)) {
      const line = JSON.stringify({ cert: ca.leaves[name], issuer: ca.certificate, crls: [pem] });
      const data = await ourData(['crl', 'check', '--batch', '-', '--json'], `${line}\n`);
      const said = data.status === 'revoked' ? `revoked ${data.reason}` : (data.code ?? data.status);
      strictEqual(said, made.says ?? ours, name);
    }
  });
}

/** Lists of a part, and deltas, do not decide about every leaf. */
const isAboutLeaves = ({ name }: Made): boolean =>
  !['a delta', 'some reasons', 'authorities alone, indirect', 'a relative distribution point'].includes(name);

async function ourData(words: readonly string[], input = '') {
  const { stdout, stderr } = await runProgram(process.execPath, [MXRAY, ...words], { input });
  const { data, error } = JSON.parse(stdout || '{}');
  if (data === undefined) throw new Error(`${error?.message ?? stderr}`);
  return data;
}
