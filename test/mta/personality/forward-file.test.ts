/** `-bf`: what a forward file comes to, as Exim 4.96 tells it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runAsExim } from '../../../src/mta/personality/index.ts';
import type { PersonalityPorts } from '../../../src/mta/personality/types.ts';

const folder = mkdtempSync(join(tmpdir(), 'forward-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ME = userInfo().username;
const MAIL = 'From: a@b.example\n\nbody\n';

async function tried(text: string, words: readonly string[] = [], mail = MAIL) {
  const configuration = join(folder, 'exim.conf');
  const file = join(folder, 'forward');
  writeFileSync(configuration, 'primary_hostname = h.example\nqualify_domain = q.example\nkeep_environment =\n');
  writeFileSync(file, text);
  const said: string[] = [];
  const ports = {
    env: {},
    clock: { now: () => new Date() },
    hostname: 'h.example',
    defaultFile: undefined,
    input: async function* () {
      yield mail;
    },
    out: async (octets: string) => void said.push(octets),
    complain: (octets: string) => void said.push(octets),
  } as unknown as PersonalityPorts;
  const status = await runAsExim(['-C', configuration, ...words, '-bf', file], ports);
  return { status, said: said.join('').replaceAll(file, 'FILE') };
}

const HEAD = `Return-path copied from sender\nSender      = ${ME}@q.example\nRecipient   = ${ME}@q.example\nTesting forward file file "FILE"\n\n`;

it.each([
  [
    'ann@one.example, bob\n|/bin/x y\n/tmp/d/',
    0,
    'forward file generated:\n  /tmp/d/\n  |/bin/x y\n  bob@q.example\n  ann@one.example',
  ],
  ['# nothing', 0, 'no addresses generated from forward file'],
  [':blackhole:', 0, 'forwardfile contains ":blackhole:"\nexim: no addresses generated from forward file'],
  ['ann, :blackhole:', 0, 'forwardfile contains ":blackhole:"\nexim: forward file generated:\n  ann@q.example'],
  [':fail: gone away', 1, 'error in forward file: ":fail: gone away" is not permitted'],
  ['bad address', 1, 'error in forward file: missing or malformed local part (expected word or "<") in "bad address"'],
])('%j: %i, %j', async (text, status, told) =>
  expect(await tried(text)).toEqual({ status, said: `${HEAD}exim: ${told}\n` }),
);

it('says of a filter that it is not run', async () => {
  const { status, said } = await tried('# Sieve filter\nkeep;');
  expect(status).toBe(1);
  expect(said).toContain('Testing Sieve filter file "FILE"\n\nexim: Sieve filters are not run by this version\n');
});

it('tells for whom it is, and of whom', async () => {
  const words = ['-f', 's@x.example', '-bfd', 'd.example', '-bfl', 'joe', '-bfp', 'p-', '-bfs', '-s'];
  const { said } = await tried('\\own', words);
  expect(said).toContain('exim: forward file generated:\n  own@d.example\n');
  expect(said).toMatch(
    /^Return-path copied from sender\nSender {6}= s@x\.example\nRecipient {3}= p-joe-s@d\.example\nPrefix {4}= p-\nSuffix {4}= -s\n/,
  );
  const mailbox = await tried('', [], 'From j@p.example Mon Jan  1 00:00:00 2024\nReturn-path: <r@p.example>\n\n');
  expect(mailbox.said).toMatch(
    /^Sender taken from "From " line\nReturn-path taken from "Return-path:" header line\nReturn-path = r@p\.example\nSender {6}= j@p\.example\n/,
  );
});

it.each([
  [['-bf'], 'exim: file name expected after -bf\n'],
  [['-bfd'], 'exim: string expected after -bfd\n'],
  [['-bf', 'x', 'y'], 'exim: incompatible command-line options or arguments\n'],
])('%j is a mistake', async (words, sentence) => {
  const said: string[] = [];
  const ports = {
    defaultFile: undefined,
    complain: (octets: string) => void said.push(octets),
  } as unknown as PersonalityPorts;
  expect(await runAsExim(words, ports)).toBe(1);
  expect(said.join('')).toBe(sentence);
});
