/** `openssl s_server`: TLS on connect, one process per address. */
import { join } from 'node:path';
import { concurrently } from '../framework/concurrently.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import type { TlsListener } from './postfix.ts';
import { programs } from './programs.ts';

export async function startSServer(context: Context, listeners: readonly TlsListener[], port: number): Promise<void> {
  await concurrently(4, listeners, async ({ address, chainFiles }) => {
    const [first, second] = chainFiles;
    const certificates = ['-cert', first!, '-key', first!, '-cert_chain', first!];
    const more = second === undefined ? [] : ['-dcert', second, '-dkey', second, '-dcert_chain', second];
    await startDaemon(context, {
      command: programs.openssl,
      args: ['s_server', '-accept', `${address}:${port}`, '-quiet', '-naccept', '1000', ...certificates, ...more],
      logFile: join(context.folder, `s_server-${address}`),
      ready: () => answersTcp(address, port),
    });
  });
}
