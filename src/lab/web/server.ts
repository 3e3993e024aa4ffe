/** One HTTP server on loopback for everything the certificates of the lab point at. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Question } from './types.ts';

export interface WebServer {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

export type Handler = (question: Question, response: ServerResponse) => Promise<void>;

/** A request for one certificate has some hundred octets. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 512;

export async function startWebServer(handle: Handler): Promise<WebServer> {
  const open = new Set<Socket>();
  const server = createServer((request, response) => void serve(request, response, handle));
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A client that hangs up is no error; a bug of ours is a 500 that says so. */
async function serve(request: IncomingMessage, response: ServerResponse, handle: Handler): Promise<void> {
  response.on('error', () => {});
  const body = await readBody(request).catch(() => undefined);
  if (body === undefined) return void response.destroy();
  if (body === 'too-large') return void response.writeHead(413, { connection: 'close' }).end();
  try {
    await handle({ method: request.method ?? 'GET', target: request.url ?? '/', body }, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end(`${(error as Error).stack}\n`);
  }
}

async function readBody(request: AsyncIterable<Uint8Array>): Promise<Uint8Array | 'too-large'> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return 'too-large';
    parts.push(part);
  }
  return Buffer.concat(parts);
}
