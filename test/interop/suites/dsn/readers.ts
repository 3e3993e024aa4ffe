/** Other programs that read reports: Python's email package, flufl.bounce (Mailman's), Sisimai. */
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

export interface PythonReading {
  /** Fields of each group, in order. */
  readonly groups: readonly (readonly (readonly [name: string, value: string])[])[];
  readonly types: readonly string[];
  readonly defects: readonly string[];
  /** flufl.bounce. */
  readonly temporary: readonly string[];
  readonly permanent: readonly string[];
}

export interface SisimaiReading {
  readonly address: string;
  readonly action: string;
  readonly status: string;
  readonly code: string;
  readonly host: string;
  readonly said: string;
  readonly reason: string;
}

export const readWithPython = (mails: readonly Uint8Array[]): Promise<readonly PythonReading[]> =>
  readAll(programs.python, ['read.py'], mails);

export const readWithSisimai = (mails: readonly Uint8Array[]): Promise<readonly (readonly SisimaiReading[])[]> =>
  readAll(programs.perl, ['read.pl'], mails);

async function readAll<T>(
  program: string,
  words: readonly string[],
  mails: readonly Uint8Array[],
): Promise<readonly T[]> {
  const input = mails.map((mail) => `${Buffer.from(mail).toString('base64')}\n`).join('');
  const args = words.map((word) => join(import.meta.dirname, word));
  const lines = (await mustRun(program, args, { input, timeoutMs: 120_000 })).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}
