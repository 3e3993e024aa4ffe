/**
 * Messages through a live Exim and a live `mxray serve` with the same routers and transports, to mailboxes, programs and the
 * same next hop: what is logged of them, what stands in the mailboxes (bounces and reports among it), and what the next hop
 * heard, side by side.
 */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run as runCommand } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { accountOf, type Server, startServer } from '../serve-dialogues/servers.ts';
import { type Hop, startHop } from './hop.ts';
import { configuration, SCENARIOS, type Scenario } from './scenarios.ts';
import { linesAbout, Steady, takeFiles } from './seen.ts';

export const suite: Suite = {
  name: 'deliveries',
  proves: 'what serve routes, delivers, defers, bounces and reports is what a live Exim does',
  run,
};

const FIRST_PORT = 2700;
const HOP_KINDS = [0, 1, 2, 3, 4];

interface Side {
  readonly server: Server;
  readonly hops: readonly Hop[];
  readonly steady: () => Steady;
}

async function run(context: Context): Promise<void> {
  const sides = [
    await startSide(context, 'exim', FIRST_PORT),
    await startSide(context, 'ours', FIRST_PORT + 50),
  ] as const;
  const chosen = context.full ? SCENARIOS : SCENARIOS.filter((_, index) => index % 3 === 0);
  let same = 0;
  for (const scenario of chosen) {
    const [theirs, ours] = await Promise.all(sides.map((side) => play(side, scenario)));
    await context.test(scenario.title, () => {
      if (theirs !== ours) throw new Error(`Exim:\n${theirs}\n\nours:\n${ours}`);
      same += 1;
    });
  }
  context.note(`${same} of ${chosen.length} scenarios are identical: ${((same / chosen.length) * 100).toFixed(1)} %`);
}

async function startSide(context: Context, kind: Server['kind'], port: number): Promise<Side> {
  const folder = join(context.folder, kind);
  mkdirSync(join(folder, 'box', 'dir'), { recursive: true });
  const account = await accountOf('Debian-exim');
  for (const path of [folder, join(folder, 'box'), join(folder, 'box/dir')]) chownSync(path, account.uid, account.gid);
  writeFileSync(join(folder, 'list'), 'bob@example.org\n# nobody\ncec\n');
  chmodSync(join(folder, 'list'), 0o644);
  const ports = HOP_KINDS.map((hop) => port + 10 + hop);
  const hops = await Promise.all(HOP_KINDS.map((hop) => startHop(ports[hop]!, hop)));
  for (const hop of hops) context.atEnd(hop.close);
  const text = configuration(folder, ports, port + 9);
  const server = await startServer(context, kind, { configuration: text, folder, port, queues: false, account });
  const known = [
    [folder, 'FOLDER'],
    ...ports.map((number, index) => [`:${number}`, `:HOP${index}`] as const),
    [`:${port + 9}`, ':DEAD'],
    [`:${port}`, ':OWN'],
  ] as const;
  return { server, hops, steady: () => new Steady(known) };
}

async function play({ server, hops, steady }: Side, scenario: Scenario): Promise<string> {
  const before = server.log('main').length;
  await send(server.port, scenario);
  await quiet(server);
  for (const flag of scenario.runs ?? []) {
    await sleep(2100); // retry times are whole seconds
    await runQueue(server, flag);
    await quiet(server);
  }
  await removeAll(server);
  const form = steady();
  const log = linesAbout(server.log('main').slice(before)).map((line) => form.text(line));
  const files = takeFiles(join(server.folder, 'box')).map((text) => form.text(text));
  const heard = hops.flatMap((hop, index) => hop.heard().map((text) => form.text(`hop ${index}\n${text}`)));
  return [...grouped(log), ...files.map(inAnyOrder), ...heard.map(inAnyOrder)].join('\n');
}

/** Addresses of a message may be served in any order, and two messages beside each other. */
const grouped = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.includes(' removed by ')).toSorted();

/** Messages of a mailbox, recipients of a report and of a conversation; a kept connection hears no QUIT for a while. */
const inAnyOrder = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== 'QUIT' && line !== '')
    .map((line) => line.replace(/,$|^X-Failed-Recipients:/g, '').trim())
    .toSorted()
    .join('\n');

/** Nothing more is logged, and nobody delivers. */
async function quiet(server: Server): Promise<void> {
  let length = -1;
  let since = performance.now();
  const deadline = since + 20_000;
  while (performance.now() < deadline) {
    const now = server.log('main').length;
    if (now !== length) {
      length = now;
      since = performance.now();
    }
    if (performance.now() - since > 900) return;
    await sleep(30);
  }
}

function send(port: number, { sender, recipients, mail, header = '' }: Scenario): Promise<void> {
  const commands = [
    'EHLO c.example',
    `MAIL FROM:<${sender}>${mail === undefined ? '' : ` ${mail}`}`,
    ...recipients.map((recipient) => {
      const [address, ...parameters] = recipient.split(' ');
      return `RCPT TO:<${address}>${parameters.map((one) => ` ${one}`).join('')}`;
    }),
    'DATA',
    `From: Ann <ann@example.org>\r\nTo: all@example.org\r\nSubject: a scenario\r\nMessage-Id: <one@example.org>\r\nDate: Thu, 26 Nov 2026 00:00:00 +0000\r\n${header.replaceAll('\n', '\r\n')}\r\nThis is\r\nthe body.\r\n.`,
    'QUIT',
  ];
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let buffer = '';
    socket.on('error', reject).on('close', () => resolve());
    socket.on('data', (octets) => {
      buffer += octets.toString('latin1');
      for (let end = /^\d{3} .*\r\n/m.exec(buffer); end !== null; end = /^\d{3} .*\r\n/m.exec(buffer)) {
        buffer = buffer.slice(end.index + end[0].length);
        const next = commands.shift();
        if (next !== undefined) socket.write(`${next}\r\n`);
      }
    });
  });
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

const command = ({ kind, folder }: Server, words: readonly string[]) => {
  const file = join(folder, 'exim.conf');
  return kind === 'exim'
    ? runCommand(programs.exim, ['-C', file, ...words])
    : runCommand(process.execPath, [PROGRAM, 'exim', '-C', file, ...words]);
};

const runQueue = (server: Server, flag: string) => command(server, [flag]);

/** What waits is of no use to the next scenario. */
async function removeAll(server: Server): Promise<void> {
  const { stdout } = await command(server, ['-bp']);
  const ids = stdout.match(/\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b/g) ?? [];
  if (ids.length > 0) await command(server, ['-Mrm', ...ids]);
}
