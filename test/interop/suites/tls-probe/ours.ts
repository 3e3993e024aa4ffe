/** What `mxray tls probe` finds of each server: the built program, one run for all. */
import { join } from 'node:path';
import type { AddressSurvey } from '../../../../src/core/survey/index.ts';
import { run } from '../../framework/command.ts';
import { NAME } from './identities.ts';

const MXRAY = join(import.meta.dirname, '../../../../bin/run.js');

export interface Asked {
  readonly id: string;
  readonly target: string;
  readonly starttls: 'smtp' | 'none';
}

export interface Found {
  readonly survey: AddressSurvey;
  readonly ids: readonly string[];
}

interface Envelope {
  readonly id: string;
  readonly error?: { readonly message: string };
  readonly findings?: readonly { readonly id: string }[];
  readonly data?: { readonly addresses: readonly AddressSurvey[] };
}

/** Surveys by id. */
export async function askOurs(asked: readonly Asked[], roots: string): Promise<ReadonlyMap<string, Found>> {
  const args = [MXRAY, 'tls', 'probe', '--batch', '-', '--jobs', '4', '--ca-file', roots, '--sni', NAME];
  const input = asked.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { stdout, stderr } = await run(process.execPath, args, { input, timeoutMs: 180_000 });
  const envelopes = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Envelope);
  if (envelopes.length !== asked.length) throw new Error(`${envelopes.length} of ${asked.length} results:\n${stderr}`);
  return new Map(envelopes.map((envelope) => [envelope.id, foundIn(envelope)]));
}

function foundIn({ id, error, findings = [], data }: Envelope): Found {
  const survey = data?.addresses[0];
  if (survey === undefined) throw new Error(`${id}: ${error?.message ?? 'no address in the result'}`);
  return { survey, ids: findings.map((one) => one.id) };
}
