/** `cert chain HOST:PORT` and `cert show HOST:PORT` against servers on loopback that send too little, too much, or wrongly. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { dns, EXT, intermediate, leaf, type Pair, root } from '../../support/certificates.ts';
import { mxray } from '../../support/cli.ts';
import { oid, seq, tlv } from '../../support/der.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-cert-server-'));
const AT = ['--at', '2026-06-01T12:00:00Z'];
const pem = ({ der }: Pair): string => formatPem('CERTIFICATE', der);

const ROOT = root();
const ICA = intermediate(ROOT, { subject: 'CN=The Intermediate' });
const OTHER = intermediate(ROOT, { subject: 'CN=A Stranger' });
let authority: Server;
let end: Pair;
const servers: TlsServer[] = [];

beforeAll(async () => {
  authority = createServer((request, response) => {
    const body = request.url === '/ica.der' ? ICA.der : request.url === '/other.der' ? OTHER.der : undefined;
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => authority.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'root.pem'), pem(ROOT));
  end = leafAt('/ica.der');
});
afterAll(async () => {
  for (const server of servers) server.close();
  authority.close();
  rmSync(folder, { recursive: true });
});

function leafAt(path: string): Pair {
  const { port } = authority.address() as AddressInfo;
  const location = tlv(0x86, Buffer.from(`http://127.0.0.1:${port}${path}`));
  const access = { oid: EXT.aia, value: seq(seq(oid('1.3.6.1.5.5.7.48.2'), location)) };
  return leaf(ICA, { names: [dns('mx.example.org')], subject: 'CN=mx.example.org', more: [access] });
}

/** @returns `127.0.0.1:PORT` of a server that sends these */
async function serve(pair: Pair, ...more: readonly Pair[]): Promise<string> {
  const key = pair.keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const server = createTlsServer({ key, cert: [pair, ...more].map(pem).join('') }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function chain(target: string, ...words: readonly string[]) {
  const roots = ['--roots', join(folder, 'root.pem')];
  const all = ['cert', 'chain', target, '--host', 'mx.example.org', ...roots, ...AT, '--json', ...words];
  const { out, status } = await mxray(all);
  const { data, findings, error } = JSON.parse(out);
  return { data, error, status, ids: findings?.map(({ id }: { id: string }) => id.replace('cert.chain.', '')) };
}

describe('cert chain HOST:PORT', () => {
  it('passes a server that sends what it should', async () => {
    const { status, ids, data } = await chain(await serve(end, ICA));
    expect([status, ids, data.sent.length]).toEqual([0, ['valid'], 2]);
  });

  it('names the intermediate that is missing, and where it is', async () => {
    const { status, ids, data } = await chain(await serve(end));
    expect([status, ids, data.code]).toEqual([1, ['unknown-issuer', 'missing-intermediate'], 'unknown-issuer']);
    expect(data.missing).toMatchObject([{ subject: 'CN=The Intermediate', for: 'CN=mx.example.org' }]);
  });

  it('fetches it with --aia, and still tells the server’s fault', async () => {
    const { status, ids, data } = await chain(await serve(end), '--aia');
    expect([status, ids, data.valid]).toEqual([1, ['valid', 'missing-intermediate'], true]);
    expect(data.path.map(({ from }: { from: string }) => from)).toEqual(['sent', 'fetched', 'roots']);
    expect(data.missing[0].fetchedFrom).toMatch(/ica\.der$/);
    expect(data.shouldSend).toHaveLength(2);
  });

  it('says when what is there is another’s, or nothing', async () => {
    const stranger = await chain(await serve(leafAt('/other.der')), '--aia');
    expect(stranger.ids).toEqual(['unknown-issuer', 'not-fetched']);
    const nothing = await chain(await serve(leafAt('/nothing')), '--aia');
    expect([nothing.status, nothing.ids]).toEqual([1, ['unknown-issuer', 'not-fetched']]);
  });

  it('tells a root and a stranger that are sent', async () => {
    const { status, ids } = await chain(await serve(end, ICA, ROOT, OTHER));
    expect([status, ids]).toEqual([0, ['valid', 'root-sent', 'unused']]);
  });

  it('cannot decide about a server that is not there', async () => {
    const { status, error } = await chain('127.0.0.1:1');
    expect([status, error.code]).toEqual([3, 'net/refused']);
  });
});

describe('cert show HOST:PORT', () => {
  it('shows the chain as sent', async () => {
    const { out, status } = await mxray(['cert', 'show', await serve(end, ICA), ...AT, '--json']);
    const subjects = JSON.parse(out).data.certificates.map(({ subject }: { subject: string }) => subject);
    expect([status, subjects]).toEqual([0, ['CN=mx.example.org', 'CN=The Intermediate']]);
  });
});
