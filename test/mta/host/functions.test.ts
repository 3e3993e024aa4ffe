/** Functions of one's own, called by expansions. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'functions-'));
writeFileSync(
  join(folder, 'own.mjs'),
  'export const twice = (text) => text + text;\nexport const none = () => 7;\nexport const bad = () => { throw new Error("no"); };\n',
);
afterAll(() => rmSync(folder, { recursive: true }));

const host = createHost({ functionFolder: folder });

it.each([
  ['${dlfunc{own.mjs}{twice}{\xc3\xa9}}', '\xc3\xa9\xc3\xa9'],
  ['${dlfunc{own.mjs}{nosuch}}', 'failed own.mjs does not export a function "nosuch"'],
  ['${dlfunc{own.mjs}{none}}', 'failed "none" of own.mjs did not answer with a text'],
  ['${dlfunc{own.mjs}{bad}}', 'failed "bad" of own.mjs failed: no'],
  [
    '${dlfunc{../own.mjs}{twice}{a}}',
    'failed "../own.mjs" is not the name of a JavaScript file in the folder of functions',
  ],
])('%s', async (text, expected) => {
  const outcome = await expand(parseExpansion(text), host);
  expect(outcome.kind === 'text' ? outcome.text : `${outcome.kind} ${outcome.message}`).toBe(expected);
});
