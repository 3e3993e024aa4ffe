/** What the dmarc commands answer is what `mxray schema` says of it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';
import { bytes, gz, reportXml } from '../../support/reports.ts';

const records = {
  '_dmarc.example.org': ['v=DMARC1; p=reject; sp=x; np=none; rua=mailto:a@example.org!1m,mailto:b@other.example'],
};
const LINES: Readonly<Record<string, readonly object[]>> = {
  'dmarc eval': [
    { from: 'a@sub.example.org', rfc: 'both', dkim: [{ result: 'pass', domain: 'x.example.org' }], records },
    { from: 'a@example.net', spf: { result: 'pass', domain: 'example.net' }, records },
    { from: 'a@example.org, b@example.net', records },
  ],
  'dmarc query': [
    { domain: 'sub.example.org', rfc: 'both', records },
    { domain: 'example.net', records },
  ],
  'dmarc report show': [{ report: Buffer.from(gz(bytes(reportXml()))).toString('base64') }],
};

describe('results follow their schemas', () => {
  it.each(Object.keys(LINES))('%s', async (command) => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(schemaFor(command.replaceAll(' ', '-'))!);
    const input = LINES[command]!.map((line) => JSON.stringify(line)).join('\n');
    const { out } = await mxray([...command.split(' '), '--batch', '-', '--resolver=127.0.0.1:1'], {}, input);
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toHaveLength(LINES[command]!.length);
    for (const result of results) expect(validate(result) ? [] : validate.errors).toEqual([]);
  });
});
