/** The PROXY protocol beside HAProxy, Postfix and Exim: their headers into our decoder, ours into them, the battery against all. */
import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { makeCertificates } from './certificates.ts';
import { COLUMNS, REACTIONS } from './expected.ts';
import { fromHaproxy } from './from-haproxy.ts';
import { PEERS, type PeerName, type Peers, PORTS, startPeers } from './servers.ts';

export const suite: Suite = {
  name: 'proxy',
  proves:
    'headers of HAProxy are decoded, ours are believed by HAProxy, Postfix and Exim, and the battery tables all of them',
  run,
};

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

async function run(context: Context): Promise<void> {
  const certificates = await makeCertificates(context);
  await fromHaproxy(context, certificates);
  const peers = await startPeers(context, certificates);
  await intoPeers(context, peers);
  await underTls(context);
  await batteries(context);
}

async function mxray(words: readonly string[]): Promise<{ readonly status: number | null; readonly result: Result }> {
  const { status, stdout, stderr } = await runProgram(process.execPath, [PROGRAM, 'proxy', ...words, '--json'], {
    timeoutMs: 120_000,
  });
  if (stdout === '') throw new Error(stderr);
  return { status, result: JSON.parse(stdout) as Result };
}

interface Result {
  readonly data: {
    readonly outcome?: string;
    readonly shownClient?: string;
    readonly headers?: string;
    readonly steps?: readonly { readonly stage: string; readonly code?: number }[];
    readonly tls?: { readonly protocol: string };
    readonly recipients?: readonly { readonly status: string }[];
    readonly cases?: readonly { readonly id: string; readonly reaction: string }[];
  };
}

interface Sent {
  readonly name: string;
  readonly words: readonly string[];
  /** The client as it stands in logs; the connection's own where none is named. */
  readonly client: string;
}

/** Each peer has an address of its own, so that its log shows its own lines. */
function sentTo(peer: PeerName): readonly Sent[] {
  const n = PEERS.indexOf(peer);
  const [four, six] = [`203.0.113.${10 + n}`, `2001:db8::${10 + n}`];
  const v4 = (last: number): string => `203.0.113.${20 + 10 * n + last}`;
  return [
    { name: 'version 1 over IPv4', words: ['--v1', '--src', `${four}:4242`], client: four },
    {
      name: 'version 1 over IPv6',
      words: ['--v1', '--src', `[${six}]:4242`, '--dst', '[2001:db8::25]:25'],
      client: six,
    },
    { name: 'version 2 over IPv4', words: ['--src', `${v4(1)}:4243`], client: v4(1) },
    {
      name: 'version 2 over IPv6',
      words: ['--src', `[${six}1]:4242`, '--dst', '[2001:db8::25]:25'],
      client: `${six}1`,
    },
    { name: 'version 2 with its checksum', words: ['--src', `${v4(2)}:4244`, '--tlv', 'CRC32C'], client: v4(2) },
    {
      name: 'version 2 with TLVs and its checksum',
      words: [
        '--src',
        `${v4(3)}:4245`,
        ...['AUTHORITY=mx.example.org', 'UNIQUE_ID=x1', 'ssl.version=TLSv1.3', 'ssl.cn=c', 'CRC32C'].flatMap((tlv) => [
          '--tlv',
          tlv,
        ]),
      ],
      client: v4(3),
    },
    { name: 'LOCAL', words: ['--local'], client: '127.0.0.1' },
  ];
}

/** Told by its reply where it shows the client, by its log always. */
async function intoPeers(context: Context, peers: Peers): Promise<void> {
  for (const peer of PEERS)
    for (const { name, words, client } of sentTo(peer))
      await context.test(`${peer} believes ${name}`, async () => {
        const { status, result } = await mxray(['send', `127.0.0.1:${PORTS[peer]}`, ...words]);
        deepStrictEqual([status, result.data.outcome], [0, 'done']);
        if (peer === 'exim' || peer === 'haproxy') strictEqual(result.data.shownClient, client);
        await logged(peers, peer, client);
      });
}

/** STARTTLS behind the header, and a recipient that this Postfix does not relay for. */
async function underTls(context: Context): Promise<void> {
  await context.test('STARTTLS and a transaction behind the header', async () => {
    const to = ['--from', 'a@example.org', '--to', 'b@example.org'];
    const { status, result } = await mxray([
      'send',
      `127.0.0.1:${PORTS.smtpd}`,
      '--src',
      '203.0.113.99:4242',
      '--tls',
      'required',
      ...to,
    ]);
    const stages = result.data.steps?.map(({ stage, code = '' }) => `${stage} ${code}`.trim());
    deepStrictEqual(stages?.slice(0, 8), [
      'connect',
      'greeting 220',
      'ehlo 250',
      'starttls 220',
      'tls',
      'ehlo 250',
      'mail 250',
      'rcpt 454',
    ]);
    deepStrictEqual(
      [status, result.data.tls?.protocol, result.data.recipients?.[0]?.status],
      [1, 'TLSv1.3', 'deferred'],
    );
  });
}

const LOGGED_WITHIN_MS = 3_000;

async function logged(peers: Peers, peer: PeerName, client: string): Promise<void> {
  const line = new RegExp(`(?:client |connect from unknown|CONNECT from )\\[${client.replaceAll('.', '\\.')}\\]`, 'i');
  for (const until = performance.now() + LOGGED_WITHIN_MS; performance.now() < until; await sleep(50))
    if (line.test(peers.log(peer))) return;
  match(peers.log(peer), line);
}

/** Shorter than ours of ten seconds, longer than what any of them grants a header. */
const PATIENCE = '5';

async function batteries(context: Context): Promise<void> {
  const runs = await Promise.all(
    PEERS.map((peer) => mxray(['battery', `127.0.0.1:${PORTS[peer]}`, '--timeout', PATIENCE])),
  );
  const tables = runs.map(({ result }) => new Map(result.data.cases?.map(({ id, reaction }) => [id, reaction])));
  for (const [i, peer] of PEERS.entries())
    await context.test(`the battery says that ${peer} asks for a header`, () =>
      strictEqual(runs[i]!.result.data.headers, 'required'),
    );
  await context.test('the battery has a row here for each case', () =>
    deepStrictEqual(Object.keys(REACTIONS).sort(), [...tables[0]!.keys()].sort()),
  );
  for (const [id, row] of Object.entries(REACTIONS)) {
    const seen = COLUMNS.map((peer) => (tables[PEERS.indexOf(peer)]!.get(id) ?? '?')[0]!.toUpperCase()).join('');
    await context.test(`battery: ${id}`, () => strictEqual(seen, row));
  }
  for (const [i, peer] of COLUMNS.entries())
    context.note(
      `${peer}: ${Object.values(REACTIONS).filter((row) => row[i] === 'A').length} of ${Object.keys(REACTIONS).length} accepted`,
    );
}
