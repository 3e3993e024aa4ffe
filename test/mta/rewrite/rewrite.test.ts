/** Addresses through rewriting rules: what exim -brw of 4.96 printed for the same rules. */
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { createWorld, hostConfiguration } from '../../../src/mta/host/index.ts';
import { placeOfHeader, type RewriteWorld, rewriteAddress, rewriteHeader } from '../../../src/mta/rewrite/index.ts';
import { addressTests } from '../../support/route.ts';

const config = (rules: string): string =>
  `primary_hostname = mail.example.com\nqualify_domain = example.com\ndomainlist loc = l.example : m.example\nbegin rewrite\n${rules}`;

const ALL = ['sender', 'from', 'to', 'cc', 'bcc', 'reply-to', 'env-from', 'env-to'];

/** Lines as -brw has them: all alike but for some. */
const table = (usual: string, others: Readonly<Record<string, string>> = {}): string =>
  ALL.map((place) => `${place.padStart(8)}: ${others[place] ?? usual}\n`).join('');

async function brw(rules: string, address: string): Promise<readonly [string, readonly string[]]> {
  const log: string[] = [];
  const text = await addressTests(config(rules), log).rewrites(address);
  return [text, [...new Set(log)]];
}

describe('rules', () => {
  it.each([
    ['*@*.sub.example $1@$2.top.example', 'u@x.sub.example', table('u@x.top.example')],
    [
      '*@*.sub.example $1@$2.top.example Ffr',
      'u@x.sub.example',
      table('u@x.sub.example', {
        from: 'u@x.top.example',
        'reply-to': 'u@x.top.example',
        'env-from': 'u@x.top.example',
      }),
    ],
    ['a@l.example b@l.example R\nb@l.example c@l.example', 'a@l.example', table('c@l.example')],
    ['*@q.example $1 Q', 'u@q.example', table('u@example.com')],
    ['star@s.example *\n*@s.example x@s2.example', 'star@s.example', table('star@s.example')],
    ['*@s.example x@s2.example q\n*@s2.example x@s3.example', 'o@s.example', table('x@s2.example')],
    ['*@+loc $1@new.example', 'UP@M.example', table('UP@new.example')],
    ['*@*.example ${sg{$0}{e}{E}}', 'u@Sub.EXAMPLE', table('u@Sub.EXAMPLE')], // $0 as it was written
    [
      'w@w.example "Name <x@w.example>" wh',
      'w@w.example',
      table('Name <x@w.example>', { 'env-from': 'w@w.example', 'env-to': 'w@w.example' }),
    ],
    [
      'a@l.example b@l.example',
      'Foo <a@l.example>',
      table('Foo <b@l.example>', { 'env-from': 'b@l.example', 'env-to': 'b@l.example' }),
    ],
    ['^\\N^(?i)RX(.*)@(.*)$\\N $1-$2@rx.example T', 'rxa@B', table('rxa@B', { 'env-to': 'a-b@rx.example' })],
    ['e@e.example <> F', 'e@e.example', table('e@e.example', { 'env-from': '<>' })],
    ['x@loc2.example "${if eq{$local_part}{y}{z@z.example}fail}"', 'x@loc2.example', table('x@loc2.example')],
    ['^smtp foo@bar S', 'smtp@x', `    SMTP: foo@bar\n${table('smtp@x')}`],
    ['a@l.example b@l.example', 'unq', table('unq@example.com')],
  ])('%s', async (rules, address, text) => {
    expect((await brw(rules, address))[0]).toBe(text);
  });

  it('none at all, and no address', async () => {
    expect((await brw('', 'a@b'))[0]).toBe('No rewrite rules are defined\n');
    expect((await brw('a@l.example b@l.example', 'bad addr'))[0]).toBe(
      'Syntax error in bad addr@example.com\nMissing or malformed local part (expected word or "<")\n',
    );
  });

  it.each([
    ['*@bad.example nowhere', 'Rewrite of u@bad.example yielded unqualified address "nowhere"'],
    [
      '*@bad.example "a b"',
      'Rewrite of u@bad.example yielded unparseable address: missing or malformed local part (expected word or "<") in address a b',
    ],
    [
      '*@bad.example ${nosuch:x}',
      'Expansion of ${nosuch:x} failed while rewriting: unknown expansion operator "nosuch"',
    ],
    ['^.*$ x@y.example', 'failed to expand "^.*$" while checking a list: $ not followed by letter, digit, or {'],
    ['*@bad.example x$local_part@bad.example R', 'rewrite rule repeat ignored after 10 times'],
  ])('a mistake is logged: %s', async (rules, line) => {
    const [text, log] = await brw(rules, 'u@bad.example');
    expect(log).toEqual([line]);
    expect(text).toBe(table(rules.endsWith('R') ? `${'x'.repeat(11)}u@bad.example` : 'u@bad.example'));
  });
});

describe('header fields', () => {
  const read = readConfiguration({
    text: config('*@l.example $1@new.example\nboss@n.example "The Boss <boss@new.example>" fw'),
  });
  if (!read.ok) throw new Error('the configuration is wrong');
  const world = createWorld({ configuration: hostConfiguration(read.value) });
  const rewriting: RewriteWorld = {
    rules: read.value.rewrite,
    host: (variables) =>
      world.hostFor({
        variable: variables,
        set: () => {},
        headers: { has: () => false, insert: () => ({ kind: 'text', text: '', tainted: false }) },
      }),
    qualifyDomain: () => 'example.com',
  };

  it.each([
    ['a@l.example', 'a@new.example'],
    ['Ann <a@l.example> (work),\n "B, C" <b@m.example>', 'Ann <a@new.example> (work),\n "B, C" <b@m.example>'],
    ['Friends: a@l.example, b@l.example;, c@l.example', 'Friends: a@new.example, b@new.example;, \n\tc@new.example'],
    ['not an address, a@l.example', 'not an address, a@new.example'],
    ['boss@n.example', 'The Boss <boss@new.example>'],
    ['plain', 'plain'],
    ['twelve.chars@l.example, a@x', 'twelve.chars@new.example, a@x'],
    ['a.longer.line.of@l.example, a@l.example', 'a.longer.line.of@new.example, a@new.example'],
    ['the.longest.of.them.here@l.example, a@l.example', 'the.longest.of.them.here@new.example, \n\ta@new.example'],
    ['the.longest.of.them.all@l.example', 'the.longest.of.them.all@new.example'],
  ])('%s', async (value, made) => {
    expect(await rewriteHeader(value, { place: 'from', column: 5 }, rewriting)).toBe(made);
  });

  it('an address without a domain is completed first where that is wanted', async () => {
    expect(await rewriteHeader('a, b', { place: 'to', column: 3 }, rewriting, (local) => `${local}@l.example`)).toBe(
      'a@new.example, b@new.example',
    );
  });

  it('places by names of fields', () => {
    expect(['From', 'RESENT-To', 'reply-to', 'Subject'].map(placeOfHeader)).toEqual([
      'from',
      'to',
      'reply-to',
      undefined,
    ]);
  });

  it('the null sender of MAIL', async () => {
    expect(await rewriteAddress('a@l.example', 'env-from', rewriting)).toEqual({
      address: 'a@new.example',
      changed: true,
    });
  });
});
