/** The lab's SPF domains are judged as their rows say, over its own resolver with DNSSEC validated. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIpv4, systemClock } from '../../src/base/index.ts';
import { querySender } from '../../src/core/spf/index.ts';
import { CATALOGUE, type Lab, startLab } from '../../src/lab/index.ts';
import { createLabClient, type LabClient } from '../support/lab-client.ts';

const rows = CATALOGUE.flatMap((row) => (row.spf === undefined ? [] : [{ ...row, spf: row.spf }]));

let lab: Lab;
let client: LabClient;
beforeAll(async () => {
  lab = await startLab({ rows });
  client = createLabClient(lab.env);
});
afterAll(async () => {
  await client.close();
  await lab.close();
});

describe('every SPF domain of the lab', () => {
  it.each(rows)('$name: $shows', async ({ name, spf: { ip, result, findings, explanation } }) => {
    const question = { ip: parseIpv4(ip)!, sender: `alice@${name}`, helo: 'client.test' };
    const report = await querySender(question, {
      dns: client.resolver,
      now: () => systemClock.now(),
      receiver: 'mx.test',
    });
    expect(report.data).toMatchObject({ result, trace: {} });
    expect(report.data.explanation).toBe(explanation);
    expect([...new Set(report.findings.map(({ id }) => id))].sort()).toEqual([...findings].sort());
    if (report.data.trace?.record !== undefined) expect(report.data.trace.status).toBe('secure');
  });
});
