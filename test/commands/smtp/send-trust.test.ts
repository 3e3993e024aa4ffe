/** `mxray smtp send` by MX records, certificates judged by DANE, MTA-STS and authorities: over the lab, up to TLS. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

const ROWS = [
  ['dane', 'good.test', 0],
  ['dane', 'ta200.test', 0], // a record with the CA certificate itself
  ['dane', 'domain-name.test', 0], // RFC 7672 §3.2.2
  ['dane', 'pkix.test', 0], // unusable records: TLS without authentication (§2.2)
  ['dane', 'insecure-mx.test', 0], // RFC 7672 §2.2.1
  ['dane', 'cname-mx.test', 0], // RFC 7671 §6: the TLSA base is the host behind the alias
  ['dane', 'stale.test', 1],
  ['dane', 'wrong-name.test', 1],
  ['dane', 'bogus-tlsa.test', 1],
  ['dane', 'servfail-tlsa.test', 3], // RFC 7672 §2.1.2
  ['mta-sts', 'sts-good.test', 0],
  ['mta-sts', 'sts-testing-fails.test', 0],
  ['mta-sts', 'sts-bad-id.test', 0], // no policy is no obstacle (RFC 8461 §5.1)
  ['mta-sts', 'sts-deep.test', 1],
  ['mta-sts', 'sts-mx-name.test', 1],
  ['mta-sts', 'sts-clear.test', 1],
  ['pkix', 'good.test', 0],
  ['pkix', 'wrong-name.test', 1],
  ['none', 'null-mx.test', 1], // RFC 7505
  ['none', 'bogus.test', 1],
  ['none', 'implicit.test', 0], // RFC 5321 §5.1
] as const;

let lab: Lab;
beforeAll(async () => {
  const names: ReadonlySet<string> = new Set(ROWS.map(([, domain]) => domain));
  lab = await startLab({ rows: CATALOGUE.filter(({ name }) => names.has(name)), slowMs: 20 });
});
afterAll(async () => {
  await lab.close();
});

const send = (domain: string, verify: string) =>
  mxray(
    [
      'smtp',
      'send',
      '-t',
      `bob@${domain}`,
      '-f',
      'a@b.test',
      '--verify',
      verify,
      '--quit-after',
      'tls',
      '--timeout',
      '5',
      '--json',
    ],
    lab.env,
  );

describe('smtp send by MX', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schemaFor('smtp-send')!);

  it.each(ROWS)('--verify %s, %s: status %i', async (verify, domain, status) => {
    const ran = await send(domain, verify);
    expect(ran.status, ran.out).toBe(status);
    expect(validate(JSON.parse(ran.out)), JSON.stringify(validate.errors)).toBe(true);
  });
});
