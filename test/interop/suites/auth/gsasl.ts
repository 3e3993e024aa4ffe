/** The client of GNU SASL, which proves itself to our SCRAM and has us prove ourselves to it. */
import { equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { AuthStep } from '../../../../src/mta/auth/index.ts';
import { authBench } from '../../../support/mta/auth-dialogue.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export async function compareGsasl({ test }: Context): Promise<void> {
  for (const mechanism of ['SCRAM-SHA-1', 'SCRAM-SHA-256']) {
    await test(`gsasl: ${mechanism}, right`, async () => equal(await meet(mechanism, 'pencil'), 'done, status 0'));
    await test(`gsasl: ${mechanism}, beyond ASCII`, async () =>
      equal(await meet(mechanism, 'pässword', 'pässword'), 'done, status 0'));
    await test(`gsasl: ${mechanism}, wrong`, async () => equal((await meet(mechanism, 'pen')).split(',')[0], 'fail'));
    await test(`gsasl: ${mechanism}, we do not know the password`, async () =>
      equal((await meet(mechanism, 'pencil', 'other')).split(',')[0], 'fail'));
  }
}

const LIMIT_MS = 20_000;

/** What our side came to, and the client's status: it ends with one that is not 0 unless our proof is right. */
async function meet(mechanism: string, password: string, known = 'pencil'): Promise<string> {
  const octets = Buffer.from(known).toString('latin1');
  const bench = authBench(`x:\n  driver = gsasl\n  public_name = ${mechanism}\n  server_password = ${octets}\n`);
  const words = ['--client', '--quiet', '--no-cb', '-m', mechanism, '-a', 'ann', '-p', password];
  const child = spawn(programs.gsasl, words, { stdio: ['pipe', 'pipe', 'ignore'], timeout: LIMIT_MS });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.on('error', () => {});
  let step: AuthStep | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = Buffer.from(line, 'base64');
    if (step === undefined) step = await bench.authenticators.begin(mechanism, bench.world, said);
    else if (step.kind === 'challenge') step = await step.respond(said, bench.world);
    if (step?.kind !== 'challenge') break;
    child.stdin.write(`${Buffer.from(step.octets).toString('base64')}\n`);
  }
  child.stdin.end();
  return `${step?.kind}, status ${await ended}`;
}
