/** What event_action is told, and what it can forbid. */
import { afterEach, describe, expect, it } from 'vitest';
import { deliverBySmtp, endKeptConnections } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerScript } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function send(peer: PeerScript, forced: Readonly<Record<string, string>> = {}, transport = 'event_action = x') {
  const server = await listenAsPeer(peer);
  closers.push(server.close);
  const told: string[] = [];
  const { delivery, world } = transporting({
    transport,
    event: async ({ name, data, errno }) => {
      await Promise.resolve(); // an action may ask others
      told.push([name, data, errno].filter((one) => one !== undefined && one !== '').join(' '));
      return forced[name];
    },
  });
  const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', server.port)] }), world);
  await endKeptConnections(world.configuration);
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { outcome: report.outcomes[0]!, told, server };
}

describe('events', () => {
  it('of a connection, in their order', async () => {
    const { told } = await send({ offers: ['SIZE'] });
    expect(told).toEqual([
      'tcp:connect',
      'smtp:connect 220 peer.test ESMTP',
      'smtp:ehlo 250-peer.test\\n250 SIZE',
      'tcp:close',
    ]);
  });

  it('none without event_action', async () => {
    expect((await send({}, {}, '')).told).toEqual([]);
  });

  it('tcp:connect forbids the connection', async () => {
    const { outcome, server } = await send({}, { 'tcp:connect': 'not there' });
    expect(outcome).toMatchObject({ status: 'deferred', errno: -58 });
    expect(outcome).not.toHaveProperty('text'); // as Exim, which has words for the number
    expect(server.peers).toHaveLength(0);
  });

  it('smtp:connect ends it behind the greeting', async () => {
    const { outcome, server } = await send({}, { 'smtp:connect': 'such a banner' });
    const text = 'deferred by smtp:connect event expansion: such a banner';
    expect(outcome).toMatchObject({ status: 'deferred', errno: -27, text });
    expect(server.peers[0]?.commands).toEqual([]);
  });

  it('of recipients and hosts that put off', async () => {
    const text = 'SMTP error from remote mail server after RCPT TO:<a@x.test>: 450 x';
    const { told } = await send({ replies: { RCPT: '450 x' } });
    expect(told.slice(3, 5)).toEqual([`msg:rcpt:host:defer ${text} 12865`, `msg:rcpt:defer ${text} 12865`]);
    const host = await send({ greeting: '421 no' });
    const why = 'SMTP error from remote mail server after initial connection: 421 no 0';
    expect(host.told.filter((one) => one.startsWith('msg:'))).toEqual([`msg:host:defer ${why}`, `msg:defer ${why}`]);
    const data = await send({ replies: { DATA: '451 no' } });
    expect(data.told.filter((one) => one.startsWith('msg:'))).toEqual([
      'msg:defer SMTP error from remote mail server after DATA: 451 no -46',
    ]);
  });
});
