/** OCSP: openssl's responder judged by us, and our responses judged by openssl and by us, case by case. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { mxray } from '../../../support/cli.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { type OpensslVerdict, opensslVerify } from '../../peers/openssl-ocsp.ts';
import { eximCases } from './exim.ts';
import { madeByOpenssl } from './made-by-openssl.ts';
import { madeByUs } from './made-by-us.ts';
import type { OcspCase } from './types.ts';
import { worldFiles } from './world.ts';

export const suite: Suite = {
  name: 'ocsp',
  proves: 'ocsp verify and openssl ocsp see the same responses alike, where not with a reason; Exim staples as we say',
  run,
};

async function run(context: Context): Promise<void> {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const [p256, rsa, p384, ed25519] = await Promise.all(
    (['p256', 'rsa', 'p384', 'ed25519'] as const).map((type) => worldFiles(context.folder, type, now)),
  );
  const cases = [...(await madeByOpenssl([p256!, rsa!, p384!, ed25519!])), ...(await madeByUs(p256!, rsa!))];
  const ours = await judgedByUs(cases, now);
  const theirs = await concurrently(4, [...cases.entries()], ([i, one]) => judgedByOpenssl(one, i));
  for (const [i, one] of cases.entries()) await context.test(one.name, () => compare(one, ours[i]!, theirs[i]!));
  await eximCases(context, cases, now);
  const differences = cases.filter((one) => one.theirs !== undefined);
  context.note(`${cases.length} cases, ${differences.length} of them with a known difference:`);
  for (const { name, ours: status, theirs: other } of differences)
    context.note(`${name}: ${status}; ${other!.status}: ${other!.why}`);
}

function compare(one: OcspCase, ours: string, theirs: OpensslVerdict): void {
  const expected = one.theirs?.status ?? one.ours.split(' ')[0];
  if (ours !== one.ours) throw new Error(`ours is "${ours}", and should be "${one.ours}"`);
  if (theirs.status !== expected)
    throw new Error(`openssl's is "${theirs.status}", not "${expected}"; it said:\n${theirs.said}`);
}

/** All of them by one run of the program, as a batch. */
async function judgedByUs(cases: readonly OcspCase[], at: Date): Promise<readonly string[]> {
  const lines = cases.map(({ world: { world }, response, line }, id) =>
    JSON.stringify({
      id,
      cert: formatPem('CERTIFICATE', world.leaf.der),
      issuer: formatPem('CERTIFICATE', world.issuer.der),
      roots: [formatPem('CERTIFICATE', world.root.der)],
      response: Buffer.from(response).toString('base64'),
      at: at.toISOString(),
      ...line,
    }),
  );
  const { out, complaint } = await mxray(['ocsp', 'verify', '--batch', '-'], {}, `${lines.join('\n')}\n`);
  const results = out
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  if (results.length !== cases.length)
    throw new Error(`${results.length} results for ${cases.length} lines: ${complaint}`);
  return results.map(({ data, error }) =>
    data === undefined ? `error ${error.message}` : `${data.status} ${data.code}`,
  );
}

/** openssl compares nonces only where it is given the request and no certificate, so that is asked beside. */
async function judgedByOpenssl(one: OcspCase, i: number): Promise<OpensslVerdict> {
  const { world, response, words = [], requestFile } = one;
  const file = join(world.folder, `case-${i}.der`);
  writeFileSync(file, response);
  const trust = ['-respin', file, '-CAfile', world.rootFile, '-no-CApath', '-no-CAstore'];
  const named = ['-no_nonce', '-issuer', world.issuerFile, ...words, '-cert', world.leafFile];
  const verdict = await opensslVerify([...trust, ...named]);
  if (requestFile === undefined) return verdict;
  const { said } = await opensslVerify([...trust, '-verify_other', world.issuerFile, '-reqin', requestFile]);
  return { status: said.includes('Nonce Verify error') ? 'invalid' : verdict.status, said: `${verdict.said}\n${said}` };
}
