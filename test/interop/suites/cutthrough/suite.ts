/**
 * Messages that go on while they come: a live Exim and a live `mxray serve` with the same configuration and a next hop each.
 * What the client was told, what was logged, and what the next hop heard, side by side.
 */
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Hop, startHop } from '../../framework/scripted-hop.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { linesAbout, steady } from '../deliveries/seen.ts';
import { accountOf, type Server, startServer } from '../serve-dialogues/servers.ts';
import { configurationOf, SCENARIOS, type Scenario } from './scenarios.ts';

export const suite: Suite = {
  name: 'cutthrough',
  proves: 'a message is delivered while it is received as a live Exim does it, and no recipient is lost on the way',
  run,
};

const PORTS = { exim: 3600, ours: 3650 } as const;
const REDUCED = 9;
/** The log is still for so long: a delivery that is begun says something sooner. */
const STILL_MS = 400;

interface Side {
  readonly server: Server;
  readonly hop: Hop;
  readonly port: number;
}

async function run(context: Context): Promise<void> {
  const sides = await Promise.all([startSide(context, 'exim'), startSide(context, 'ours')]);
  const chosen = context.full ? SCENARIOS : SCENARIOS.filter((_, index) => index % REDUCED === 0);
  for (const scenario of chosen)
    await context.test(scenario.title, async () => {
      const [theirs, ours] = await Promise.all(sides.map((side) => play(side, scenario)));
      if (theirs === ours) return;
      if (scenario.differs === undefined) throw new Error(`Exim:\n${theirs}\n\nours:\n${ours}`);
      context.note(`${scenario.title}: ${scenario.differs}`);
    });
}

async function startSide(context: Context, kind: Server['kind']): Promise<Side> {
  const port = PORTS[kind];
  const hop = await startHop(port + 10);
  context.atEnd(hop.close);
  const account = await accountOf('Debian-exim');
  const server = await startServer(context, kind, {
    configuration: configurationOf(port + 10, port + 9),
    folder: join(context.folder, kind),
    port,
    queues: false,
    account,
  });
  return { server, hop, port };
}

async function play({ server, hop, port }: Side, { lines, isUnordered }: Scenario): Promise<string> {
  const before = server.log('main').length;
  const replies = await talk(port, lines);
  await still(server);
  const form = steady([
    [/:\d{4}\b/g, ':PORT'],
    [/ SIZE=\d+/g, ''], // an estimate
    [/\]\* C=/g, '] C='], // connections are kept for other messages here
  ]);
  const log = linesAbout(server.log('main').slice(before)).map((line) => form.text(line));
  const heard = hop
    .heard()
    .map((text) => form.text(text).replace(/\n?QUIT$/g, ''))
    .map(withoutBroken);
  const told = isUnordered === true ? log.toSorted() : log;
  const conversations = heard.filter((text) => text !== '').toSorted();
  return [...replies.map((line) => form.text(line)), ...told, ...conversations].join('\n');
}

/** How much of a content is heard that is broken off is for buffers to say. */
function withoutBroken(conversation: string): string {
  const at = conversation.search(/\nDATA(?:\n|$)/);
  return at < 0 || conversation.endsWith('\n.') ? conversation : `${conversation.slice(0, at)}`;
}

async function still(server: Server): Promise<void> {
  let length = server.log('main').length;
  for (let since = performance.now(); performance.now() - since < STILL_MS; await sleep(25)) {
    const now = server.log('main').length;
    if (now !== length) since = performance.now();
    length = now;
  }
}

/** Each line waits for the reply to the one before; the content goes at once. */
function talk(port: number, lines: readonly string[]): Promise<readonly string[]> {
  const waiting = [...lines];
  const replies: string[] = [];
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let buffer = '';
    socket.on('error', reject).on('close', () => resolve(replies));
    socket.on('data', (octets) => {
      buffer += octets.toString('latin1');
      for (let end = /^\d{3} .*\r\n/m.exec(buffer); end !== null; end = /^\d{3} .*\r\n/m.exec(buffer)) {
        const reply = buffer.slice(0, end.index + end[0].length);
        buffer = buffer.slice(reply.length);
        replies.push(...reply.trimEnd().split('\r\n'));
        socket.write(next(waiting, reply));
        if (waiting[0] === '!close') setTimeout(() => socket.destroy(), 200);
      }
    });
  });
}

function next(waiting: string[], reply: string): string {
  const isContent = reply.startsWith('354');
  const first = waiting.shift();
  if (first === undefined || first === '!close') return '';
  if (!isContent) return /^From: /.test(first) ? afterContent(waiting) : `${first}\r\n`;
  const end = waiting.findIndex((line) => line === '.' || line === '!close');
  const isWhole = waiting[end] === '.' || first === '.';
  const content = first === '.' ? [first] : [first, ...waiting.splice(0, isWhole ? end + 1 : end)];
  return `${content.join('\r\n')}\r\n`;
}

/** DATA was refused: what would have followed is left out. */
function afterContent(waiting: string[]): string {
  waiting.splice(0, waiting.indexOf('.') + 1);
  return `${waiting.shift() ?? 'QUIT'}\r\n`;
}
