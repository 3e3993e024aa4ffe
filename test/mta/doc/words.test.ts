/** Words of the configuration language, found and explained. */
import { describe, expect, test } from 'vitest';
import { DRIVERS } from '../../../src/mta/config/options/index.ts';
import { allWords, meaningsOf, relatedTo, suggestionsFor, wordsIn } from '../../../src/mta/doc/index.ts';

const WORDS = allWords();
const found = (written: string): readonly string[] =>
  meaningsOf(WORDS, written).map(({ kind, scope, name }) => `${kind} ${scope} ${name}`);

test('what only a library of C or Perl could do says so, and what to do instead', () => {
  const status = (name: string) => WORDS.find((word) => word.name === name && word.scope === 'expansion')?.status;
  for (const name of ['pam', 'radius', 'pwcheck', 'perl']) expect(status(name)).toMatch(/^never: .+ .+/);
  for (const name of ['lc', 'saslauthd', 'dlfunc', 'ldapauth']) expect(status(name)).toBe('works');
});

describe('a word is found', () => {
  test.each([
    ['hosts', ['option router/iplookup hosts', 'option transport/smtp hosts', 'ACL condition acl hosts']],
    ['redirect.file', ['option router/redirect file']],
    ['router/redirect file', ['option router/redirect file']],
    ['acl_data_smtp_prdr', ['option main acl_smtp_data_prdr']],
    ['accept', ['router driver driver accept', 'ACL verb acl accept']],
    ['deny', ['ACL verb acl deny']],
    ['freeze', ['ACL control acl freeze']],
    ['$local_part', ['variable expansion local_part']],
    ['${if', ['expansion item expansion if']],
    ['${hash_8', ['expansion operator expansion hash']],
    ['$h_subject:', ['variable expansion h_']],
    ['inlisti', ['expansion condition expansion inlisti']],
    ['lsearch', ['lookup type lookup lsearch']],
    ['smtp_banner =', ['option main smtp_banner']],
  ])('%s', (written, expected) => {
    expect(found(written)).toEqual(expected);
  });

  test.each(['', '$', '${', 'nosuch', '$accept', 'main.file', '\0', 'x'.repeat(100_000)])(
    'and %j is none',
    (written) => {
      expect(found(written)).toEqual([]);
    },
  );
});

describe('what is near', () => {
  test.each([
    ['smtp_baner', 'smtp_banner'],
    ['clamd', 'av_scanner'],
    ['smarthost', 'route_data'],
    ['tls_verify', 'tls_verify_hosts'],
  ])('to %s is %s', (written, expected) => {
    expect(suggestionsFor(WORDS, written)).toContain(expected);
  });

  test('to what is too long, or like nothing, is nothing', () => {
    expect(suggestionsFor(WORDS, 'q'.repeat(101))).toEqual([]);
    expect(suggestionsFor(WORDS, 'zzzzqqqq')).toEqual([]);
  });

  test('related are those its text names and those that begin alike', () => {
    const [certificate] = meaningsOf(WORDS, 'main.tls_privatekey');
    expect(relatedTo(WORDS, certificate!)).toContain('tls_certificate');
  });
});

describe('scopes', () => {
  test.each([
    'main',
    'router',
    'routers',
    'redirect',
    'transport/smtp',
    'acl',
    'variable',
    'variables',
    'tls',
    'lookup',
  ])('%s has words', (scope) => {
    expect(wordsIn(WORDS, scope).length).toBeGreaterThan(2);
  });

  test('without one all are told, and an unknown one has none', () => {
    expect(wordsIn(WORDS, undefined)).toBe(WORDS);
    expect(wordsIn(WORDS, 'nosuch')).toEqual([]);
  });
});

test.each(Object.values(DRIVERS).flat())('the driver %s is explained', (driver) => {
  expect(meaningsOf(WORDS, driver).some(({ scope }) => scope === 'driver')).toBe(true);
});

test.each(WORDS.map((word) => [`${word.kind} ${word.name}`, word] as const))(
  '%s has a text',
  (_name, { doc, status }) => {
    expect(doc).toMatch(/\S.{8,}/);
    expect(status).toMatch(/^(works|planned|never: .+)$/);
  },
);
