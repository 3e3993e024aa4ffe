/** `proxy send` and `proxy battery` through the built program, against a server that takes clients by their header alone. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeProxy, type ProxyHeader, startProxy } from '../../../src/core/proxy/index.ts';
import { mxray } from '../../support/cli.ts';
import { SmtpPeer } from '../../support/smtp-peer.ts';

interface Taken {
  readonly header: ProxyHeader;
  readonly peer: SmtpPeer;
}

let server: Server;
let port = 0;
let taken: Taken[] = [];

function serve(socket: Socket): void {
  let state = startProxy;
  let peer: SmtpPeer | undefined;
  socket
    .on('error', () => {})
    .on('data', (octets) => {
      if (peer !== undefined) return void socket.write(peer.push(octets.toString('latin1')), 'latin1');
      const next = decodeProxy(state, octets);
      if (next.kind === 'more') state = next.state;
      else if (next.kind === 'invalid') socket.destroy();
      else {
        const client = next.header.source?.address ?? '127.0.0.1';
        peer = new SmtpPeer({ replies: { EHLO: `250 peer.test Hello [${client}]` } });
        taken.push({ header: next.header, peer });
        socket.write(peer.greeting() + peer.push(Buffer.from(next.rest).toString('latin1')), 'latin1');
      }
    });
}

beforeAll(async () => {
  server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { readonly port: number }).port;
});
afterAll(() => void server.close());

async function send(...words: readonly string[]) {
  taken = [];
  const { out, status, complaint } = await mxray(['proxy', 'send', `127.0.0.1:${port}`, '--json', ...words]);
  return { status, complaint, result: JSON.parse(out), taken: taken[0] };
}

describe('proxy send', () => {
  it('talks on behind the header, and tells each step with its time', async () => {
    const { status, result, taken: one } = await send('--v1', '--src', '192.0.2.1:56324');
    expect(status).toBe(0);
    expect(one?.header).toMatchObject({
      version: 1,
      source: { address: '192.0.2.1', port: 56_324 },
      destination: { address: '127.0.0.1', port },
    });
    expect(
      result.data.steps.map(({ stage, code }: { stage: string; code?: number }) => `${stage} ${code ?? ''}`.trim()),
    ).toEqual(['connect', 'greeting 220', 'ehlo 250', 'quit 221']);
    expect(result.data).toMatchObject({ shownClient: '192.0.2.1', outcome: 'done' });
    expect(result.findings.map(({ id }: { id: string }) => id)).toEqual(['proxy.send.taken']);
  });
  it('sends every kind of header', async () => {
    const unix = await send('--src', 'unix:/a', '--dst', 'unix:/b', '--dgram');
    expect(unix.taken?.header).toMatchObject({ family: 'UNIX', transport: 'DGRAM', source: { address: '/a' } });
    const local = await send('--local', '--tlv', 'UNIQUE_ID=abc', '--tlv', 'CRC32C');
    expect(local.taken?.header).toMatchObject({ command: 'LOCAL', tlvs: [{ type: 5 }, { type: 3 }] });
    const unknown = await send('--v1', '--unknown');
    expect(unknown.taken?.header).toMatchObject({ version: 1, family: 'UNSPEC' });
  });
  it('sends a whole message', async () => {
    const {
      status,
      taken: one,
      result,
    } = await send('--src', '192.0.2.1:1', '--from', 'a@x.test', '--to', 'b@peer.test');
    expect(status).toBe(0);
    expect(one?.peer.contents[0]).toMatch(/^From: <a@x\.test>\r\nTo: <b@peer\.test>\r\n/);
    expect(result.data.recipients).toMatchObject([{ address: 'b@peer.test', status: 'accepted' }]);
  });
  it('answers 1 where the header is refused, 3 where nobody listens', async () => {
    const { status, result } = await send('--raw', 'PROXY TCP4 nonsense\\r\\n');
    expect(status).toBe(1);
    expect(result.findings.map(({ id }: { id: string }) => id)).toEqual(['proxy.send.not-taken']);
    expect((await mxray(['proxy', 'send', '127.0.0.1:1', '--local'])).status).toBe(3);
  });
  it('prints the octets alone with --hex', async () => {
    const { out, status } = await mxray([
      'proxy',
      'send',
      '--hex',
      '--v1',
      '--src',
      '192.0.2.1:1',
      '--dst',
      '192.0.2.2:25',
    ]);
    expect([out, status]).toEqual([`${Buffer.from('PROXY TCP4 192.0.2.1 192.0.2.2 1 25\r\n').toString('hex')}\n`, 0]);
  });
  it('names what is wrong with its words, and dials nobody', async () => {
    const at = `127.0.0.1:${port}`;
    const wrong: readonly (readonly string[])[] = [
      ['--local'],
      [at],
      [at, '--v1', '--v2', '--local'],
      [at, '--local', '--src', '192.0.2.1:1'],
      [at, '--v1', '--local'],
      [at, '--src', '[2001:db8::1]:1'],
      [at, '--src', '192.0.2.1'],
      [at, '--src', '192.0.2.1:1', '--tlv', 'NONE=1'],
      [at, '--v1', '--src', '192.0.2.1:1', '--tlv', 'ALPN=smtp'],
      [at, '--raw', '00', '--local'],
      [at, '--local', '--message-file', 'x'],
      [at, '--local', '--to', 'a b@c'],
      [at, '--local', '--to', 'a@b.test', '--from', 'x\r\nRSET'],
    ];
    taken = [];
    for (const words of wrong) {
      const { status, complaint } = await mxray(['proxy', 'send', ...words]);
      expect([words, status, complaint !== '']).toEqual([words, 2, true]);
    }
    expect(taken).toEqual([]);
  }, 30_000);
});

describe('proxy battery', () => {
  it('tables the cases asked for', async () => {
    const words = ['proxy', 'battery', `127.0.0.1:${port}`, '--case', 'v2-length-short', '--case', 'v1-tcp4', '--json'];
    const { out, status } = await mxray(words);
    expect(status).toBe(0);
    expect(JSON.parse(out).data.cases).toMatchObject([
      { id: 'v1-tcp4', reaction: 'accepted', shownClient: '192.0.2.77' },
      { id: 'v2-length-short', reaction: 'closed', judgement: 'as-expected' },
    ]);
    expect((await mxray(['proxy', 'battery', 'x:25', '--case', 'v1-tcp5'])).status).toBe(2);
  });
});
