/** Domains that are about DKIM, about DMARC, and about everything: each judged by a real check as its row says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, systemClock, systemRandom, verdictOf } from '../../src/base/index.ts';
import { checkDomain } from '../../src/core/check/index.ts';
import { createKeyLookup, keyName, queryKey } from '../../src/core/dkim/index.ts';
import { builtInSuffixes, type DmarcQueryData, dmarcQueryReport } from '../../src/core/dmarc/index.ts';
import { createExchange, createHostLookup } from '../../src/core/dns/index.ts';
import { askOldVersion } from '../../src/core/survey/index.ts';
import { CATALOGUE, type Lab, startLab } from '../../src/lab/index.ts';
import { createLabClient, type LabClient } from '../support/lab-client.ts';

let lab: Lab;
let client: LabClient;
beforeAll(async () => {
  const rows = CATALOGUE.filter(({ dkim, dmarc, whole }) => (dkim ?? dmarc ?? whole) !== undefined);
  lab = await startLab({ rows, slowMs: 20 });
  client = createLabClient(lab.env);
});
afterAll(async () => {
  await client.close();
  await lab.close();
});

const rowsWith = <Key extends 'dkim' | 'dmarc' | 'whole'>(key: Key) =>
  CATALOGUE.flatMap((row) => {
    const expected = row[key];
    return expected === undefined ? [] : [[row.name, expected] as const];
  });

const short = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id.replace(/^[a-z]+\./, ''));

describe('DKIM', () => {
  const rows = rowsWith('dkim').flatMap(([domain, selectors]) =>
    Object.entries(selectors).map(([selector, expected]) => [keyName(selector, domain), expected] as const),
  );

  it.each(rows)('%s', async (name, { status, findings: expected }) => {
    const { data, findings } = queryKey(name, await createKeyLookup(client.resolver)(name));
    expect(data.status).toBe(status);
    expect(
      short(findings)
        .filter((id) => id !== 'key-security')
        .sort(),
    ).toEqual([...expected].sort());
  });
});

const policyOf = ({ status, policies: { domain } }: DmarcQueryData): string =>
  domain === undefined ? status : `${domain.tag}=${domain.asked} at ${domain.policyDomain}`;

describe('DMARC', () => {
  it.each(rowsWith('dmarc'))('%s', async (domain, { of = domain, verdict, policy, findings: expected }) => {
    const { data, findings } = await dmarcQueryReport(
      { domain: of, rules: '9989' },
      { dns: client.resolver, suffixes: builtInSuffixes },
    );
    const grave = findings.filter(({ severity }) => severity !== 'ok' && severity !== 'info');
    const noted = findings.filter((one) => !grave.includes(one) && expected.includes(short([one])[0]!));
    expect({
      verdict: verdictOf(findings),
      policy: policyOf(data),
      findings: short([...grave, ...noted]).sort(),
    }).toEqual({
      verdict,
      policy,
      findings: [...expected].sort(),
    });
    expect(data.steps.length).toBeLessThanOrEqual(8); // RFC 9989 §4.10
  });
});

describe('everything', () => {
  it.each(rowsWith('whole'))('%s', async (domain, expected) => {
    const { net, resolver, probe, roots } = client;
    const question = { domain, port: 25, ehlo: 'probe.test', timeoutMs: 2000, deadlineMs: 12_000 };
    const { data, findings } = await checkDomain(question, {
      resolver,
      informed: resolver,
      probe,
      askOldVersion: (target) => askOldVersion(target, { net, random: systemRandom }),
      addressesOf: createHostLookup(resolver),
      fetch: net.fetch,
      askServer: (address) => createExchange(net, [{ kind: 'plain', address, port: 53 }]),
      clock: systemClock,
      roots,
      hasSystemRoots: false,
    });
    const subjects = Object.fromEntries(Object.entries(data.subjects).map(([name, { verdict }]) => [name, verdict]));
    expect({ verdict: verdictOf(findings), subjects }).toEqual(expected);
  });
});
