/** Servers that do what no server should. Each listens on port 25 or 53 of an address of its own. */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { formatSigningKey, generateSigningKey, issueCertificate } from '../../../../src/core/pki/issue.ts';
import type { Context } from '../../framework/types.ts';

export const MAIL_SERVERS = {
  'long-banner': '127.0.28.1',
  'endless-reply': '127.0.28.2',
  silent: '127.0.28.3',
  'hangs-up': '127.0.28.4',
  'no-smtp': '127.0.28.5',
  'tls-alert': '127.0.28.6',
  'tls-garbage': '127.0.28.7',
  'tls-silence': '127.0.28.8',
  'huge-certificate': '127.0.28.9',
  'large-certificate': '127.0.28.10',
  'no-starttls': '127.0.28.11',
  'drips-banner': '127.0.28.12',
  'injects-after-starttls': '127.0.28.13',
  /** Nothing listens. */
  closed: '127.0.28.14',
} as const;
export type MailServer = keyof typeof MAIL_SERVERS;

export const RESOLVERS = {
  garbage: '127.0.29.1',
  silent: '127.0.29.2',
  'other-id': '127.0.29.3',
  'other-question': '127.0.29.4',
  servfail: '127.0.29.5',
  'empty-datagrams': '127.0.29.6',
  /** Cut over UDP, and nothing listens on TCP. */
  'always-cut': '127.0.29.7',
  'loops-compression': '127.0.29.8',
  echo: '127.0.29.9',
  /** Nothing listens. */
  closed: '127.0.29.10',
} as const;
export type BadResolver = keyof typeof RESOLVERS;

const MEBIBYTE = 1 << 20;

export async function startMailServers(context: Context): Promise<void> {
  const ways = { ...MAIL_WAYS, ...(await certificateWays()) };
  await Promise.all(
    Object.entries(ways).map(([name, serve]) => listen(context, MAIL_SERVERS[name as MailServer], serve)),
  );
}

export async function startResolvers(context: Context): Promise<void> {
  await Promise.all(
    Object.entries(RESOLVER_WAYS).map(([name, answer]) => answerAt(context, RESOLVERS[name as BadResolver], answer)),
  );
}

type Serve = (socket: Socket) => void;

function listen(context: Context, address: string, serve: Serve): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  context.atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(25, address, resolve);
  });
}

const MAIL_WAYS: Partial<Readonly<Record<MailServer, Serve>>> = {
  'long-banner': (socket) => socket.write(`220 ${'x'.repeat(10 * MEBIBYTE)}\r\n`),
  'endless-reply': (socket) => repeat(socket, '220-once more\r\n'.repeat(500), 1),
  silent: () => {},
  'hangs-up': (socket) => socket.end(),
  'no-smtp': (socket) => socket.write('HTTP/1.1 400 Bad Request\r\nServer: other\r\n\r\n'),
  'tls-alert': (socket) => untilTls(socket, () => socket.end(Uint8Array.of(21, 3, 3, 0, 2, 2, 40))),
  'tls-garbage': (socket) => untilTls(socket, () => socket.end(Buffer.alloc(4096, 0x41))),
  'tls-silence': (socket) => untilTls(socket, () => {}),
  'no-starttls': (socket) => converse(socket, ['250 PIPELINING']),
  'drips-banner': (socket) => repeat(socket, '2', 200),
  'injects-after-starttls': (socket) =>
    untilTls(socket, () => socket.end(Uint8Array.of(21, 3, 3, 0, 2, 2, 40)), '250 injected\r\n'),
};

function repeat(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.writable && socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Plain SMTP up to the 220 of STARTTLS; what comes next is the caller's, once the client has said something. */
function untilTls(socket: Socket, then: () => void, besideReady = ''): void {
  const read = converse(socket, ['250-PIPELINING', '250 STARTTLS'], () => {
    socket.off('data', read);
    socket.once('data', then);
    socket.write(`220 ready\r\n${besideReady}`);
  });
}

function converse(socket: Socket, ehlo: readonly string[], starttls?: () => void): (data: Buffer) => void {
  const read = (data: Buffer): void => {
    const said = data.toString('latin1');
    if (/^EHLO/i.test(said)) socket.write(`250-bad.invalid\r\n${ehlo.join('\r\n')}\r\n`);
    else if (/^STARTTLS/i.test(said) && starttls !== undefined) starttls();
    else if (/^QUIT/i.test(said)) socket.end('221 bye\r\n');
    else socket.write('502 no\r\n');
  };
  socket.on('data', read);
  socket.write('220 bad.invalid ESMTP\r\n');
  return read;
}

/** Certificates as large as a hostile server likes: one beyond what OpenSSL reads, one just within. */
async function certificateWays(): Promise<Partial<Record<MailServer, Serve>>> {
  return {
    'huge-certificate': await servingCertificate(MEBIBYTE),
    'large-certificate': await servingCertificate(80 * 1024),
  };
}

async function servingCertificate(paddingOctets: number): Promise<Serve> {
  const key = await generateSigningKey('p256');
  const now = Date.now();
  const der = await issueCertificate(
    {
      subject: 'Large',
      notBefore: new Date(now - 86_400_000),
      notAfter: new Date(now + 86_400_000),
      extraExtensions: [{ oid: '1.3.6.1.4.1.55555.1', critical: false, der: octetString(paddingOctets) }],
    },
    key.publicKey,
    { key },
  );
  const cert = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  const server = createTlsServer({ cert, key: formatSigningKey(key) });
  return (socket) => {
    const read = converse(socket, ['250 STARTTLS'], () => {
      socket.off('data', read);
      socket.write('220 ready\r\n', () => {
        const secure = new TLSSocket(socket, { isServer: true, server, cert, key: formatSigningKey(key) });
        secure.on('error', () => socket.destroy());
        secure.on('data', () => secure.end('221 bye\r\n'));
      });
    });
  };
}

/** DER: tag, length in four octets, zeros. */
function octetString(octets: number): Uint8Array {
  const der = Buffer.alloc(6 + octets);
  der.writeUInt16BE(0x0484, 0);
  der.writeUInt32BE(octets, 2);
  return der;
}

type Answer = (query: Buffer) => Uint8Array | undefined;

function answerAt(context: Context, address: string, answer: Answer): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const octets = answer(query);
    if (octets !== undefined) socket.send(octets, from.port, from.address);
  });
  context.atEnd(() => {
    socket.close();
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, address, resolve);
  });
}

const RESOLVER_WAYS: Partial<Readonly<Record<BadResolver, Answer>>> = {
  garbage: () => Buffer.from('this is no DNS message, whoever asks'),
  silent: () => undefined,
  'other-id': (query) => changed(response(query, 0), (octets) => octets.writeUInt16BE(octets.readUInt16BE(0) ^ 1, 0)),
  'other-question': (query) => changed(response(query, 0), (octets) => octets.writeUInt8(octets[13]! ^ 1, 13)),
  servfail: (query) => response(query, 2),
  'empty-datagrams': () => new Uint8Array(0),
  'always-cut': (query) => changed(response(query, 0), (octets) => octets.writeUInt8(octets[2]! | 2, 2)),
  // One answer whose name is a pointer to itself.
  'loops-compression': (query) => {
    const asked = changed(question(query, 0), (octets) => octets.writeUInt16BE(1, 6));
    return Buffer.concat([asked, Uint8Array.of(0xc0, asked.length), Buffer.alloc(10)]);
  },
  echo: (query) => query,
};

/** The query with QR set and this RCODE; EDNS and all. */
function response(query: Buffer, rcode: number): Buffer {
  return changed(query, (octets) => {
    octets.writeUInt8(octets[2]! | 0x80, 2);
    octets.writeUInt8((octets[3]! & 0xf0) | rcode, 3);
  });
}

/** The same without anything behind the question. */
function question(query: Buffer, rcode: number): Buffer {
  const end = query.indexOf(0, 12) + 5;
  return changed(response(query, rcode).subarray(0, end), (octets) => octets.writeUInt16BE(0, 10));
}

function changed(octets: Buffer, change: (octets: Buffer) => void): Buffer {
  const copy = Buffer.from(octets);
  change(copy);
  return copy;
}
