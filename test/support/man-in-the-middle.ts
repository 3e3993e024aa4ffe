/** Somebody between a client and an SMTP server, who would like to read mail: all that goes by is kept as he can read it. */
import { connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

/**
 * `strip`: STARTTLS is taken out of what the server offers. `refuse`: it is answered with 454 in the server's place.
 * `certificate`: TLS ends here, with another certificate, and goes on in clear. `inject`: more replies are sent in clear
 * behind the server's go-ahead. `none`: he listens.
 */
export const MISCHIEFS = ['none', 'strip', 'refuse', 'certificate', 'inject'] as const;
export type Mischief = (typeof MISCHIEFS)[number];

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface MiddleMan {
  readonly port: number;
  /** What clients said, as far as it could be read. */
  readonly overheard: () => string;
  readonly close: () => void;
}

/** @param identity  of his own, for `certificate` */
export async function standBetween(
  mischief: Mischief,
  server: Place,
  identity: TlsOptions,
  at: Place = { address: '127.0.0.1', port: 0 },
): Promise<MiddleMan> {
  const heard: string[] = [];
  const listener = createServer(
    (client) => new Meddler(mischief, client, connect(server.port, server.address), identity, heard),
  );
  await new Promise<void>((resolve) => listener.listen(at.port, at.address, resolve));
  const { port } = listener.address() as { port: number };
  return { port, overheard: () => heard.join(''), close: () => void listener.close() };
}

/** What he slips in: a client that took it for the answer to its EHLO would believe it came through TLS. */
const INJECTED = '250-evil.test\r\n250 AUTH PLAIN LOGIN\r\n';

class Meddler {
  private readonly mischief: Mischief;
  private client: Socket | TLSSocket;
  private readonly server: Socket;
  private readonly identity: TlsOptions;
  private readonly heard: string[];
  private asksTls = false;

  constructor(mischief: Mischief, client: Socket, server: Socket, identity: TlsOptions, heard: string[]) {
    this.mischief = mischief;
    this.client = client;
    this.server = server;
    this.identity = identity;
    this.heard = heard;
    server.on('error', () => this.client.destroy()).on('close', () => this.client.end());
    server.on('data', (octets) => this.fromServer(octets.toString('latin1')));
    this.listen(client);
  }

  private listen(client: Socket | TLSSocket): void {
    this.client = client;
    client.on('error', () => this.server.destroy()).on('close', () => this.server.end());
    client.on('data', this.fromClient);
  }

  private readonly fromClient = (octets: Buffer): void => {
    const text = octets.toString('latin1');
    this.heard.push(text);
    if (!/^STARTTLS\r\n$/i.test(text)) return void this.server.write(octets);
    if (this.mischief === 'refuse') return void this.client.write('454 4.7.0 TLS is not available\r\n');
    if (this.mischief === 'certificate') this.endTls();
    else {
      this.asksTls = true;
      this.server.write(octets);
    }
  };

  private fromServer(text: string): void {
    const isGoAhead = this.asksTls && text.startsWith('220');
    this.asksTls = false;
    const told = this.mischief === 'strip' ? withoutStarttls(text) : text;
    this.client.write(isGoAhead && this.mischief === 'inject' ? told + INJECTED : told, 'latin1');
  }

  private endTls(): void {
    const socket = this.client;
    socket.off('data', this.fromClient);
    socket.write('220 go ahead\r\n');
    const hidden = createTlsServer(this.identity, (secured) => this.listen(secured));
    hidden.on('tlsClientError', () => this.server.end());
    hidden.emit('connection', socket);
  }
}

/** The last line that is left ends the reply. */
const withoutStarttls = (text: string): string =>
  text.replace(/^250-STARTTLS\r\n/im, '').replace(/^250-([^\r\n]*)\r\n250 STARTTLS\r\n/im, '250 $1\r\n');
