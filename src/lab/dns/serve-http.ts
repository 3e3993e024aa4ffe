/** One HTTP request with a DNS query in it (RFC 8484 §4.1): GET with `?dns=`, or POST, at /dns-query. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Respond } from './respond.ts';

const PATH = '/dns-query';
const MEDIA_TYPE = 'application/dns-message';
/** What a message can have at most; in base64url a third more. */
const MAX_QUERY_OCTETS = 65_535;

/** Statuses of RFC 9110 §15 where there is no answer: 400, 404, 405, 413, 415, and 504 where the responder is silent. */
export async function serveHttp(request: IncomingMessage, response: ServerResponse, respond: Respond): Promise<void> {
  const query = await readQuery(request).catch(() => 400); // the client hung up
  const answered = typeof query === 'number' ? undefined : await respond(query, 'stream');
  if (answered === undefined) {
    response.writeHead(typeof query === 'number' ? query : 504).end();
    return;
  }
  response.writeHead(200, { 'content-type': MEDIA_TYPE, 'content-length': answered.length });
  response.end(answered);
}

/** The query's octets, or the status that says why there are none. */
async function readQuery(request: IncomingMessage): Promise<Uint8Array | number> {
  const [path, parameters = ''] = (request.url ?? '').split('?', 2);
  if (path !== PATH) return 404;
  switch (request.method) {
    case 'GET': {
      const query = new URLSearchParams(parameters).get('dns');
      return query === null ? 400 : Buffer.from(query, 'base64url');
    }
    case 'POST':
      return request.headers['content-type'] === MEDIA_TYPE ? readBody(request) : 415;
    default:
      return 405;
  }
}

async function readBody(request: AsyncIterable<Uint8Array>): Promise<Uint8Array | number> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MAX_QUERY_OCTETS) return 413;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
