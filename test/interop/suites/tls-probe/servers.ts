/** The servers of the rows, and gnutls-serv, Postfix and Exim beside them. */
import { join } from 'node:path';
import { concurrently } from '../../framework/concurrently.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import type { Files } from './identities.ts';
import type { Row, Version } from './rows.ts';

export const PORT = 465;

export const addressOf = (index: number): string => `127.0.28.${index + 1}`;

export async function startRows(context: Context, rows: readonly Row[], files: Files): Promise<void> {
  await concurrently(4, [...rows.entries()], async ([index, row]) => {
    const address = addressOf(index);
    await startDaemon(context, {
      command: programs.openssl,
      args: ['s_server', '-accept', `${address}:${PORT}`, '-www', '-naccept', '5000', ...argsOf(row, files)],
      logFile: join(context.folder, `s_server-${address}`),
      ready: () => answersTcp(address, PORT),
    });
  });
}

function argsOf({ args, keys = ['rsa', 'ecdsa'] }: Row, { pem, named }: Files): readonly string[] {
  const [first, second] = keys.map((key) => pem[key]);
  const more = second === undefined ? [] : ['-dcert', second, '-dkey', second, '-dcert_chain', second];
  const words = args.map((word) => named[word] ?? word);
  return ['-cert', first!, '-key', first!, '-cert_chain', first!, ...more, ...words];
}

export interface GnutlsRow {
  readonly priority: string;
  readonly versions: readonly Version[];
  readonly groups13?: readonly string[];
}

export const GNUTLS_ROWS: readonly GnutlsRow[] = [
  { priority: 'NORMAL', versions: ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1.0'] },
  { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3', versions: ['TLSv1.3'] },
  { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2', versions: ['TLSv1.2'] },
  { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0', versions: ['TLSv1.1', 'TLSv1.0'] },
  {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1',
    versions: ['TLSv1.3'],
    groups13: ['secp256r1', 'x25519'],
  },
];

/** gnutls-serv listens on every address of a port. */
export const gnutlsPort = (index: number): number => 5600 + index;

export async function startGnutls(context: Context, { pem }: Files): Promise<void> {
  await concurrently(4, [...GNUTLS_ROWS.entries()], async ([index, { priority }]) => {
    const port = gnutlsPort(index);
    const keys = ['rsa', 'ecdsa'] as const;
    const certificates = keys.flatMap((key) => ['--x509certfile', pem[key], '--x509keyfile', pem[key]]);
    await startDaemon(context, {
      command: programs.gnutlsServ,
      args: ['--echo', '--port', String(port), '--priority', priority, '--disable-client-cert', ...certificates],
      logFile: join(context.folder, `gnutls-${port}`),
      ready: () => answersTcp('127.0.0.1', port),
    });
  });
}
