/** `queue run` and `queue retry` of messages that a server keeps for later, against a next hop that changes its mind. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueRetryData, QueueRunData } from '../../../src/mta/queue/index.ts';
import { mxray } from '../../support/cli.ts';
import { deliver, type Serving, startServing } from '../../support/mta/serve-process.ts';
import { type ListeningPeer, listenAsPeer, type PeerScript } from '../../support/smtp-peer.ts';

const configuration = (port: number): string => `
queue_only
begin acl
all:
  accept
begin routers
hop:
  driver = manualroute
  transport = out
  self = send
  route_list = * 127.0.0.1::${port} byname
begin transports
out:
  driver = smtp
  allow_localhost
begin retry
* * F,4d,2h
`;

describe('queue run and queue retry', () => {
  let serving: Serving;
  let peer: ListeningPeer;
  const script: { replies: Record<string, string> } = { replies: {} };

  beforeAll(async () => {
    peer = await listenAsPeer(script as PeerScript);
    serving = await startServing(configuration(peer.port));
  }, 30_000);
  afterAll(async () => {
    await serving.stop('SIGKILL');
    peer.close();
  });

  async function tell<Data>(...words: string[]): Promise<{ readonly data: Data; readonly status: number }> {
    const { out, status } = await mxray(['queue', ...words, '-C', join(serving.folder, 'conf'), '--json']);
    return { ...(JSON.parse(out) as { data: Data }), status };
  }
  const taken = async (): Promise<string> => {
    await deliver(serving.ports[0]!);
    const { data } = await tell<{ messages: readonly { messageId: string }[] }>('list');
    return data.messages.at(-1)!.messageId;
  };

  it('tries what was never tried, and tells that it waits', async () => {
    script.replies = { RCPT: '450 4.2.0 come again' };
    await taken();
    const { data, status } = await tell<QueueRunData>('run');
    expect(data).toEqual({ tried: 1, waiting: 1, frozen: 0 });
    expect(status).toBe(0);
    expect((await mxray(['queue', 'run', '-C', join(serving.folder, 'conf')])).out).toContain('1 in the queue');
  });

  it('a retry tells why it still waits, and then that nothing does', async () => {
    script.replies = { RCPT: '450 4.2.0 come again' };
    const id = await taken();
    const waits = await tell<QueueRetryData>('retry', id);
    expect(waits.data.results).toMatchObject([{ messageId: id, outcome: 'waits' }]);
    expect(waits.data.results[0]!.message!.recipients[0]!.error).toContain('450 4.2.0 come again');
    script.replies = {};
    const gone = await tell<QueueRetryData>('retry', id);
    expect(gone).toMatchObject({ status: 0, data: { results: [{ messageId: id, outcome: 'gone' }] } });
    expect(await tell<QueueRetryData>('retry', id)).toMatchObject({
      status: 1,
      data: { results: [{ messageId: id, outcome: 'missing' }] },
    });
  });

  it('a forced run narrowed to a sender leaves the others', async () => {
    script.replies = { RCPT: '450 4.2.0 come again' };
    await taken();
    await tell('run');
    script.replies = {};
    const others = await tell<QueueRunData>('run', '--force', '--sender', 'nobody-of-that-name');
    expect(others.data.tried).toBe(0);
    const all = await tell<QueueRunData>('run', '--force');
    expect(all.data).toMatchObject({ waiting: 0, frozen: 0 });
    expect(all.data.tried).toBeGreaterThan(0);
  });
});
