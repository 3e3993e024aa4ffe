import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, verdictOf } from '../../src/base/index.ts';
import { type CheckOptions, checkDane } from '../../src/core/dane/index.ts';
import { createExchange } from '../../src/core/dns/index.ts';
import { CATALOGUE, type Lab, startLab } from '../../src/lab/index.ts';
import { createLabClient, type LabClient } from '../support/lab-client.ts';

let lab: Lab;
let client: LabClient;
beforeAll(async () => {
  lab = await startLab({ slowMs: 20 });
  client = createLabClient(lab.env);
});
afterAll(async () => {
  await client.close();
  await lab.close();
});

const PROBLEMS = new Set(['warn', 'error', 'unknown']);

function options(name: string, allNs = false): CheckOptions {
  const target = { kind: 'domain', name } as const;
  return { target, port: 25, protocol: 'smtp', ehlo: 'probe.test', timeoutMs: 1500, allNs, requireDane: false };
}

async function check(name: string, allNs?: boolean) {
  const { resolver, probe, net } = client;
  const askServer = (address: string) => createExchange(net, [{ kind: 'plain', address, port: 53 }], {});
  return checkDane(options(name, allNs), { resolver, probe, clock: systemClock, askServer });
}

describe('every domain of the lab has the verdict its row promises', () => {
  it.concurrent.each(CATALOGUE.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const { findings, data } = await check(row.name, row.check?.allNs);
    const problems = [...new Set(findings.filter(({ severity }) => PROBLEMS.has(severity)).map(({ id }) => id))].sort();
    const promised = row.expect.findings.filter((id) => problems.includes(id) || row.expect.verdict !== 'pass').sort();
    expect({ verdict: verdictOf(findings), policy: data.policy, problems }).toEqual({
      verdict: row.expect.verdict,
      policy: row.expect.policy,
      problems: promised,
    });
    for (const id of row.expect.findings) expect(findings.map((finding) => finding.id)).toContain(id);
  });
});
