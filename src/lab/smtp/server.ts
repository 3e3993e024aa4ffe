/** One listening mail server: accepts on loopback, runs a conversation per connection, and lets its spec be replaced. */
import { createServer, type Server, type Socket } from 'node:net';
import { createTlsAcceptor, type ServedIdentity, type TlsAcceptor } from '../../core/net/index.ts';
import { formatPem } from '../../core/pki/issue.ts';
import { converse } from './conversation.ts';
import { DIALECTS } from './dialects.ts';
import { moodNamed } from './moods.ts';
import type { MailServerSpec, Mood, ServedCredential } from './types.ts';

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
/** The lab has keys and digests that OpenSSL would not touch otherwise. */
const ANY_STRENGTH = 'DEFAULT:@SECLEVEL=0';
/** A client that stalls within its handshake is let go. */
const HANDSHAKE_MS = 30_000;

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

/** The acceptor is made on the first handshake: most servers of a big lab never see one. */
function prepare(spec: MailServerSpec) {
  const mood = moodNamed(spec.mood);
  let made: TlsAcceptor | undefined;
  const acceptor = (): TlsAcceptor => {
    made ??= acceptorOf(spec.credentials, mood);
    return made;
  };
  return { spec, mood, dialect: DIALECTS[spec.dialect], acceptor };
}

/** @throws where there is no credential: a server without one offers no TLS */
function acceptorOf(credentials: readonly ServedCredential[], { tls }: Mood): TlsAcceptor {
  const [first, ...others] = credentials.map(identityOf);
  if (first === undefined) throw new Error('a server without a certificate was asked for TLS');
  const identitiesFor = () => [first, ...others] as const;
  return createTlsAcceptor({ identitiesFor, tls: { ciphers: ANY_STRENGTH, ...tls }, timeoutMs: HANDSHAKE_MS });
}

function identityOf({ keyType, keyPem, chain, proof }: ServedCredential): ServedIdentity {
  return {
    keyType: keyType === 'rsa' ? 'rsa' : 'ecdsa',
    key: keyPem,
    cert: chain.map((der) => formatPem('CERTIFICATE', der)).join(''),
    ...(proof !== undefined && { proof }),
  };
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
