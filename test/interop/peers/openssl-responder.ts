/** `openssl ocsp` as a responder that stays. */
import { existsSync, readFileSync } from 'node:fs';
import { startDaemon } from '../framework/daemon.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface ResponderSpec {
  readonly port: number;
  readonly indexFile: string;
  readonly caFile: string;
  readonly signerFile: string;
  readonly keyFile: string;
  /** Of nextUpdate, from each answer on; absent: there is none. */
  readonly minutes?: number;
  readonly logFile: string;
}

export async function startOpensslResponder(context: Context, spec: ResponderSpec): Promise<string> {
  const files = ['-index', spec.indexFile, '-CA', spec.caFile, '-rsigner', spec.signerFile, '-rkey', spec.keyFile];
  const dates = spec.minutes === undefined ? [] : ['-nmin', String(spec.minutes)];
  await startDaemon(context, {
    command: programs.openssl,
    args: ['ocsp', '-port', String(spec.port), '-ignore_err', ...files, ...dates],
    logFile: spec.logFile,
    // No connection to see whether it listens: it spins for ever on one that is closed without a request.
    ready: async () => existsSync(spec.logFile) && /waiting for OCSP|ACCEPT/i.test(readFileSync(spec.logFile, 'utf8')),
  });
  return `http://127.0.0.1:${spec.port}/`;
}
