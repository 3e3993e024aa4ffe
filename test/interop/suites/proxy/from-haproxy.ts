/** HAProxy in front of our decoder: every way it has of sending a header. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type NetConnectOpts, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { encodeProxy, type ProxyHeader, parseReport } from '../../../../src/core/proxy/index.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { type Receiver, startReceiver } from './receiver.ts';

interface Row {
  readonly name: string;
  /** Of the server line. */
  readonly sends: string;
  readonly over: 'ipv4' | 'ipv6' | 'unix' | 'tls';
  readonly check: (header: ProxyHeader, client: Client) => void;
}

interface Client {
  readonly port: number;
  /** HAProxy's, which the client connected to. */
  readonly serverPort: number;
}

const FIRST_PORT = 2700;
const FIRST_RECEIVER = 2800;
const ALL_OPTIONS = 'crc32c,unique-id,authority,ssl,cert-cn,ssl-cipher,cert-sig,cert-key';

const ROWS: readonly Row[] = [
  { name: 'send-proxy', sends: 'send-proxy', over: 'ipv4', check: ends(1, 'INET', '127.0.0.1') },
  { name: 'send-proxy over IPv6', sends: 'send-proxy', over: 'ipv6', check: ends(1, 'INET6', '::1') },
  { name: 'send-proxy from a UNIX socket', sends: 'send-proxy', over: 'unix', check: unknown(1) },
  { name: 'send-proxy-v2', sends: 'send-proxy-v2', over: 'ipv4', check: both(ends(2, 'INET', '127.0.0.1'), tlvs({})) },
  { name: 'send-proxy-v2 over IPv6', sends: 'send-proxy-v2', over: 'ipv6', check: ends(2, 'INET6', '::1') },
  { name: 'send-proxy-v2 from a UNIX socket', sends: 'send-proxy-v2', over: 'unix', check: unknown(2) },
  {
    name: 'send-proxy-v2 with crc32c',
    sends: 'send-proxy-v2 proxy-v2-options crc32c',
    over: 'ipv4',
    check: both(ends(2, 'INET', '127.0.0.1'), tlvs({ CRC32C: /./ })),
  },
  {
    name: 'send-proxy-v2 with unique-id',
    sends: 'send-proxy-v2 proxy-v2-options unique-id',
    over: 'ipv4',
    check: tlvs({ UNIQUE_ID: /^id-127\.0\.0\.1-\d+$/ }),
  },
  {
    name: 'send-proxy-v2-ssl',
    sends: 'send-proxy-v2-ssl',
    over: 'tls',
    check: both(ends(2, 'INET', '127.0.0.1'), tlvs({ ALPN: /^smtp$/, SSL: /./, SSL_VERSION: /^TLSv1\.3$/ })),
  },
  {
    name: 'send-proxy-v2-ssl-cn',
    sends: 'send-proxy-v2-ssl-cn',
    over: 'tls',
    check: tlvs({ ALPN: /^smtp$/, SSL: /./, SSL_VERSION: /^TLSv1\.3$/, SSL_CN: /^client\.example\.org$/ }),
  },
  {
    name: 'send-proxy-v2 with everything',
    sends: `send-proxy-v2 proxy-v2-options ${ALL_OPTIONS}`,
    over: 'tls',
    check: tlvs({
      ALPN: /^smtp$/,
      AUTHORITY: /^mx\.example\.org$/,
      CRC32C: /./,
      UNIQUE_ID: /^id-/,
      SSL: /./,
      SSL_VERSION: /^TLSv1\.3$/,
      SSL_CN: /^client\.example\.org$/,
      SSL_CIPHER: /^TLS_/,
      SSL_SIG_ALG: /SHA256/i,
      SSL_KEY_ALG: /^(?:EC|RSA)/,
    }),
  },
];

/** @param certificates  folder of certificates.ts */
export async function fromHaproxy(context: Context, certificates: string): Promise<void> {
  const folder = join(context.folder, 'haproxy-sender');
  mkdirSync(folder);
  const receivers: Receiver[] = [];
  for (const i of ROWS.keys()) receivers.push(await startReceiver(context, FIRST_RECEIVER + i));
  const checks = await startReceiver(context, CHECKED_PORT, ({ command }) => command === 'LOCAL');
  const firstCheck = checks.next();
  writeFileSync(join(folder, 'haproxy.cfg'), configuration(folder, certificates));
  await startDaemon(context, {
    command: programs.haproxy,
    args: ['-db', '-f', join(folder, 'haproxy.cfg')],
    logFile: join(folder, 'log'),
    ready: () => answersTcp('127.0.0.1', FIRST_PORT + ROWS.length),
  });
  await context.test('a health check of HAProxy is LOCAL', async () => {
    strictEqual((await firstCheck).source, undefined);
  });
  for (const [i, row] of ROWS.entries())
    await context.test(`decoded from HAProxy: ${row.name}`, async () => {
      const header = receivers[i]!.next();
      const client = await open(row, i, { folder, certificates });
      try {
        row.check(await header, client);
      } finally {
        client.socket.destroy();
      }
    });
  context.note('set-proxy-v2-tlv-fmt is of HAProxy 2.9, and is not tried with 2.6');
}

const CHECKED_PORT = 2899;

interface Folders {
  readonly folder: string;
  readonly certificates: string;
}

async function open(
  { over }: Row,
  i: number,
  { folder, certificates }: Folders,
): Promise<Client & { readonly socket: Socket }> {
  const serverPort = FIRST_PORT + i;
  const options: NetConnectOpts =
    over === 'unix'
      ? { path: join(folder, `${i}.sock`) }
      : { host: over === 'ipv6' ? '::1' : '127.0.0.1', port: serverPort };
  const socket = over === 'tls' ? securely(serverPort, certificates) : connectTcp(options);
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    socket.once(over === 'tls' ? 'secureConnect' : 'connect', resolve).once('close', () => reject(new Error('closed')));
  });
  return { socket, port: socket.localPort ?? 0, serverPort };
}

function securely(port: number, folder: string): Socket {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  return connectTls({
    host: '127.0.0.1',
    port,
    servername: 'mx.example.org',
    ALPNProtocols: ['smtp'],
    ca: read('ca.crt'),
    cert: read('client.crt'),
    key: read('client.key'),
  });
}

function ends(version: 1 | 2, family: 'INET' | 'INET6', address: string): Row['check'] {
  return (header, { port, serverPort }) => {
    const { source, destination, transport, command } = header;
    deepStrictEqual([header.version, command, header.family, transport], [version, 'PROXY', family, 'STREAM']);
    deepStrictEqual(
      [source, destination],
      [
        { address, port },
        { address, port: serverPort },
      ],
    );
  };
}

function unknown(version: 1 | 2): Row['check'] {
  return (header) => {
    strictEqual(header.version, version);
    strictEqual(header.family, 'UNSPEC');
    strictEqual(header.command, version === 1 ? 'PROXY' : 'LOCAL'); // HAProxy 2.6 has no UNIX in version 2
  };
}

/** These types and no others, each with such a text, where it is one. */
function tlvs(expected: Readonly<Record<string, RegExp>>): Row['check'] {
  return (header) => {
    const octets = encodeProxy(header);
    if (!octets.ok) throw new Error(octets.error.message);
    const shown = parseReport(octets.value).data.tlvs!.flatMap((tlv) => [tlv, ...(tlv.ssl?.tlvs ?? [])]);
    deepStrictEqual(shown.map(({ name }) => name).sort(), Object.keys(expected).sort());
    for (const { name, text, value } of shown) ok(expected[name]!.test(text ?? value), `${name} is ${text ?? value}`);
    const ssl = shown.find(({ name }) => name === 'SSL')?.ssl;
    if (ssl !== undefined) deepStrictEqual([ssl.overTls, ssl.certificateOnConnection, ssl.verify], [true, true, 0]);
  };
}

function both(...checks: readonly Row['check'][]): Row['check'] {
  return (header, client) => {
    for (const check of checks) check(header, client);
  };
}

function configuration(folder: string, certificates: string): string {
  const tls = `ssl crt ${certificates}/server.pem ca-file ${certificates}/ca.crt verify optional alpn smtp`;
  const sections = ROWS.map(({ sends, over }, i) => {
    const at = FIRST_PORT + i;
    const bind = {
      ipv4: `127.0.0.1:${at}`,
      ipv6: `[::1]:${at}`,
      unix: `unix@${folder}/${i}.sock`,
      tls: `127.0.0.1:${at} ${tls}`,
    }[over];
    return `listen row${i}\n  bind ${bind}\n  unique-id-format id-%ci-%cp\n  server receiver 127.0.0.1:${FIRST_RECEIVER + i} ${sends}\n`;
  });
  return `global
  maxconn 200
defaults
  mode tcp
  timeout connect 2s
  timeout client 6s
  timeout server 6s
${sections.join('')}listen checked
  bind 127.0.0.1:${FIRST_PORT + ROWS.length}
  server receiver 127.0.0.1:${CHECKED_PORT} send-proxy-v2 check check-send-proxy inter 200ms
`;
}
