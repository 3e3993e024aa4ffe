/**
 * How an answer comes, when it does not come as it should: a registry for responder, lists and issuers alike. To add
 * one: a row here.
 */
import type { ServerResponse } from 'node:http';
import type { Delivery, Reply } from './types.ts';

/** Well over what any client takes for a proof, a list or a certificate of the lab, and no burden to send. */
const OVERSIZE_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const HTML = Buffer.from('<!doctype html>\n<title>Welcome</title>\n<p>Please log in to use this network.</p>\n');
export const GARBAGE = Buffer.from('this is no DER, and no PEM either \u0000\u0001\u0002\u0003');

export const DELIVERIES: readonly Delivery[] = [
  { name: 'garbage', about: 'octets that are no DER', deliver: instead((reply) => ({ ...reply, body: GARBAGE })) },
  {
    name: 'html',
    about: 'the page of a captive portal, with status 200',
    deliver: instead(() => ({ status: 200, type: 'text/html', body: HTML })),
  },
  { name: 'empty', about: 'an empty body', deliver: instead((reply) => ({ ...reply, body: new Uint8Array() })) },
  {
    name: 'not-found',
    about: 'status 404',
    deliver: instead(() => ({ status: 404, type: 'text/plain', body: Buffer.from('not found\n') })),
  },
  {
    name: 'server-error',
    about: 'status 500',
    deliver: instead(() => ({ status: 500, type: 'text/plain', body: Buffer.from('out of order\n') })),
  },
  {
    name: 'wrong-type',
    about: 'the right body under the wrong content type',
    deliver: instead((reply) => ({ ...reply, type: 'text/plain' })),
  },
  {
    name: 'slow',
    about: 'the right answer after a long wait',
    async deliver(reply, { response, slowMs }) {
      await pause(response, slowMs);
      send(response, await reply());
    },
  },
  {
    name: 'truncated',
    about: 'the connection ends in the middle of the body',
    async deliver(reply, { response }) {
      const { status, type, body } = await reply();
      response.writeHead(status, { 'content-type': type, 'content-length': body.length });
      response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    },
  },
  {
    name: 'oversize',
    about: `a body of ${OVERSIZE_BYTES} octets`,
    async deliver(reply, { response }) {
      response.writeHead(200, { 'content-type': (await reply()).type, 'content-length': OVERSIZE_BYTES });
      await flood(response, OVERSIZE_BYTES);
      response.end();
    },
  },
  {
    name: 'redirect',
    about: 'one redirect, and the right answer behind it',
    async deliver(_reply, { response, question, mood }) {
      redirect(response, wayOut(question.target, mood));
    },
  },
  {
    name: 'redirect-loop',
    about: 'redirects to itself, for ever',
    async deliver(_reply, { response, question }) {
      redirect(response, question.target);
    },
  },
  {
    name: 'hang-up',
    about: 'the connection ends without a word',
    async deliver(_reply, { response }) {
      response.destroy();
    },
  },
];

export const deliveryNamed = (name: string): Delivery | undefined => DELIVERIES.find((row) => row.name === name);

export function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}

function instead(change: (reply: Reply) => Reply): Delivery['deliver'] {
  return async (reply, { response }) => send(response, change(await reply()));
}

/** To where the answer is good: without the mood in the path, or with a good one where the certificate brought its own. */
function wayOut(target: string, mood: string): string {
  return target.includes(`/${mood}`) ? target.replace(`/${mood}`, '') : target.replace('/ocsp', '/ocsp/good');
}

/** 307 keeps method and body (RFC 9110 §15.4.8). */
function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location, 'content-length': 0 }).end();
}

/** At the pace of the client, until it has had enough. */
async function flood(response: ServerResponse, octets: number): Promise<void> {
  const chunk = Buffer.alloc(CHUNK_BYTES, 0x30);
  for (let sent = 0; sent < octets && !response.destroyed; sent += CHUNK_BYTES) {
    if (!response.write(chunk)) await drained(response);
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function pause(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once('close', done);
  });
}
