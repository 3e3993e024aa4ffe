/** The battery against servers of our own: one that keeps to the specification, and some that do not. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/base/index.ts';
import { createNet } from '../../../../src/core/net/index.ts';
import { batteryCases } from '../../../../src/core/proxy/battery/cases/registry.ts';
import {
  batteryReport,
  caseIds,
  decodeProxy,
  MAX_AT_A_TIME,
  runBattery,
  startProxy,
} from '../../../../src/core/proxy/index.ts';

/** Longer than the gaps within headers in pieces, shorter than the patience of the battery. */
const HEADER_WITHIN_MS = 1500;
const PATIENCE_MS = 4000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** @param serve  is handed each connection */
async function startServer(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => serve(socket.on('error', () => {})));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { readonly port: number }).port;
}

/** Banner, and a reply to each line, from the octets behind the header on. */
function speak(socket: Socket, client: string, first: Uint8Array): void {
  let held = Buffer.from(first).toString('latin1');
  const take = (): void => {
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
      const line = held.slice(0, end);
      held = held.slice(end + 1);
      if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write(/^EHLO/i.test(line) ? `250 mx.example.org Hello [${client}]\r\n` : '500 what\r\n');
    }
  };
  socket.write('220 mx.example.org\r\n');
  socket.on('data', (octets) => {
    held += octets.toString('latin1');
    take();
  });
  take();
}

/** By the decoder: nothing else is a header. */
function strictly(socket: Socket): void {
  let state = startProxy;
  const timer = setTimeout(() => socket.destroy(), HEADER_WITHIN_MS);
  const onData = (octets: Buffer): void => {
    const next = decodeProxy(state, octets);
    if (next.kind === 'more') {
      state = next.state;
      return;
    }
    clearTimeout(timer);
    socket.off('data', onData);
    if (next.kind === 'invalid') socket.destroy();
    else speak(socket, next.header.source?.address ?? '127.0.0.1', next.rest);
  };
  socket.on('data', onData).on('close', () => clearTimeout(timer));
}

async function battery(port: number, only: readonly string[] = []) {
  const net = createNet();
  const target = { address: '127.0.0.1', port, ehlo: 'client.example.org', timeoutMs: PATIENCE_MS, jobs: 8 };
  const tried = await runBattery({ net, clock: systemClock }, target, only);
  await net.close();
  return batteryReport(tried, { host: 'localhost', port, address: '127.0.0.1' });
}

const ids = ({ findings }: Awaited<ReturnType<typeof battery>>): readonly string[] => findings.map(({ id }) => id);

describe('the battery', () => {
  it('has names that stand once, and expects what the decoder does', () => {
    expect(new Set(caseIds).size).toBe(caseIds.length);
    expect(caseIds.length).toBeGreaterThanOrEqual(25);
    for (const { id, pieces, expected } of batteryCases) {
      const { kind } = decodeProxy(startProxy, Buffer.concat(pieces));
      if (expected !== 'either') expect([id, kind === 'header' ? 'accept' : 'refuse']).toEqual([id, expected]);
    }
  });
  it('finds nothing wrong with a server that keeps to the specification, and tries it gently', async () => {
    let open = 0;
    let most = 0;
    const port = await startServer((socket) => {
      open += 1;
      most = Math.max(most, open);
      socket.on('close', () => {
        open -= 1;
      });
      strictly(socket);
    });
    const report = await battery(port);
    expect(report.data.headers).toBe('required');
    expect(report.data.cases.map(({ id }) => id)).toEqual(caseIds);
    expect(report.data.cases.filter(({ judgement }) => judgement !== 'as-expected' && judgement !== 'free')).toEqual(
      [],
    );
    expect(ids(report)).toEqual(['proxy.battery.header-required']);
    const shown = new Map(report.data.cases.map((one) => [one.id, one.shownClient]));
    expect([shown.get('v1-tcp4'), shown.get('v2-tcp6'), shown.get('v2-local-addresses')]).toEqual([
      '192.0.2.77',
      '2001:db8::77',
      '127.0.0.1',
    ]);
    // A connection that ends may still be open on the server's side when the next one is there.
    expect(most).toBeLessThanOrEqual(2 * MAX_AT_A_TIME);
  }, 30_000);
  it('tells of a server that takes clients with a header and without', async () => {
    const port = await startServer((socket) => {
      const timer = setTimeout(() => speak(socket, '127.0.0.1', new Uint8Array()), 300);
      socket.once('data', (octets) => {
        clearTimeout(timer);
        const decoded = decodeProxy(startProxy, octets);
        if (decoded.kind === 'header') speak(socket, decoded.header.source?.address ?? '127.0.0.1', decoded.rest);
        else speak(socket, '127.0.0.1', octets);
      });
    });
    const report = await battery(port, ['none', 'v1-tcp4', 'v2-tcp4', 'none-ehlo']);
    expect(report.data.headers).toBe('optional');
    expect(ids(report)).toEqual(['proxy.battery.header-optional', 'proxy.battery.too-lax']);
  });
  it('leaves a server alone that reads no headers', async () => {
    const report = await battery(await startServer((socket) => speak(socket, '127.0.0.1', new Uint8Array())));
    expect(report.data.headers).toBe('not-read');
    expect(report.data.cases.map(({ id, reaction }) => [id, reaction])).toEqual([
      ['none', 'accepted'],
      ['v1-tcp4', 'refused'],
      ['v2-tcp4', 'refused'],
    ]);
    expect(ids(report)).toEqual(['proxy.battery.header-not-read']);
  });
  it('tells of what is too lax, of clients that must not be believed, and of headers without effect', async () => {
    const decoys = await startServer((socket) =>
      socket.once('data', (octets) =>
        speak(socket, /192\.0\.2\.\d+/.exec(octets.toString('latin1'))?.[0] ?? '192.0.2.66', new Uint8Array()),
      ),
    );
    const only = ['v1-tcp4', 'none', 'v1-bare-lf', 'v1-tab', 'v1-unknown-long', 'v2-tcp4', 'v2-local-addresses'];
    const { findings, data } = await battery(decoys, only);
    expect(
      findings.map(({ id, severity, evidence }) => [id.replace('proxy.battery.', ''), severity, evidence?.case]),
    ).toEqual([
      ['header-required', 'ok', undefined],
      ['still-waiting', 'info', 'none'],
      ['decoy-believed', 'error', 'v1-unknown-long'],
      ['address-missed', 'warn', 'v2-tcp4'],
      ['decoy-believed', 'error', 'v2-local-addresses'],
      ['too-lax', 'warn', 'v1-tab'],
      ['too-lax', 'error', 'v1-bare-lf'],
    ]);
    expect(data.cases.find(({ id }) => id === 'none')).toMatchObject({ reaction: 'silent', judgement: 'as-expected' });
  }, 15_000);
  it('says so when there is no server, no SMTP, and no answer to a plain header', async () => {
    const closed = await startServer(() => {});
    servers.pop()!.close();
    const gone = await battery(closed);
    expect(gone.data.cases.map(({ reaction }) => reaction)).toEqual(['unreached', 'unreached', 'unreached']);
    expect(new Set(ids(gone))).toEqual(new Set(['proxy.battery.header-unclear', 'proxy.battery.unreached']));
    const web = await battery(
      await startServer((socket) => void socket.once('data', () => socket.end('HTTP/1.0 400 Bad\r\n\r\n'))),
      ['v1-tcp4'],
    );
    expect(web.data.cases).toMatchObject([{ reaction: 'garbled', stage: 'banner', judgement: 'too-strict' }]);
    const endless = await battery(
      await startServer((socket) => void socket.once('data', () => socket.write('220-x\r\n'.repeat(400)))),
      ['v1-tcp4'],
    );
    expect(endless.data.cases).toMatchObject([{ reaction: 'garbled' }]);
  });
});
