/** The world of a whole check as a literal: that of a DANE check, and what each server makes of an old hello. */
import { err, ok } from '../../src/base/index.ts';
import { type CheckData, type CheckPorts, type CheckQuestion, checkDomain } from '../../src/core/check/index.ts';
import { addressTexts } from '../../src/core/dane/index.ts';
import { RR } from '../../src/core/dns/index.ts';
import type { Certificate } from '../../src/core/pki/index.ts';
import { createDaneWorld, type DaneWorld, type RunWorld } from './dane.ts';

export interface CheckWorld extends DaneWorld {
  readonly roots?: readonly Certificate[];
  /** What the policy host of MTA-STS serves. */
  readonly policy?: string;
  /** Addresses that still take TLS 1.0. */
  readonly old?: readonly string[];
}

export interface CheckRun {
  readonly world: RunWorld;
  readonly report: Awaited<ReturnType<typeof checkDomain>>;
  readonly subjects: CheckData['subjects'];
  /** `SUBJECT VERDICT`, in order. */
  readonly verdicts: readonly string[];
  /** `SEVERITY ID`, but for good news and mere words. */
  readonly problems: readonly string[];
}

export async function runCheck(
  given: CheckWorld,
  change: Partial<CheckQuestion> = {},
  ports: Partial<CheckPorts> = {},
): Promise<CheckRun> {
  const world = createDaneWorld(given);
  const question = {
    domain: 'example.test',
    port: 25,
    ehlo: 'probe.test',
    timeoutMs: 1000,
    deadlineMs: 6000,
    ...change,
  };
  const { resolver, probe, clock, askServer } = world;
  const report = await checkDomain(question, {
    resolver,
    informed: resolver,
    probe,
    clock,
    askServer,
    askOldVersion: async ({ address }) => ({
      version: 'TLSv1.1',
      offered: given.old?.includes(address) === true ? 'yes' : 'no',
    }),
    addressesOf: async (host) => {
      const looked = await resolver.lookup(host, RR.A);
      const addresses = looked.ok ? addressTexts(looked.value.records) : [];
      return addresses.length > 0
        ? ok(addresses)
        : err({ code: 'dns/no-address', message: `${host}: no address`, fault: 'peer', temporary: false });
    },
    fetch: async ({ url }) =>
      given.policy === undefined
        ? err({ code: 'net/refused', message: 'refused', fault: 'peer', temporary: true })
        : ok({ status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(given.policy), url }),
    roots: given.roots ?? [],
    hasSystemRoots: false,
    ...ports,
  });
  const { subjects } = report.data;
  return {
    world,
    report,
    subjects,
    verdicts: Object.entries(subjects).map(([name, { verdict }]) => `${name} ${verdict}`),
    problems: report.findings
      .filter(({ severity }) => severity !== 'ok' && severity !== 'info')
      .map(({ severity, id }) => `${severity} ${id}`),
  };
}
