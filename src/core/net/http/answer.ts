/** Answering HTTP on a socket that listens already: small texts, for who looks after a server. */
import { createServer } from 'node:http';
import type { Handle, TakenPlace } from '../handover.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Who asks has so long for a request, and so many may ask at once. */
const REQUEST_MS = 5000;
const MAX_CONNECTIONS = 100;

/** @param answer  by the path asked for, without its query; HEAD gets no body */
export function answerHttp(handle: Handle, answer: (path: string) => HttpAnswer): TakenPlace {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const { status, type, body } = isRead ? answer((request.url ?? '/').split('?')[0]!) : NOT_ALLOWED;
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('error', () => {});
  server.listen(handle);
  return {
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

const NOT_ALLOWED: HttpAnswer = { status: 405, type: 'text/plain', body: 'GET and HEAD alone\n' };
