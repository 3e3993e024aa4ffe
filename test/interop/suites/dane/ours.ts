/** What `mxray dane check` says of each case: the built program, one run for all. */
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { DaneCase, Outcome } from './cases.ts';

export const MXRAY = join(import.meta.dirname, '../../../../bin/run.js');

export interface Asked {
  readonly id: string;
  readonly target: string;
  readonly starttls: string;
}

interface Envelope {
  readonly id: string;
  readonly error?: { readonly message: string };
  readonly data?: {
    readonly hosts: readonly {
      readonly policy: string;
      readonly addresses: readonly { readonly keys: readonly Key[] }[];
    }[];
  };
}

interface Key {
  readonly keyType: string;
  readonly outcome: string;
  readonly status?: string;
}

/** Envelopes by id. */
export async function askOurs(
  asked: readonly Asked[],
  resolver: string,
  anchorFile: string,
): Promise<ReadonlyMap<string, Envelope>> {
  const args = [MXRAY, 'dane', 'check', '--batch', '-', '--resolver', resolver, '--trust-anchor', anchorFile];
  const input = asked.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { stdout, stderr } = await run(process.execPath, args, { input, timeoutMs: 120_000 });
  const envelopes = stdout.split('\n').filter((line) => line !== '');
  if (envelopes.length !== asked.length)
    throw new Error(`${envelopes.length} results for ${asked.length} lines:\n${stderr}\n${stdout.slice(-500)}`);
  return new Map(envelopes.map((line) => JSON.parse(line) as Envelope).map((envelope) => [envelope.id, envelope]));
}

/** One word for the envelope: the host's policy, and where it is `dane` what the key of the case came to. */
export function outcomeOf({ data, error }: Envelope, key: DaneCase['key']): Outcome {
  const host = data?.hosts[0];
  if (host === undefined) throw new Error(`no host in the result: ${error?.message ?? JSON.stringify(data)}`);
  if (host.policy === 'mandatory-tls') return 'encrypt';
  if (host.policy === 'opportunistic' || host.policy === 'defer') return host.policy;
  const keys = host.addresses.flatMap((address) => address.keys);
  const judged = keys.filter(({ status, keyType }) => status !== undefined && (key === undefined || keyType === key));
  if (judged.length !== 1) throw new Error(`${judged.length} keys judged: ${JSON.stringify(keys).slice(0, 500)}`);
  return judged[0]!.status === 'match' ? 'match' : 'no-match';
}
