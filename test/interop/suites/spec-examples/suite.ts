/**
 * Examples of Exim's experimental-spec, as written: `config check` reads them, `session` and `serve` do what they say.
 *
 * A table of all of them is printed: what ran, and what came.
 */
import { deepEqual, match, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { type Example, examplesIn, type Talk, ZONE } from './examples.ts';
import { servedExamples } from './served.ts';

export const suite: Suite = {
  name: 'spec-examples',
  proves: 'the examples of the experimental-spec run as written, and do what it says',
  run,
};

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

async function run(context: Context): Promise<void> {
  const { folder } = context;
  writeFileSync(join(folder, 'suffixes'), 'example\ntest\n');
  const zone = join(folder, 'root.zone');
  writeFileSync(zone, ZONE);
  const named = join(folder, 'named');
  mkdirSync(named);
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder: named, zones: [{ name: '', file: zone }] });
  for (const example of examplesIn(folder)) await tryExample(example, context);
  await servedExamples(context);
}

async function tryExample(example: Example, { folder, test, note }: Context): Promise<void> {
  const file = join(folder, 'example.conf');
  writeFileSync(file, `primary_hostname = our.example\nspool_directory = ${folder}/spool\n${example.configuration}`);
  const came: string[] = [];
  await test(`${example.title}: config check`, async () => {
    const { status, stdout } = await mxray(['config', 'check', '-C', file]);
    came.push(example.isRefused === true ? 'refused, as by Exim' : 'read');
    for (const pattern of example.says ?? []) match(stdout, pattern);
    deepEqual(status, example.isRefused === true ? 2 : 0, stdout);
  });
  for (const [index, talk] of (example.talks ?? []).entries())
    await test(`${example.title}: session ${index + 1}`, async () => void came.push(await talkOver(file, talk)));
  note(`${example.title}: ${came.join('; ')}`);
}

/** @returns the last reply but that to QUIT, and what was logged */
async function talkOver(file: string, { from, lines, replies = [], logs = [] }: Talk): Promise<string> {
  const input = lines.map((line) => `${line}\r\n`).join('');
  const { stdout, stderr } = await mxray(['session', '-C', file, '--from', from], input);
  const said = stdout + stderr;
  for (const pattern of [...replies, ...logs]) match(said, pattern);
  ok(said !== '');
  const last = stdout
    .trimEnd()
    .split(/\r?\n/)
    .filter((line) => /^\d{3}[ -]/.test(line) && !line.startsWith('221'))
    .at(-1);
  return `${from}: ${last ?? ''}`;
}

const mxray = (words: readonly string[], input = ''): ReturnType<typeof runProgram> =>
  runProgram(process.execPath, [PROGRAM, ...words], { input });
