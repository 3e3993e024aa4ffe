/** `mxray dane verify`: the records and the chain of a case from texts, as s_client has them from a server. */
import { readFileSync } from 'node:fs';
import { run } from '../../framework/command.ts';
import type { DaneCase, Outcome } from './cases.ts';
import type { Identity } from './identities.ts';
import { MXRAY } from './ours.ts';
import { SERVERS } from './servers.ts';
import { hostName } from './zone.ts';

/** The server whose names stand in the lines; its answers are s_client's. */
const SERVER = SERVERS.find(({ name }) => name === 's-server')!;

interface Envelope {
  readonly id: string;
  readonly error?: { readonly message: string };
  readonly data?: { readonly status: 'match' | 'no-match' | 'unusable' | 'invalid' };
}

/** Outcomes by the name of the case: those with records, which stand in DNS as they should. */
export async function verifyOffline(
  cases: readonly DaneCase[],
  identities: readonly Identity[],
): Promise<ReadonlyMap<string, Outcome>> {
  const lines = cases.flatMap((one) => lineOf(one, identities));
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const args = [MXRAY, 'dane', 'verify', '--batch', '-'];
  const { stdout, stderr } = await run(process.execPath, args, { input, timeoutMs: 60_000 });
  const envelopes = stdout.split('\n').filter((line) => line !== '');
  if (envelopes.length !== lines.length) throw new Error(`${envelopes.length} results for ${lines.length}:\n${stderr}`);
  return new Map(envelopes.map((line) => JSON.parse(line) as Envelope).map((one) => [one.id, outcomeOf(one)]));
}

function lineOf(one: DaneCase, identities: readonly Identity[]) {
  const { parts, chainFiles } = identities.find(({ name }) => name === one.identity)!;
  const tlsa = one.records(parts);
  if (tlsa.length === 0 || one.dns !== undefined) return [];
  const file = one.key === 'rsa' || chainFiles.length === 1 ? chainFiles[0]! : chainFiles[1]!;
  return [{ id: one.name, host: hostName(one, SERVER), tlsa, chain: certificatesOf(readFileSync(file, 'utf8')) }];
}

const certificatesOf = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];

/** What is invalid below its anchor is delivered to no more than what does not match. */
function outcomeOf({ data, error }: Envelope): Outcome {
  if (data === undefined) throw new Error(`no verdict: ${error?.message}`);
  if (data.status === 'unusable') return 'encrypt';
  return data.status === 'match' ? 'match' : 'no-match';
}
