/**
 * Tables of ACLs as text:
 *
 *     @ rcpt sender=ann@example.org rcpt=bob@example.com      before the first case: for all cases that say nothing else
 *     == what is tried
 *     @ data                                                   for this case: the phase, and words over the ones above
 *     main| host_lookup = *                                    an option, or a named list
 *     header| To: ann@example.org                              a field of the message
 *     accept domains = example.com                             the ACL; `name:` begins another
 *     => accept
 *     message: what the client is told
 *     log: what the log is told
 *     . control {"name":"freeze","tell":true}                  effects, in order
 *     ? wait 5                                                 what services were asked, in order
 *     $acl_m_x = what a variable is in the end
 *
 * What is not written is not there. `\n` is a line end. Lines that begin with `#` say something to the reader.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type AclSite, runAcl } from '../../../src/mta/acl/index.ts';
import { clean } from '../../../src/mta/expand/index.ts';
import { tableServices } from './services.ts';
import { showVerdict } from './show.ts';
import { addFields, type TestWorld, testConfiguration, testWorld } from './world.ts';

export interface Case {
  readonly title: string;
  readonly line: number;
  readonly phase: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly main: readonly string[];
  /** Fields of the message. */
  readonly fields: readonly string[];
  readonly body: readonly string[];
  readonly expected: readonly string[];
}

export function readCases(text: string): readonly Case[] {
  const [head = '', ...blocks] = text.split(/^== /m);
  const defaults = head.split('\n').find((line) => line.startsWith('@ ')) ?? '@ rcpt';
  let line = head.split('\n').length;
  return blocks.map((block) => {
    const read = readCase(block, defaults, line);
    line += block.split('\n').length - 1;
    return read;
  });
}

function readCase(block: string, defaults: string, line: number): Case {
  const [title = '', ...all] = block.split('\n');
  const lines = all.filter((one) => one.trim() !== '' && !one.startsWith('#'));
  const at = lines.findIndex((one) => one.startsWith('=>'));
  const before = lines.slice(0, at);
  const given = readWords(defaults);
  const own = readWords(before.find((one) => one.startsWith('@ ')) ?? '@ ');
  return {
    title,
    line,
    phase: own.phase === '' ? given.phase : own.phase,
    settings: new Map([...given.settings, ...own.settings]),
    main: before.filter((one) => one.startsWith('main| ')).map((one) => one.slice(6)),
    fields: before.filter((one) => one.startsWith('header| ')).map((one) => one.slice(8)),
    body: before.filter((one) => !/^(?:main\| |header\| |@ )/.test(one)),
    expected: lines.slice(at),
  };
}

function readWords(line: string): { readonly phase: string; readonly settings: ReadonlyMap<string, string> } {
  const [first = '', ...rest] = line.slice(2).trim().split(/\s+/);
  const isPhase = first !== '' && !first.includes('=');
  const words = isPhase ? rest : [first, ...rest].filter((word) => word !== '');
  const pairs = words.map((word): [string, string] => {
    const at = word.indexOf('=');
    return [
      word.slice(0, at),
      word
        .slice(at + 1)
        .replaceAll('_', ' ')
        .replace(/^<>$/, ''),
    ];
  });
  return { phase: isPhase ? first : '', settings: new Map(pairs) };
}

/** Every case of a table as a test of its own. */
export function testCases(path: string): void {
  it.each(readCases(readFileSync(path, 'latin1')))('line $line: $title', async (one) => {
    expect(await outcomeOf(one)).toEqual(one.expected);
  });
}

export async function outcomeOf({ main, body, phase, settings, fields, expected }: Case) {
  const { name, lines } = namedAcl(body);
  const configuration = testConfiguration([...HEAD, ...main, 'begin acl', ...lines, ''].join('\n'));
  const { world, facts, host, asked } = testWorld(configuration, phase as AclSite, settings, tableServices);
  addFields(facts, fields);
  const verdict = await runAcl(world, clean(name));
  const variables = expected.map((line) => /^\$(\w+)/.exec(line)?.[1]).filter((found) => found !== undefined);
  const values = [];
  for (const variable of variables) values.push(`$${variable} = ${await textOfVariable(host.variable(variable))}`);
  return [...showVerdict(verdict), ...asked.map((question) => `? ${question}`), ...values];
}

/** A case whose ACL has no name is one of a single ACL. */
export function namedAcl(body: readonly string[]): { readonly name: string; readonly lines: readonly string[] } {
  const name = /^(\w+):$/.exec(body[0] ?? '')?.[1];
  return name === undefined ? { name: 'start', lines: ['start:', ...body] } : { name, lines: body };
}

export const HEAD = ['primary_hostname = mail.example.com', 'domainlist ours = example.com : *.example.net'];

async function textOfVariable(value: ReturnType<TestWorld['host']['variable']>): Promise<string> {
  const found = await value;
  return typeof found === 'string' ? found : (found?.text ?? '');
}
