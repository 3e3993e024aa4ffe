/** The HTTP client against servers on loopback. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../../../src/base/index.ts';
import {
  createConnectMap,
  createHttpClient,
  type HttpClient,
  type HttpRequest,
  type NetConfig,
  parseConnectRow,
} from '../../../../src/core/net/index.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { createLabCa } from '../../../../src/lab/ca/index.ts';

const servers: (Server | TcpServer)[] = [];
const clients: HttpClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of servers.splice(0)) server.close();
});

async function listen<T extends Server | TcpServer>(server: T): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

const mapOf = (...rows: readonly string[]) =>
  createConnectMap(
    rows.map((row) => {
      const parsed = parseConnectRow(row);
      if (!parsed.ok) throw new Error(parsed.error.message);
      return parsed.value;
    }),
  );

async function fetchWith(config: NetConfig, request: Partial<HttpRequest> & { readonly url: string }) {
  const client = createHttpClient({ environment: {}, ...config });
  clients.push(client);
  return client.fetch({ timeoutMs: 5000, maxBodyBytes: 1000, maxRedirects: 3, ...request });
}

/** `200 text`, or the error's code and message. */
async function told(config: NetConfig, request: Partial<HttpRequest> & { readonly url: string }): Promise<string> {
  const answered = await fetchWith(config, request);
  return answered.ok
    ? `${answered.value.status} ${Buffer.from(answered.value.body).toString()}`
    : `${answered.error.code} ${answered.error.message}`;
}

const echo: RequestListener = (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => response.end(`${request.method} ${request.url} ${Buffer.concat(parts).toString()}`));
};

describe('redirects', () => {
  const redirecting =
    (status: number): RequestListener =>
    (request, response) =>
      request.url === '/end' ? echo(request, response) : response.writeHead(status, { location: '/end' }).end();
  it.each([301, 302, 307, 308])('%d keeps a POST and its body (RFC 9110 §15.4)', async (status) => {
    const port = await serve(redirecting(status));
    const url = `http://127.0.0.1:${port}/`;
    expect(await told({}, { url, method: 'POST', body: Buffer.from('asked') })).toBe('200 POST /end asked');
  });
  it('303 makes it a GET (RFC 9110 §15.4.4)', async () => {
    const port = await serve(redirecting(303));
    expect(await told({}, { url: `http://127.0.0.1:${port}/`, method: 'POST', body: Buffer.from('x') })).toBe(
      '200 GET /end ',
    );
  });
  it('no more than allowed', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
    expect(await told({}, { url: `http://127.0.0.1:${port}/` })).toMatch(/^net\/http .* redirected more than 3 times$/);
  });
  it('is the answer, where it is to be kept', async () => {
    const port = await serve(redirecting(301));
    expect(await told({}, { url: `http://127.0.0.1:${port}/`, keepsRedirect: true })).toMatch(/^301 /);
  });
  it.each(['ftp://127.0.0.1/', 'http://[', 'file:///etc/passwd'])('not to %s', async (location) => {
    const port = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await told({}, { url: `http://127.0.0.1:${port}/` })).toMatch(/^net\/http .*redirected to/);
  });
});

describe('bounds', () => {
  it('names the bound of a body', async () => {
    const port = await serve((_, response) => response.end('x'.repeat(1001)));
    expect(await told({}, { url: `http://127.0.0.1:${port}/` })).toMatch(/^net\/too-large .* larger than 1000 octets$/);
  });
  it('ends when the time is up, in the middle of a body as well', async () => {
    const port = await serve((_, response) => void response.write('half'));
    expect(await told({}, { url: `http://127.0.0.1:${port}/`, timeoutMs: 100 })).toMatch(
      /^net\/timeout .* no answer within 0.1 s$/,
    );
  });
  it('tells a connection that is closed, and what is not HTTP', async () => {
    const closing = await listen(createTcpServer((socket) => void socket.once('data', () => socket.destroy())));
    const talking = await listen(createTcpServer((socket) => void socket.end('220 mx.test ESMTP\r\n')));
    expect(await told({}, { url: `http://127.0.0.1:${closing}/` })).toMatch(/^net\/(closed|reset) /);
    expect(await told({}, { url: `http://127.0.0.1:${talking}/` })).toMatch(/^net\/http .* is not HTTP$/);
  });
  it.each(['http://', 'nonsense'])('"%s" is no URL', async (url) => {
    expect(await told({}, { url })).toMatch(/^net\/address /);
  });
});

describe('where it connects', () => {
  it('a row of the map for the name, with the name in the request', async () => {
    const port = await serve((request, response) => void response.end(request.headers.host));
    const connectMap = mapOf(`ocsp.test:80=127.0.0.1:${port}`);
    expect(await told({ connectMap }, { url: 'http://ocsp.test/' })).toBe('200 ocsp.test');
  });
  it('the addresses of our resolver, each through the map; one that refuses is passed over', async () => {
    const port = await serve(echo);
    const connectMap = mapOf('[2001:db8::1]:80=127.0.0.1:1', `192.0.2.1:80=127.0.0.1:${port}`);
    const lookUp = async () => ok(['2001:db8::1', '192.0.2.1']);
    expect(await told({ connectMap, lookUp }, { url: 'http://ocsp.test/x' })).toBe('200 GET /x ');
  });
  it('tells the name that could not be looked up', async () => {
    const failure = {
      code: 'dns/no-address',
      message: 'ocsp.test: no address',
      fault: 'peer',
      temporary: false,
    } as const;
    const lookUp = async () => ({ ok: false, error: failure }) as const;
    expect(await told({ lookUp }, { url: 'http://ocsp.test/' })).toBe(
      'net/lookup http://ocsp.test/: ocsp.test: no address',
    );
  });
  it('from the address asked for', async () => {
    const port = await serve((request, response) => void response.end(request.socket.remoteAddress));
    expect(await told({ source: '127.0.0.9' }, { url: `http://127.0.0.1:${port}/` })).toBe('200 127.0.0.9');
  });
});

describe('through a proxy', () => {
  it('http: is asked by its whole URL, also with a map and a source address', async () => {
    const port = await serve(
      (request, response) => void response.end(`${request.url} ${request.socket.remoteAddress}`),
    );
    const environment = { http_proxy: 'http://proxy.test:3128' };
    const connectMap = mapOf(`proxy.test:3128=127.0.0.1:${port}`);
    expect(await told({ environment, connectMap, source: '127.0.0.9' }, { url: 'http://ocsp.test/x' })).toBe(
      '200 http://ocsp.test/x 127.0.0.9',
    );
  });
  it('https: goes through a tunnel, and the certificate is that of the end', async () => {
    const { ca, key, cert } = await tlsIdentity('ocsp.test');
    const inner = await listen(createTlsServer({ key, cert }, echo));
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      expect(request.url).toBe('ocsp.test:443');
      const onward = connect(inner, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onward.pipe(socket).pipe(onward);
      onward.on('error', () => {});
    });
    const environment = { https_proxy: `http://127.0.0.1:${await listen(proxy)}` };
    expect(await told({ environment, caPem: ca }, { url: 'https://ocsp.test/x' })).toBe('200 GET /x ');
  });
  it('tells a proxy that refuses, that wants a password, that is not there', async () => {
    const refusing = createServer((_, response) => response.writeHead(407).end());
    refusing.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const there = { http_proxy: `http://127.0.0.1:${await listen(refusing)}` };
    const secure = { https_proxy: there.http_proxy };
    const nowhere = { http_proxy: 'http://127.0.0.1:1' };
    expect(await told({ environment: secure }, { url: 'https://ocsp.test/' })).toMatch(
      /through the proxy http:\/\/127.0.0.1:\d+: the proxy refused the way there \(status 403\)$/,
    );
    expect(await told({ environment: there }, { url: 'http://ocsp.test/' })).toMatch(/407/);
    expect(await told({ environment: nowhere }, { url: 'http://ocsp.test/' })).toMatch(
      /^net\/refused .*through the proxy http:\/\/127.0.0.1:1: /,
    );
  });
});

describe('https', () => {
  it.each([
    ['another name', 'other.test', {}, 'names another host'],
    ['out of date', 'ocsp.test', { expired: true }, 'has expired'],
    ['of nobody we trust', 'ocsp.test', { untrusted: true }, 'leads to'],
  ])('a certificate %s is told', async (_, name, options: { expired?: boolean; untrusted?: boolean }, says) => {
    const { ca, key, cert } = await tlsIdentity(name, options.expired);
    const port = await listen(createTlsServer({ key, cert }, echo));
    const config = { connectMap: mapOf(`ocsp.test:443=127.0.0.1:${port}`), ...(!options.untrusted && { caPem: ca }) };
    const text = await told(config, { url: 'https://ocsp.test/' });
    expect(text).toMatch(/^net\/untrusted https:\/\/ocsp.test\/: the certificate of the server /);
    expect(text).toContain(says);
  });
});

describe('HTTP/2', () => {
  it('is spoken with servers that speak nothing else, many requests on few connections; HTTP/1.1 with the others', async () => {
    const { ca, key, cert } = await tlsIdentity('dns.test');
    const sessions = new Set<unknown>();
    const modern = createHttp2Server({ key, cert, allowHTTP1: false }, (request, response) => {
      sessions.add(request.stream.session);
      response.end(`HTTP/${request.httpVersion} ${request.url}`);
    });
    const older = createTlsServer({ key, cert }, (request, response) => response.end(`HTTP/${request.httpVersion}`));
    const ports = await Promise.all([listen(modern), listen(older)]);
    const connectMap = mapOf(`dns.test:443=127.0.0.1:${ports[0]}`, `dns.test:444=127.0.0.1:${ports[1]}`);
    const config = { connectMap, caPem: ca };
    const client = createHttpClient(config);
    clients.push(client);
    const fetch = async (url: string, http2: boolean): Promise<string> => {
      const response = await client.fetch({ url, http2, maxBodyBytes: 1000, timeoutMs: 5000 });
      return response.ok ? Buffer.from(response.value.body).toString() : response.error.code;
    };
    const paths = Array.from({ length: 20 }, (_, at) => `/${at}`);
    expect(await Promise.all(paths.map((path) => fetch(`https://dns.test${path}`, true)))).toEqual(
      paths.map((path) => `HTTP/2.0 ${path}`),
    );
    expect(sessions.size).toBeLessThanOrEqual(4);
    expect(await fetch('https://dns.test:444/', true)).toBe('HTTP/1.1');
    expect(await fetch('https://dns.test/', false)).not.toMatch(/^HTTP/);
  });
});

async function tlsIdentity(name: string, expired = false) {
  const ca = await createLabCa(new Date());
  const { keyPem, chain } = await ca.issue({ keyType: 'p256', names: [name], expired });
  return { ca: ca.rootPem, key: keyPem, cert: chain.map((der) => formatPem('CERTIFICATE', der)).join('') };
}
