/** `queue why` of messages that a `serve` of its own could not deliver: to next hops that refuse, are silent, or are not there. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueWhyData } from '../../../src/mta/queue/index.ts';
import { mxray } from '../../support/cli.ts';
import { type Serving, startServing, talk } from '../../support/mta/serve-process.ts';
import { listenAsPeer, type PeerScript } from '../../support/smtp-peer.ts';

const AUTH = ['AUTH PLAIN'];
const PEERS: Readonly<Record<string, PeerScript>> = {
  later: { replies: { RCPT: '450 4.2.0 come again' } },
  'no-tls': { offers: ['STARTTLS'], replies: { STARTTLS: '454 4.7.0 no TLS today' } },
  auth: { offers: AUTH, replies: { AUTH: '235 2.7.0 in', RCPT: '451 4.3.0 not now' } },
  one: {
    replies: { 'RCPT TO:<BAD@': '550 5.1.1 nobody of that name', 'RCPT TO:<SLOW@': '452 4.2.2 full', RCPT: '250 ok' },
  },
};

const routed = (ports: ReadonlyMap<string, number>): string =>
  [...ports].map(([name, port]) => `  ${name}.test 127.0.0.1::${port} byname ${NAMES[name] ?? 'out'} ; \\\n`).join('');

/** Transports that need more. */
const NAMES: Readonly<Record<string, string>> = { 'no-tls': 'strict', auth: 'known', silent: 'hasty' };

const configuration = (ports: ReadonlyMap<string, number>): string => `
queue_only = false
timeout_frozen_after = 7d
begin acl
all:
  accept
begin routers
elsewhere:
  driver = accept
  domains = elsewhere.test
  transport = out
hops:
  driver = manualroute
  transport = out
  self = send
  route_list = <; ${routed(ports)}
begin transports
out:
  driver = smtp
  allow_localhost
strict:
  driver = smtp
  allow_localhost
  hosts_require_tls = *
known:
  driver = smtp
  allow_localhost
  hosts_require_auth = *
hasty:
  driver = smtp
  allow_localhost
  command_timeout = 1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^user^s3cr3t-word
begin retry
gone.test * F,4h,20m
*  rcpt_4xx F,2h,15m; F,4d,6h
*  * F,4d,2h
`;

describe('queue why', () => {
  let serving: Serving;
  const servers: Server[] = [];
  const closers: (() => void)[] = [];

  beforeAll(async () => {
    const ports = new Map<string, number>();
    for (const [name, script] of Object.entries(PEERS)) {
      const { port, close } = await listenAsPeer(script);
      ports.set(name, port);
      closers.push(close);
    }
    ports.set('silent', await listening(servers));
    const gone: Server[] = [];
    ports.set('gone', await listening(gone));
    gone[0]!.close();
    serving = await startServing(configuration(ports));
  }, 30_000);
  afterAll(async () => {
    await serving.stop('SIGKILL');
    for (const server of servers) server.close();
    for (const close of closers) close();
  });

  /** A message taken by the daemon, and what it says of it once it was tried. */
  async function whyAfter(...recipients: string[]): Promise<QueueWhyData> {
    const client = await talk(serving.ports[0]!);
    await client.say();
    for (const line of ['EHLO client.test', 'MAIL FROM:<ann@b.test>']) await client.say(line);
    for (const recipient of recipients) await client.say(`RCPT TO:<${recipient}>`);
    await client.say('DATA');
    const taken = await client.say('Subject: x\r\n\r\nthe body is s3nsitive\r\n.');
    const id = /id=(\S+)/.exec(taken)![1]!;
    await serving.until(async () => (await why(id)).data.recipients.every(({ status }) => status !== 'waiting'));
    return (await why(id)).data;
  }
  const why = async (id: string): Promise<{ readonly data: QueueWhyData; readonly status: number }> => {
    const { out, status } = await mxray(['queue', 'why', id, '-C', join(serving.folder, 'conf'), '--json']);
    return { ...(JSON.parse(out) as { data: QueueWhyData }), status };
  };
  /** Where a rule stands. */
  const place = (start: string) => {
    const file = join(serving.folder, 'conf');
    const lines = readFileSync(file, 'utf8').split('\n');
    return { file, line: lines.findIndex((line) => line.startsWith(start)) + 1 };
  };
  const said = ({ attempts }: QueueWhyData): string => (attempts[0]?.transcript ?? []).join('\n');

  it('tells a 4xx to RCPT: the routers, the conversation, the rule and its line', async () => {
    const data = await whyAfter('bob@later.test');
    const { recipients, attempts, now, message, log } = data;
    expect(message).toMatchObject({ sender: 'ann@b.test', protocol: 'esmtp', heloName: 'client.test' });
    expect(now).toBe('1 address waits');
    expect(recipients[0]).toMatchObject({ attempts: 1, error: expect.stringContaining('450 4.2.0 come again') });
    expect(recipients[0]!.routing!.trail).toMatchObject([
      { router: 'elsewhere', result: 'skipped', option: 'domains' },
      { router: 'hops', result: 'accepted' },
    ]);
    const [retry] = recipients[0]!.waits!.retries;
    expect(retry).toMatchObject({ key: 'R:bob@later.test:<ann@b.test>', rule: place('*  rcpt_4xx'), timeIsUp: false });
    expect(Date.parse(retry!.nextTryAt) - Date.parse(retry!.lastTriedAt)).toBe(900_000);
    expect(data.nextAttemptAt).toBe(retry!.nextTryAt);
    expect(attempts).toMatchObject([{ router: 'hops', transport: 'out', hosts: [{ result: 'ok' }] }]);
    expect(attempts[0]!.transcript).toEqual(
      expect.arrayContaining(['> MAIL FROM:<ann@b.test>', '> RCPT TO:<bob@later.test>', '< 450 4.2.0 come again']),
    );
    expect(said(data)).not.toContain('s3nsitive');
    expect(log.join('\n')).toContain('bob@later.test R=hops T=out');
  });

  for (const [name, error, rule] of [
    ['gone', 'Connection refused', 'gone.test'],
    ['silent', 'Connection timed out', '*  * F,4d,2h'],
    ['no-tls', 'a TLS session is required', '*  * F,4d,2h'],
  ] as const)
    it(`tells a host that is ${name}, by itself and by its rule`, async () => {
      const data = await whyAfter(`bob@${name}.test`);
      expect(data.attempts).toMatchObject([{ hosts: [{ result: 'deferred', error: expect.stringContaining(error) }] }]);
      const [delivery] = data.recipients[0]!.deliveries;
      expect(delivery).toMatchObject({ next: 'wait', because: 'the time of none of its hosts has come' });
      expect(delivery!.hosts).toMatchObject([{ ip: '127.0.0.1', may: 'later', retries: [{ rule: place(rule) }] }]);
    });

  it('shows no secret of AUTH', async () => {
    const data = await whyAfter('bob@auth.test');
    expect(said(data)).toMatch(/> AUTH PLAIN \*+\n< 235 2\.7\.0 in/);
    const octets = JSON.stringify(data);
    for (const form of ['s3cr3t-word', Buffer.from('\0user\0s3cr3t-word').toString('base64')])
      expect(octets).not.toContain(form);
  });

  it('tells three recipients apart: one is done, one has failed, one waits', async () => {
    const data = await whyAfter('ok@one.test', 'bad@one.test', 'slow@one.test');
    expect(data.recipients.map(({ address, status }) => [address, status])).toEqual([
      ['ok@one.test', 'done'],
      ['bad@one.test', 'failed'],
      ['slow@one.test', 'deferred'],
    ]);
    expect(data.attempts[0]!.recipients).toMatchObject([
      { status: 'delivered' },
      { status: 'failed', error: expect.stringContaining('550 5.1.1 nobody of that name') },
      { status: 'deferred', error: expect.stringContaining('452 4.2.2 full') },
    ]);
    expect(data.recipients.map(({ routing }) => routing === undefined)).toEqual([true, true, false]);
  });

  it('says why it is frozen, and what will end that', async () => {
    const { messageId } = await whyAfter('bob@gone.test');
    const conf = join(serving.folder, 'conf');
    await mxray(['queue', 'freeze', messageId, '-C', conf]);
    const { data } = await why(messageId);
    expect(data.now).toBe('nothing: the message is frozen');
    expect(data).toMatchObject({ attempts: [], recipients: [{ attempts: 0, deliveries: [{ next: 'wait' }] }] });
    expect(data.frozen).toMatchObject({ why: expect.stringContaining('somebody froze it by hand') });
    expect(data.frozen!.ends).toMatchObject([{ option: 'timeout_frozen_after' }]);
    const text = await mxray(['queue', 'why', messageId, '-C', conf]);
    expect(text.out).toContain('frozen since');
    expect(text.out).toContain(`by ${place('gone.test').file}:${place('gone.test').line}`);
  });

  it('of what is not there is status 1', async () => {
    expect(await why('1xWRYZ-00073G-Ka')).toMatchObject({ status: 1, data: { messageId: '1xWRYZ-00073G-Ka' } });
  });
});

async function listening(into: Server[]): Promise<number> {
  const server = createServer(() => {});
  into.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}
