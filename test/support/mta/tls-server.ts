/** A server with a configuration's TLS on loopback, and a client of Node's that says what it met. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import type { ExpansionHost } from '../../../src/mta/expand/index.ts';
import type { TlsFacts } from '../../../src/mta/facts/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';
import { createServerTls, type ServerTls, type ServerTlsOptions, type TlsClient } from '../../../src/mta/tls/index.ts';

export interface Met {
  readonly code?: string;
  /** The CN shown. */
  readonly name?: string;
  readonly proof?: Buffer;
  readonly alpn?: string | false | null;
  readonly protocol?: string | null;
  readonly cipher?: string;
  readonly session?: Buffer;
  readonly isReused?: boolean;
  /** What the client can bind an authentication to. */
  readonly channel?: Buffer | undefined;
  readonly cas?: readonly string[];
  /** What the server made of it; absent where the handshake failed. */
  readonly facts?: TlsFacts;
  readonly log: readonly string[];
}

/** What Node takes and its types leave out. */
export type Offer = ConnectionOptions & { readonly requestOCSP?: boolean };

export interface TlsBench {
  readonly folder: string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly tls: (
    text: string,
    options?: ServerTlsOptions,
  ) => { readonly server: ServerTls; readonly host: ExpansionHost };
  /** One connection to a server with this configuration. */
  readonly meet: (
    tls: { server: ServerTls; host: ExpansionHost },
    offer?: Offer,
    raise?: TlsClient['raise'],
  ) => Promise<Met>;
  readonly close: () => void;
}

export function tlsBench(): TlsBench {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-tls-'));
  return {
    folder,
    write(name, content) {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    tls(text, options) {
      const read = readConfiguration({ text: text.replaceAll('DIR', folder), name: 'test' });
      if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
      return { server: createServerTls(read.value, options), host: createHost() };
    },
    meet,
    close: () => rmSync(folder, { recursive: true }),
  };
}

async function meet(
  { server, host }: { server: ServerTls; host: ExpansionHost },
  offer: Offer = {},
  raise?: TlsClient['raise'],
): Promise<Met> {
  const log: string[] = [];
  let facts: TlsFacts | undefined;
  const client = {
    host,
    address: '127.0.0.1',
    onConnect: true,
    describe: () => '[127.0.0.1]',
    ...(raise !== undefined && { raise }),
    log: (line: string) => void log.push(line),
    trouble: (line: string) => void log.push(line),
    secured: (known: TlsFacts) => {
      facts = known;
    },
  };
  const listener = createServer((socket) => {
    socket.on('error', () => {});
    void server
      .acceptorFor(client)
      .accept(socket)
      .then((tls) => tls?.end('inside\r\n'));
  });
  const port = await listening(listener);
  const seen = await visit(port, offer);
  await new Promise<void>((resolve) => void listener.close(() => resolve()));
  return { ...seen, log, ...(facts !== undefined && { facts }) };
}

function listening(listener: Server): Promise<number> {
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
}

function visit(port: number, offer: Offer): Promise<Omit<Met, 'log' | 'facts'>> {
  return new Promise((resolve) => {
    const met: { -readonly [K in keyof Met]?: Met[K] } = {};
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...offer }, () => {
      met.name = String(socket.getPeerCertificate().subject?.CN);
      met.alpn = socket.alpnProtocol;
      met.protocol = socket.getProtocol();
      met.cipher = socket.getCipher().name;
      met.channel = channelOf(socket);
      met.isReused = socket.isSessionReused();
    });
    socket.on('OCSPResponse', (der: Buffer | null) => {
      if (der !== null && der.length > 0) met.proof = der;
    });
    socket.on('session', (session: Buffer) => {
      met.session = session;
    });
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      met.code = cause.code ?? cause.message;
    });
    let text = '';
    socket.on('data', (octets) => {
      text += octets.toString();
    });
    socket.on('close', () => {
      if (met.code === undefined && text !== 'inside\r\n') met.code = 'closed';
      resolve(met as Omit<Met, 'log' | 'facts'>);
    });
  });
}

/** RFC 9266 §2; RFC 5929 §3. */
const channelOf = (socket: TLSSocket): Buffer | undefined =>
  socket.getProtocol() === 'TLSv1.3'
    ? socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
    : socket.isSessionReused()
      ? socket.getPeerFinished()
      : socket.getFinished();
