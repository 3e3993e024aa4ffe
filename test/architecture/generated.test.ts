/** What is generated is what it is made from: manual pages, the list of them, schemas, the findings registry. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pages } from '../../bin/build/man.mjs';
import { certNameFindings } from '../../src/core/certname/index.ts';
import { crlFindings } from '../../src/core/crl/index.ts';
import { daneFindings } from '../../src/core/dane/index.ts';
import { dnssecFindings } from '../../src/core/dns/index.ts';
import { ocspFindings } from '../../src/core/ocsp/index.ts';
import { staplingFindings } from '../../src/core/stapling/index.ts';
import { allWords } from '../../src/mta/doc/index.ts';
import { camelCase } from '../../src/ui/command/settings.ts';
import { schemaNames } from '../../src/ui/schema/registry.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const json = (path: string) => JSON.parse(read(path));

describe('manual pages', () => {
  const made: Record<string, string> = pages(json('oclif.manifest.json'), json('package.json').version);
  it('are what "npm run docs" makes', () => {
    const stored = Object.fromEntries(readdirSync(new URL('man/', root)).map((name) => [name, read(`man/${name}`)]));
    expect(stored).toEqual(made);
  });
  it('are listed in package.json, which is how npm finds them', () => {
    expect(json('package.json').man).toEqual(Object.keys(made).map((name) => `man/${name}`));
  });
  it('tell options of every command once, on the page of all', () => {
    const common = /^\.SH OPTIONS OF EVERY COMMAND$([\s\S]*?)^\.SH /m.exec(made['mxray.1']!)![1]!;
    const names = [...common.matchAll(/\\fB\\-\\-(\S+)\\fR/g)].map(([, name]) => name!);
    expect(names).toContain('json');
    const others = Object.entries(made).filter(([page]) => page !== 'mxray.1');
    for (const name of names)
      expect(others.filter(([, text]) => text.includes(`\n\\fB\\-\\-${name}\\fR`)).map(([page]) => page)).toEqual([]);
  });
  it('tell every setting of the server that Exim does not have', () => {
    const own = allWords().filter(({ doc }) => doc.includes('Exim has no such option'));
    expect(own.length).toBeGreaterThan(5);
    for (const { name } of own) expect(made['mxray-serve.1']).toContain(name);
  });
});

describe('fields of a batch line', () => {
  const commands = Object.entries<CommandFacts>(json('oclif.manifest.json').commands);
  it.each(commands)('%s declares each field that it reads, as an argument, a flag or in batchFields', (id, facts) => {
    const source = read(`src/commands/${id.replaceAll(':', '/')}.ts`);
    const reads = [...source.matchAll(/\bfields\s*\.\w+\(\s*'(\w+)'/g)].map(([, name]) => name!);
    const declared = Object.keys({ ...camelCase({ ...facts.args, ...facts.flags }), ...facts.batchFields });
    expect(reads.filter((name) => !declared.includes(name))).toEqual([]);
  });
});

interface CommandFacts {
  readonly args: Readonly<Record<string, unknown>>;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly batchFields?: Readonly<Record<string, string>>;
}

/** They answer as another program does, and so never in JSON. */
const PERSONALITIES: readonly string[] = ['exim', 'sendmail'];

describe('schemas', () => {
  it('there is one for each command, and for errors', () => {
    const all = Object.keys(json('oclif.manifest.json').commands).map((id) => id.replaceAll(':', '-'));
    const commands = all.filter((name) => !PERSONALITIES.includes(name));
    expect([...schemaNames].sort()).toEqual([...commands, 'dsn-queue-entry', 'error'].sort());
  });
});

describe('findings', () => {
  const all = [
    ...certNameFindings,
    ...crlFindings,
    ...daneFindings,
    ...dnssecFindings,
    ...ocspFindings,
    ...staplingFindings,
  ];
  it('have names of their own, dotted and stable', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ id }) => !/^[a-z]+(\.[a-z0-9-]+)+$/.test(id))).toEqual([]);
  });
  it('say what they mean; what is wrong also says how to mend it, or cites why', () => {
    expect(all.filter(({ title, explanation }) => title.endsWith('.') || explanation.length < 20)).toEqual([]);
    const wrong = all.filter(({ severity }) => severity === 'error' || severity === 'warn');
    expect(wrong.filter(({ fix, refs }) => fix === undefined && refs.length === 0)).toEqual([]);
  });
});
