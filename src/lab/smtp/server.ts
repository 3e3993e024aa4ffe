/** One listening mail server: accepts on loopback, runs a conversation per connection, and lets its spec be replaced. */
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { formatPem } from '../../core/pki/issue.ts';
import type { Credential } from '../ca/index.ts';
import { converse } from './conversation.ts';
import { DIALECTS } from './dialects.ts';
import { moodNamed } from './moods.ts';
import type { MailServerSpec, Mood } from './types.ts';

export interface MailServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** What new connections meet from now on; those under way are cut. */
  become(spec: MailServerSpec): void;
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** How long the slow ones wait, in milliseconds. */
  readonly slowMs: number;
}

/** Connections at a time; beyond it new ones are closed at once, so that a run-away client cannot eat the lab. */
const MAX_CONNECTIONS = 512;

export async function startMailServer(spec: MailServerSpec, options: MailServerOptions): Promise<MailServer> {
  let role = prepare(spec);
  const open = new Set<Socket>();
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    void converse(socket, { ...role, slowMs: options.slowMs });
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server);
  return {
    port,
    become(next) {
      role = prepare(next);
      cutAll();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}

/** The context is made on the first handshake: most servers of a big lab never see one. */
function prepare(spec: MailServerSpec) {
  const mood = moodNamed(spec.mood);
  let context: SecureContext | undefined;
  const secureContext = (): SecureContext => {
    context ??= contextOf(spec.credentials, mood);
    return context;
  };
  return { spec, mood, dialect: DIALECTS[spec.dialect], secureContext };
}

/** OpenSSL keeps one key and chain per key type in a context and picks by what the client offers (RFC 8446 §4.4.2.2). */
function contextOf(credentials: readonly Credential[], mood: Mood): SecureContext {
  return createSecureContext({
    key: credentials.map(({ keyPem }) => keyPem),
    cert: credentials.map(({ chain }) => chain.map((der) => formatPem('CERTIFICATE', der)).join('')),
    ...mood.tls,
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('listening on no TCP port'));
      else resolve(address.port);
    });
  });
}
