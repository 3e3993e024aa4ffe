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
    await test(`gsasl: ${mechanism}, right`, async () => equal(await meet(mechanism, 'pencil'), 'done, trusted'));
    await test(`gsasl: ${mechanism}, beyond ASCII`, async () =>
      equal(await meet(mechanism, 'pässword', 'pässword'), 'done, trusted'));
    await test(`gsasl: ${mechanism}, wrong`, async () => equal((await meet(mechanism, 'pen')).split(',')[0], 'fail'));
    await test(`gsasl: ${mechanism}, we do not know the password`, async () =>
      equal((await meet(mechanism, 'pencil', 'other')).split(',')[0], 'fail'));
  }
}

const LIMIT_MS = 20_000;

/** What our side came to, and what the client says in the end: it trusts nobody who has not proven himself. */
async function meet(mechanism: string, password: string, known = 'pencil'): Promise<string> {
  const secret = Buffer.from(known).toString('latin1');
  const bench = authBench(`x:\n  driver = gsasl\n  public_name = ${mechanism}\n  server_password = ${secret}\n`);
  const words = ['--client', '--no-cb', '-m', mechanism, '-a', 'ann', '-p', password];
  const child = spawn(programs.gsasl, words, { stdio: ['pipe', 'pipe', 'pipe'], timeout: LIMIT_MS });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdin.on('error', () => {});
  let step: AuthStep | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === mechanism) continue; // it says first what it will use
    const octets = Buffer.from(line, 'base64');
    if (step === undefined) step = await bench.authenticators.begin(mechanism, bench.world, octets);
    else if (step.kind === 'challenge') step = await step.respond(octets, bench.world);
    if (step?.kind !== 'challenge') break;
    child.stdin.write(`${Buffer.from(step.says).toString('base64')}\n`);
  }
  child.stdin.end(step?.kind === 'done' ? '\n' : '');
  await ended;
  return `${step?.kind}, ${/server trusted/.test(said) ? 'trusted' : said.trim().split('\n').at(-1)}`;
}
