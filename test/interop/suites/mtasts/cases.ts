/** Domains with records and policies, right and wrong: each variant by itself, then at random together. */
import type { PolicySite } from '../../../../src/lab/web/policies.ts';
import { randomNumbers } from '../../../fuzz/mutate.ts';

export interface Case {
  readonly domain: string;
  /** Names of what departs from the usual. */
  readonly variants: readonly string[];
  readonly records: readonly string[];
  readonly site: PolicySite;
}

const RECORD = 'v=STSv1; id=20261125;';

const RECORDS: Readonly<Record<string, readonly string[]>> = {
  'no-record': [],
  'record-two': [RECORD, 'v=STSv1; id=2;'],
  'record-beside-others': ['v=spf1 -all', RECORD, 'hello'],
  'record-bare': ['v=STSv1;id=a1'],
  'record-extension': ['v=STSv1; a=b; id=a1; c.d-e_f=g;'],
  'record-tabs': ['v=STSv1;\t id=a1 \t; \t'],
  'record-other-version': [RECORD, 'v=STSv12; id=2;'],
  'record-lower-case': ['v=stsv1; id=1;'],
  'record-leading-blank': [' v=STSv1; id=1;'],
  'record-blank-before-semicolon': ['v=STSv1 ; id=1;'],
  'record-version-alone': ['v=STSv1'],
  'record-no-id': ['v=STSv1; a=b;'],
  'record-id-upper-case': ['v=STSv1; ID=1;'],
  'record-id-empty': ['v=STSv1; id=;'],
  'record-id-dashes': ['v=STSv1; id=2026-11-25;'],
  'record-id-long': [`v=STSv1; id=${'1'.repeat(33)};`],
  'record-id-32': [`v=STSv1; id=${'1'.repeat(32)};`],
  'record-empty-field': ['v=STSv1;; id=1;'],
  'record-blank-around-equals': ['v=STSv1; id = 1;'],
  'record-word': ['v=STSv1; id=1; hello;'],
};

const policyLines = ['version: STSv1', 'mode: enforce', 'mx: mx.example.org', 'mx: *.example.net', 'max_age: 604800'];
const POLICY = `${policyLines.join('\n')}\n`;
const changed =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

const POLICIES: Readonly<Record<string, (text: string) => string>> = {
  'policy-crlf': (text) => text.replaceAll('\n', '\r\n'),
  'policy-no-last-end': (text) => text.trimEnd(),
  'policy-no-blanks': (text) => text.replaceAll(': ', ':'),
  'policy-many-blanks': (text) => text.replaceAll(': ', ': \t  '),
  'policy-blanks-behind': (text) => text.replaceAll('\n', ' \t\n'),
  'policy-turned': (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`,
  'policy-unknown-key': (text) => `${text}a_key.x-1: some: thing\n`,
  'policy-blank-line': changed('mode', '\nmode'),
  'policy-duplicate-mode': (text) => `${text}mode: none\n`,
  'policy-duplicate-age': (text) => `${text}max_age: 5\n`,
  'policy-no-version': changed(/version.*\n/, ''),
  'policy-version-2': changed('STSv1', 'STSv2'),
  'policy-version-case': changed('STSv1', 'stsv1'),
  'policy-no-mode': changed(/mode.*\n/, ''),
  'policy-testing': changed('enforce', 'testing'),
  'policy-none': changed('enforce', 'none'),
  'policy-none-bare': (text) => text.replace('enforce', 'none').replace(/mx.*\n/g, ''),
  'policy-mode-case': changed('enforce', 'Enforce'),
  'policy-mode-report': changed('enforce', 'report'),
  'policy-key-case': changed('mode', 'Mode'),
  'policy-no-age': changed(/max_age.*\n/, ''),
  'policy-age-zero': changed('604800', '0'),
  'policy-age-largest': changed('604800', '31557600'),
  'policy-age-too-large': changed('604800', '31557601'),
  'policy-age-negative': changed('604800', '-1'),
  'policy-age-plus': changed('604800', '+604800'),
  'policy-age-fraction': changed('604800', '604800.0'),
  'policy-age-word': changed('604800', 'week'),
  'policy-age-empty': changed('604800', ''),
  'policy-age-underscore': changed('604800', '604_800'),
  'policy-age-eleven-digits': changed('604800', '00000604800'),
  'policy-no-mx': changed(/mx.*\n/g, ''),
  'policy-mx-dot': changed('*.example.net', '.example.net'),
  'policy-mx-star': changed('*.example.net', '*'),
  'policy-mx-inner-star': changed('*.example.net', 'm*.example.net'),
  'policy-mx-list': changed('mx.example.org', 'mx.example.org, mx2.example.org'),
  'policy-mx-upper-case': changed('mx.example.org', 'MX.Example.ORG'),
  'policy-blank-before-colon': changed('mode:', 'mode :'),
  'policy-blank-before-key': changed('mode:', ' mode:'),
  'policy-line-without-colon': (text) => `${text}hello\n`,
  'policy-html': () => '<!doctype html>\n<title>Hello</title>\n',
  'policy-empty': () => '',
};

const DELIVERIES: Readonly<Record<string, Partial<PolicySite>>> = {
  'serve-404': { status: 404 },
  'serve-500': { status: 500 },
  'serve-204': { status: 204 },
  'serve-301': { status: 301, location: 'https://mta-sts.plain.test/.well-known/mta-sts.txt' },
  'serve-html': { mediaType: 'text/html' },
  'serve-no-charset': { mediaType: 'text/plain' },
  'serve-type-case': { mediaType: 'Text/Plain; Charset=UTF-8' },
  'serve-expired': { certificate: { expired: true } },
  'serve-stranger': { certificate: { issuer: 'stranger' } },
  'serve-self-signed': { certificate: { issuer: 'self' } },
  'serve-other-name': { certificate: { names: ['other.test'] } },
  'serve-common-name': { certificate: { template: { dnsNames: [] } } },
  'serve-large': {},
  'serve-too-large': {},
};
const SIZES: Readonly<Record<string, number>> = { 'serve-large': 65_536, 'serve-too-large': 65_537 };

/** @param count  of those at random */
export function createCases(count: number, seed: number): readonly Case[] {
  const names = [RECORDS, POLICIES, DELIVERIES].map(Object.keys);
  const single = [[], ...names.flat().map((name) => [name])];
  const random = randomNumbers(seed);
  const pick = (list: readonly string[]): string[] => (random(2) === 0 ? [] : [list[random(list.length)]!]);
  const mixed = Array.from({ length: count }, () => names.flatMap(pick));
  return [...single, ...mixed].map((variants, i) => caseOf(`c${i}.test`, variants));
}

function caseOf(domain: string, variants: readonly string[]): Case {
  const [record] = variants.filter((name) => name in RECORDS);
  const policy = variants.reduce((text, name) => POLICIES[name]?.(text) ?? text, POLICY);
  const delivery = Object.assign({}, ...variants.map((name) => DELIVERIES[name] ?? {})) as Partial<PolicySite>;
  const size = variants.map((name) => SIZES[name]).find((one) => one !== undefined);
  const text = size === undefined ? policy : padded(policy, size);
  return { domain, variants, records: record === undefined ? [RECORD] : RECORDS[record]!, site: { ...delivery, text } };
}

/** With lines that senders pass over. */
function padded(text: string, size: number): string {
  const filler = Math.max(0, size - Buffer.byteLength(text));
  const line = `x: ${'y'.repeat(996)}\n`;
  const rest = filler % line.length;
  const last = rest < 6 ? '' : `x: ${'y'.repeat(rest - 4)}\n`;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line.repeat(Math.floor(filler / line.length))}${last}`;
}

/** One zone for all of them. */
export function zoneText(cases: readonly Case[]): string {
  const records = cases.flatMap(({ domain, records: texts }) => [
    `mta-sts.${domain}. 60 IN A 127.0.0.1\n`,
    ...texts.map((text) => `_mta-sts.${domain}. 60 IN TXT "${text}"\n`),
  ]);
  return `. 60 IN SOA ns. root. 1 60 60 60 60\n. 60 IN NS ns.\nns. 60 IN A 127.0.0.1\n${records.join('')}`;
}
