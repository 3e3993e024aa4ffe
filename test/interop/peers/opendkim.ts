/** OpenDKIM: its daemon signs as a milter, its library's test program verifies with keys from the DNS of the system. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { milterHeader } from './milter-client.ts';
import { programs } from './programs.ts';

export interface OpendkimSigning {
  readonly domain: string;
  readonly selector: string;
  readonly keyFile: string;
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256';
  /** header/body. */
  readonly canonicalization: string;
  readonly port: number;
}

/** Signs what it is given, until the suite ends. */
export async function startOpendkim(
  context: Context,
  signing: OpendkimSigning,
): Promise<(message: string) => Promise<string>> {
  const folder = join(context.folder, `opendkim-${signing.port}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'opendkim.conf');
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, '127.0.0.1\n');
  writeFileSync(file, configuration(signing, hosts));
  await startDaemon(context, {
    command: programs.opendkim,
    args: ['-f', '-x', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp('127.0.0.1', signing.port),
  });
  return async (message) =>
    `DKIM-Signature:${await milterHeader(signing.port, message, 'DKIM-Signature')}\r\n${message}`;
}

const configuration = (signing: OpendkimSigning, hosts: string): string => `Mode s
Syslog no
Socket inet:${signing.port}@127.0.0.1
Domain ${signing.domain}
Selector ${signing.selector}
KeyFile ${signing.keyFile}
SignatureAlgorithm ${signing.algorithm}
Canonicalization ${signing.canonicalization}
OversignHeaders From
InternalHosts refile:${hosts}
RequireSafeKeys no
UserID root
`;

/** '' when a signature verified, else what it says. */
export async function verifyWithOpendkim(message: string): Promise<string> {
  const { status, stdout, stderr } = await run(programs.opendkimTestmsg, [], { input: message });
  return status === 0 && stderr === '' ? '' : `${status} ${stderr}${stdout}`.trim();
}
