/**
 * Chains: every row of our tables put to `openssl verify` as well. Path validation alone is compared both ways; with --full
 * also that the profile rfc5280 lets nothing pass that -x509_strict refuses.
 */
import { notStrictEqual, ok, strictEqual } from 'node:assert';
import { join } from 'node:path';
import { question } from '../../../support/chain-cases.ts';
import { tables as certificates } from '../../../support/chain-rows/certificates.ts';
import { tables as constraints } from '../../../support/chain-rows/constraints.ts';
import { tables as graph } from '../../../support/chain-rows/graph.ts';
import { tables as policies } from '../../../support/chain-rows/policies.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { askOpenssl, askOurs, type Posed } from './ask.ts';
import { DIFFERENCES, STRICTER } from './differences.ts';

export const suite: Suite = {
  name: 'chains',
  proves:
    'cert chain agrees with openssl verify on chains, names, constraints, purposes, policies and dates, or says why not',
  run,
};

async function run(context: Context): Promise<void> {
  const posed = [...posedFrom([...certificates, ...constraints, ...graph], false), ...posedFrom(policies, true)];
  const ours = await askOurs(posed, 'path');
  await concurrently(4, [...posed.entries()], async ([i, one]) => {
    await context.test(one.name, async () => {
      const theirs = await askOpenssl(one, join(context.folder, String(i)), false);
      const told = `ours ${ours[i]!.why}, OpenSSL ${theirs.why}`;
      if (DIFFERENCES.has(one.name)) notStrictEqual(ours[i]!.valid, theirs.valid, `no difference any more: ${told}`);
      else strictEqual(ours[i]!.valid, theirs.valid, told);
    });
  });
  const names = new Set(posed.map(({ name }) => name));
  await context.test('every known difference is a case', () => {
    for (const name of [...DIFFERENCES.keys(), ...STRICTER.keys()]) ok(names.has(name), name);
  });
  for (const [name, reason] of DIFFERENCES) context.note(`${name}: ${reason}`);
  if (context.full) await compareStrictly(context, posed);
}

function posedFrom(tables: typeof certificates, withPolicies: boolean): readonly Posed[] {
  return tables.flatMap(({ title, rows }) =>
    rows.map(([name, chain]) => ({ name: `${title}: ${name}`, question: question(chain()), withPolicies })),
  );
}

async function compareStrictly(context: Context, posed: readonly Posed[]): Promise<void> {
  const ours = await askOurs(posed, 'rfc5280');
  await concurrently(4, [...posed.entries()], async ([i, one]) => {
    if (!ours[i]!.valid || DIFFERENCES.has(one.name)) return;
    await context.test(`strictly, ${one.name}`, async () => {
      const theirs = await askOpenssl(one, join(context.folder, `strict-${i}`), true);
      strictEqual(theirs.valid, !STRICTER.has(one.name), `OpenSSL ${theirs.why}`);
    });
  });
}
