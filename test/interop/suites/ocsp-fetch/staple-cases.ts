/** Exim (GnuTLS) and s_server staple what was fetched; tls probe and openssl's client see it verified. */
import { join } from 'node:path';
import type { StartTlsProtocol } from '../../../../src/core/tls/index.ts';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { startExim } from '../../peers/exim.ts';
import { SMTP_PORT } from '../../peers/postfix.ts';
import { programs } from '../../peers/programs.ts';
import { MXRAY } from '../dane/ours.ts';
import { expect, mustFetch } from './ours.ts';
import type { World } from './types.ts';

const TLS_PORT = 4433;

interface Server {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
}

export async function stapleCases(context: Context, world: World): Promise<void> {
  const { files, folder, urls } = world;
  const der = join(folder, 'staple.der');
  const pem = join(folder, 'staple.pem');
  const delegated = join(folder, 'delegated.der');
  await mustFetch(['-c', files.chain('good'), '-u', urls.usual, '-o', der, '-f']);
  await mustFetch(['-c', files.chain('good'), '-u', urls.usual, '-o', pem, '-f', '--format', 'pem']);
  await mustFetch(['-c', files.chain('rsa'), '-u', urls.delegated, '-o', delegated, '-f']);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  const exims = [
    { address: '127.0.28.1', chainFiles: [files.withKey('good')], ocspFiles: [der] },
    { address: '127.0.28.2', chainFiles: [files.withKey('good')], ocspFiles: [`PEM ${pem}`] },
    { address: '127.0.28.3', chainFiles: [files.withKey('rsa')], ocspFiles: [delegated] },
  ];
  await startExim(context, exims);
  await startStaplingServer(context, world, der);
  const servers: readonly Server[] = [
    { name: 'Exim, DER', address: '127.0.28.1', port: SMTP_PORT, protocol: 'smtp' },
    { name: 'Exim, PEM', address: '127.0.28.2', port: SMTP_PORT, protocol: 'smtp' },
    { name: 'Exim, RSA and a delegated responder', address: '127.0.28.3', port: SMTP_PORT, protocol: 'smtp' },
    { name: 's_server -status_file', address: '127.0.28.9', port: TLS_PORT, protocol: 'none' },
  ];
  for (const server of servers) {
    await context.test(`${server.name}: tls probe sees it verified`, () => expectVerified(server, world));
    await context.test(`${server.name}: openssl s_client sees it as well`, () => expectSeen(server, world));
  }
}

function startStaplingServer(context: Context, { files, folder }: World, proof: string): Promise<number> {
  const chain = files.withKey('good');
  return startDaemon(context, {
    command: programs.openssl,
    args: [
      ...['s_server', '-accept', `127.0.28.9:${TLS_PORT}`, '-quiet', '-naccept', '1000'],
      ...['-cert', chain, '-key', chain, '-cert_chain', chain, '-status_file', proof],
    ],
    logFile: join(folder, 's_server'),
    ready: () => answersTcp('127.0.28.9', TLS_PORT),
  });
}

/** `tls probe` as it is typed. */
async function expectVerified({ address, port, protocol }: Server, { files }: World): Promise<void> {
  const words = ['tls', 'probe', `${address}:${port}`, '--starttls', protocol, '--fast', '--ca-file', files.ca];
  const { stdout, stderr } = await run(process.execPath, [MXRAY, ...words, '--json']);
  const { data } = JSON.parse(stdout) as { readonly data?: ProbeData };
  const certificates = data?.addresses.flatMap((one) => one.certificates) ?? [];
  const staples = certificates.flatMap(({ staple }) => (staple === undefined ? [] : [staple]));
  const isGood = staples.length === 1 && staples[0]!.status === 'good' && staples[0]!.validUntil !== undefined;
  expect(isGood, `${JSON.stringify(staples)}\n${stderr}${stdout.slice(0, 2000)}`);
}

interface ProbeData {
  readonly addresses: readonly {
    readonly certificates: readonly { readonly staple?: { readonly status: string; readonly validUntil?: string } }[];
  }[];
}

async function expectSeen({ address, port, protocol }: Server, { files }: World): Promise<void> {
  const starttls = protocol === 'smtp' ? ['-starttls', 'smtp'] : [];
  const args = ['s_client', '-connect', `${address}:${port}`, ...starttls, '-status', '-CAfile', files.ca];
  const { stdout, stderr } = await run(programs.openssl, args, { input: protocol === 'smtp' ? 'QUIT\r\n' : 'Q\n' });
  expect(
    /OCSP Response Status: successful/.test(stdout) && /Cert Status: good/.test(stdout),
    `${stdout}${stderr}`.slice(0, 3000),
  );
}
