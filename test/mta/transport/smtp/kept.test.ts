/** Connections kept for the next message. */
import { afterEach, describe, expect, it } from 'vitest';
import { deliverBySmtp, endKeptConnections } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, recipient, type Transported, transporting } from '../../../support/remote-transport.ts';
import { DROP, listenAsPeer, type PeerScript } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function withPeer(peer: PeerScript, transport = '') {
  const server = await listenAsPeer(peer);
  const under = transporting({ transport });
  closers.push(server.close, () => void endKeptConnections(under.world.configuration));
  return { server, under };
}

const send = ({ delivery, world }: Transported, port: number, more: Parameters<typeof delivery>[0] = {}) =>
  deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', port)], ...more }), world);

describe('a connection', () => {
  it('carries the next message, which says so', async () => {
    const { server, under } = await withPeer({ offers: ['PIPELINING'] });
    const first = await send(under, server.port);
    const second = await send(under, server.port, { text: 'Subject: two\n\n.dots\n' });
    expect([first, second].map(({ outcomes }) => outcomes[0]?.reused)).toEqual([undefined, true]);
    expect(server.peers).toHaveLength(1);
    expect(server.peers[0]!.commands.filter((one) => /^(EHLO|RSET)/.test(one))).toHaveLength(1);
    expect(server.peers[0]!.contents[1]).toBe('Subject: two\r\n\r\n.dots\r\n');
  });

  it('carries deliveries of one message only where they are parts of one', async () => {
    const { server, under } = await withPeer({ offers: ['PIPELINING'] });
    const reused = [];
    for (const series of [0, 0, 1, 0]) reused.push((await send(under, server.port, { series })).outcomes[0]?.reused);
    expect(reused).toEqual([undefined, true, undefined, true]);
    expect(server.peers).toHaveLength(2);
  });

  it('is used for deliveries one at a time', async () => {
    const { server, under } = await withPeer({});
    const reports = await Promise.all([send(under, server.port), send(under, server.port)]);
    expect(reports.map(({ outcomes }) => outcomes[0]?.status)).toEqual(['delivered', 'delivered']);
    expect(server.peers).toHaveLength(2);
  });

  it('is closed behind connection_max_messages', async () => {
    const { server, under } = await withPeer({}, 'connection_max_messages = 2');
    for (let i = 0; i < 4; i += 1) await send(under, server.port);
    expect(server.peers).toHaveLength(2);
    expect(server.peers[0]!.commands.at(-1)).toBe('QUIT');
  });

  it('begins anew with RSET where the last message came to nothing', async () => {
    const { server, under } = await withPeer({ replies: { 'RCPT TO:<B': '550 no' } });
    await send(under, server.port, { recipients: [recipient('b@x.test')] });
    const second = await send(under, server.port);
    expect(second.outcomes[0]).toMatchObject({ status: 'delivered', reused: true });
    expect(server.peers[0]!.commands).toContain('RSET');
  });

  it('is not kept where the server had trouble with the message', async () => {
    const { server, under } = await withPeer({ replies: { '.': ['450 later', '250 ok'] } });
    await send(under, server.port);
    expect((await send(under, server.port)).outcomes[0]?.reused).toBeUndefined();
  });

  it('that the server closed meanwhile is no error: another is opened', async () => {
    const { server, under } = await withPeer({ replies: { MAIL: ['250 ok', DROP] } });
    await send(under, server.port);
    const { outcomes, hosts } = await send(under, server.port);
    expect(outcomes[0]).toMatchObject({ status: 'delivered' });
    expect(outcomes[0]?.reused).toBeUndefined();
    expect(hosts).toMatchObject([{ result: 'ok' }]);
    expect(server.peers).toHaveLength(2);
  });

  it('that the server ends with 421 at MAIL is no error either', async () => {
    const { server, under } = await withPeer({ replies: { MAIL: ['250 ok', '421 idle'] } });
    await send(under, server.port);
    expect((await send(under, server.port)).outcomes[0]?.status).toBe('delivered');
  });

  it('is for those who say the same of themselves', async () => {
    const { server, under } = await withPeer({}, 'helo_data = $sender_address.example.com');
    await send(under, server.port);
    const other = await send(under, server.port, { stored: { sender: 'other@example.com' } });
    expect(other.outcomes[0]?.reused).toBeUndefined();
    expect(server.peers).toHaveLength(2);
  });

  it('is ended by QUIT on request', async () => {
    const { server, under } = await withPeer({});
    await send(under, server.port);
    await endKeptConnections(under.world.configuration);
    await send(under, server.port);
    expect(server.peers[0]!.commands.at(-1)).toBe('QUIT');
    expect(server.peers).toHaveLength(2);
  });

  it('serialize_hosts: none is kept, and a second one waits for its turn', async () => {
    const { server, under } = await withPeer({}, 'serialize_hosts = *');
    const reports = await Promise.all([send(under, server.port), send(under, server.port)]);
    expect(reports.map(({ outcomes }) => outcomes[0]?.text).sort()).toEqual([
      "connection limit reached for all hosts for 'x.test'",
      undefined,
    ]);
    expect((await send(under, server.port)).outcomes[0]?.reused).toBeUndefined();
  });
});
