/** `certname test` of the lab's mail servers: names of every kind on live hosts, found by our resolver. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertNameData } from '../../../src/core/certname/index.ts';
import { RULE_NAMES } from '../../../src/core/pki/index.ts';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { mxray } from '../../support/cli.ts';

/** Which rules say yes, as letters in their order: 9525, 6125, 7672, Exim, Node, OpenSSL. */
const LETTERS = ['9', '6', '7', 'E', 'N', 'O'] as const;

const EXPECTED = {
  'good.test': '967ENO',
  'name-mismatch.test': '------',
  'cn-only.test': '-67ENO',
  'cn-beside-san.test': '------',
  'wildcard-cert.test': '967ENO',
  'partial-wildcard.test': '-6--NO',
  'inner-wildcard.test': '------',
  'upper-case.test': '967ENO',
  'trailing-dot.test': '--7-N-',
  'nul-in-name.test': '------',
  'ip-san.test': '------',
  'uri-san.test': '------',
} as const;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ rows: CATALOGUE.filter(({ name }) => name in EXPECTED) });
});
afterAll(() => lab.close());

describe('certname test in the lab', () => {
  it('tells every rule apart, host by host, in one batch', async () => {
    const names = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[];
    const lines = names.map((name) => `${JSON.stringify({ id: name, name: `mx.${name}`, cert: `mx.${name}:25` })}\n`);
    const { out } = await mxray(['certname', 'test', '--batch', '-'], lab.env, lines.join(''));
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; exit: number; data: CertNameData });
    const letters = ({ rules }: CertNameData): string =>
      RULE_NAMES.map((rule, i) => (rules[rule].match ? LETTERS[i] : '-')).join('');
    expect(Object.fromEntries(found.map(({ id, data }) => [id, letters(data)]))).toEqual(EXPECTED);
    expect(found.map(({ exit }) => exit)).toEqual(names.map((name) => (EXPECTED[name].startsWith('9') ? 0 : 1)));
  });
  it('finds an address of a host that has no name for it', async () => {
    const { out } = await mxray(['certname', 'test', 'mx.ip-san.test', 'mx.ip-san.test:25', '--json'], lab.env);
    const [shown] = (JSON.parse(out) as { data: CertNameData }).data.certificates!;
    const byAddress = await mxray(['certname', 'test', shown!.seen[0]!.ip, 'mx.ip-san.test:25'], lab.env);
    expect([byAddress.status, byAddress.out.split('\n')[0]]).toEqual([
      0,
      `✓ ${shown!.seen[0]!.ip}: the certificate names it (rfc9525)`,
    ]);
  });
});
