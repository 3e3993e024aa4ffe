/** Servers of three libraries: OpenSSL's s_server, gnutls-serv, and Node 24, whose OpenSSL has post-quantum groups. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { type Credential, createLabCa } from '../../../../src/lab/ca/index.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { NAME } from '../tls-probe/identities.ts';

export type Key = 'rsa' | 'ecdsa' | 'ed25519';

export interface Files {
  readonly pem: Readonly<Record<Key, string>>;
  readonly roots: string;
}

export async function makeFiles(folder: string): Promise<Files> {
  const ca = await createLabCa(new Date());
  const bundle = ({ keyPem, chain }: Credential): string =>
    `${keyPem}${chain.map((der) => formatPem('CERTIFICATE', der)).join('')}`;
  const write = (name: string, data: string): string => {
    writeFileSync(join(folder, name), data);
    return join(folder, name);
  };
  const issue = async (key: Key, keyType: 'rsa' | 'p256' | 'ed25519'): Promise<string> =>
    write(`${key}.pem`, bundle(await ca.issue({ keyType, names: [NAME] })));
  const pem = {
    rsa: await issue('rsa', 'rsa'),
    ecdsa: await issue('ecdsa', 'p256'),
    ed25519: await issue('ed25519', 'ed25519'),
  };
  return { pem, roots: write('roots.pem', ca.rootPem) };
}

/** A server of its own: the command with its words, for a port and the files of its certificates. */
export interface ServerRow {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly start: (port: number, files: readonly string[]) => readonly [command: string, args: readonly string[]];
}

const openssl = (name: string, args: readonly string[], keys: readonly Key[] = ['rsa', 'ecdsa']): ServerRow => ({
  name: `s_server ${name}`,
  keys,
  start: (port, [first, second]) => {
    const more = second === undefined ? [] : ['-dcert', second, '-dkey', second, '-dcert_chain', second];
    const own = ['-cert', first!, '-key', first!, '-cert_chain', first!, ...more];
    return [
      programs.openssl,
      ['s_server', '-accept', `127.0.0.1:${port}`, '-quiet', '-naccept', '9000', ...own, ...args],
    ];
  },
});

const gnutls = (name: string, priority: string, more: readonly string[] = []): ServerRow => ({
  name: `gnutls-serv ${name}`,
  keys: ['rsa', 'ecdsa'],
  start: (port, files) => {
    const own = files.flatMap((file) => ['--x509certfile', file, '--x509keyfile', file]);
    const args = ['--echo', '--port', String(port), '--priority', priority, '--disable-client-cert', ...own, ...more];
    return [programs.gnutlsServ, args];
  },
});

const SCRIPT = `
const [file, curves, port] = process.argv.slice(-3);
const pem = require('node:fs').readFileSync(file);
require('node:tls').createServer({ key: pem, cert: pem, ecdhCurve: curves }, (socket) => socket.on('error', () => {}))
  .on('tlsClientError', () => {})
  .listen(Number(port), '127.0.0.1');
`;

export const postQuantum = (curves: string): ServerRow => ({
  name: `Node 24 with ${curves}`,
  keys: ['rsa'],
  start: (port, [file]) => [programs.node24, ['-e', SCRIPT, '--', file!, curves, String(port)]],
});

const LEGACY = 'LEGACY:+VERS-TLS1.0:+VERS-TLS1.1:+3DES-CBC:+ARCFOUR-128:+ANON-DH:+ANON-ECDH:+NULL';

/** What sslscan is asked about as well; the first few in every run. */
export const SCANNED: readonly ServerRow[] = [
  openssl('with all it has', ['-cipher', 'ALL:@SECLEVEL=0']),
  openssl('with ECDSA alone', ['-tls1_2'], ['ecdsa']),
  gnutls('NORMAL', 'NORMAL'),
  openssl('as it comes', []),
  openssl('with RSA alone', [], ['rsa']),
  openssl('with RSA and Ed25519', [], ['rsa', 'ed25519']),
  openssl('with TLS 1.3 alone', ['-tls1_3']),
  openssl('without TLS 1.2', ['-no_tls1_2', '-cipher', 'ALL:@SECLEVEL=0']),
  openssl('with an order of its own', ['-tls1_2', '-serverpref', '-cipher', 'AES256-SHA:ECDHE+AESGCM'], ['rsa']),
  openssl('without encryption or names', ['-tls1_2', '-cipher', 'eNULL:aNULL:@SECLEVEL=0']),
  openssl('with P-384 and X25519', ['-groups', 'P-384:X25519'], ['rsa']),
  openssl('with TLS 1.0 alone', ['-tls1', '-cipher', 'ALL:@SECLEVEL=0']),
  gnutls('LEGACY', LEGACY),
  gnutls('SECURE256', 'SECURE256'),
];

export const EARLY_DATA = [
  openssl('with early data', ['-early_data'], ['rsa']),
  gnutls('with early data and heartbeats', 'NORMAL', ['--earlydata', '--heartbeat']),
] as const;

export async function startServer(context: Context, row: ServerRow, port: number, files: Files): Promise<void> {
  const [command, args] = row.start(
    port,
    row.keys.map((key) => files.pem[key]),
  );
  const ready = (): Promise<boolean> => answersTcp('127.0.0.1', port);
  await startDaemon(context, { command, args, logFile: join(context.folder, `server-${port}`), ready });
}
