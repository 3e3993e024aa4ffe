/** Any octets are a configuration with remarks or with mistakes, each with a line of it; no file is opened. */
import { err } from '../../src/base/index.ts';
import { allWords, meaningsOf, relatedTo, suggestionsFor, wordsIn } from '../../src/mta/doc/index.ts';
import { configLintReport } from '../../src/mta/lint/index.ts';

const NO_FILES = { read: () => err('no files here'), exists: () => false };
const WORDS = allWords();

const SEED = `domainlist ours = @ : lsearch;/etc/$domain
hostlist us = <; 127.0.0.1 ; ::/0
acl_smtp_rcpt = check
tls_require_ciphers = HIGH:!aNULL:RC4
begin acl
check:
  accept hosts = +us
  deny !domains = +ours
       message = no \${lookup mysql{select '$domain'}}
  warn condition = \${if eq{\${lookup{a}lsearch{/etc/$local_part}}}{b}}
  accept
begin routers
r: driver = accept
  transport = t
begin transports
t:
  driver = pipe
  command = \${if eq{a}{b} {/bin/a}} $local_part
begin retry
example.org * F,2h,15m
`;

export const target = {
  name: 'config-lint',
  seeds: [SEED, SEED.replace(': driver', ':\n  driver')].map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    const lines = text.split('\n').length;
    const { data } = configLintReport({ text }, { files: NO_FILES, builtIn: [] });
    for (const { line, id } of data.remarks)
      if (line < 0 || line > lines) throw new Error(`${id} is about line ${line} of ${lines}`);
    const word = text.slice(0, 120);
    for (const found of meaningsOf(WORDS, word)) relatedTo(WORDS, found);
    suggestionsFor(WORDS, word.slice(0, 12));
    wordsIn(WORDS, word);
  },
};
