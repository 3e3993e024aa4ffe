/** The world of a whole check as a literal: that of a DANE check, and what each server makes of an old hello. */
import { type CheckData, type CheckPorts, type CheckQuestion, checkDomain } from '../../src/core/check/index.ts';
import type { Certificate } from '../../src/core/pki/index.ts';
import { createDaneWorld, type DaneWorld, type RunWorld } from './dane.ts';

export interface CheckWorld extends DaneWorld {
  readonly roots?: readonly Certificate[];
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
    fetch: () => Promise.reject(new Error('nothing is fetched')),
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
