/** A row and what was found of it: the first thing that differs is an error. */
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Found } from './ours.ts';
import type { Row } from './rows.ts';

export async function expectRow(row: Row, { survey, ids }: Found): Promise<void> {
  const offered = survey.versions.filter((one) => one.offered === 'yes').map(({ version }) => version);
  same('versions', offered, row.versions);
  if (row.cipherString !== undefined) {
    same('suites of TLS 1.2', sorted(suitesOf(survey, 'TLSv1.2')), sorted(await expectedSuites(row)));
  }
  if (row.suites13 !== undefined) same('suites of TLS 1.3', sorted(suitesOf(survey, 'TLSv1.3')), row.suites13);
  const groups = survey.groups.find(({ version }) => version === 'TLSv1.3')?.groups ?? [];
  if (row.groups13 !== undefined) same('groups of TLS 1.3', sorted(groups), row.groups13);
  const schemes = survey.signatures.find(({ version }) => version === 'TLSv1.3')?.schemes ?? [];
  if (row.schemes13 !== undefined) same('schemes of TLS 1.3', sorted(schemes), row.schemes13);
  for (const id of row.says ?? [])
    if (!ids.includes(id)) throw new Error(`${id} is not said; it says ${ids.join(' ')}`);
  for (const id of row.saysNot ?? []) if (ids.includes(id)) throw new Error(`${id} is said`);
  const wrong = row.check?.(survey);
  if (wrong !== undefined) throw new Error(wrong);
}

const sorted = (names: readonly string[]): readonly string[] => [...names].sort();

const suitesOf = ({ suites }: Found['survey'], wanted: string): readonly string[] =>
  suites.find(({ version }) => version === wanted)?.suites ?? [];

/** What OpenSSL itself makes of the string, less those for which the server has no certificate or no secret. */
async function expectedSuites({ cipherString, keys = ['rsa', 'ecdsa'] }: Row): Promise<readonly string[]> {
  const listed = await mustRun(programs.openssl, ['ciphers', '-V', '-stdname', '-tls1_2', cipherString!]);
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[2])
    .filter((name): name is string => name !== undefined)
    .filter((name) => /_WITH_/.test(name) && !/PSK|SRP|DSS|GOST/.test(name))
    .filter((name) => keys.includes('rsa') || !/^TLS_((EC)?DHE_)?RSA_/.test(name))
    .filter((name) => keys.includes('ecdsa') || !/ECDSA/.test(name));
}

export function same(what: string, found: readonly string[], expected: readonly string[]): void {
  if (found.join() === expected.join()) return;
  const missing = expected.filter((one) => !found.includes(one));
  const surplus = found.filter((one) => !expected.includes(one));
  throw new Error(`${what}: missing ${missing.join(' ') || 'none'}; too many ${surplus.join(' ') || 'none'}`);
}
