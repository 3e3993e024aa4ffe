/**
 * Local deliveries by a live Exim and by `mxray serve`, both started as root with the same configuration: what is logged, and
 * every file with its name, mode, owner and text, side by side.
 */
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import { startHop } from '../../framework/scripted-hop.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { CASES, FILTERED, HOP_PORT, type LocalCase } from './cases.ts';
import { filesOf, linesOf, outcomesOf } from './compare.ts';
import { KNOWN } from './known.ts';
import { type Side, startSide } from './servers.ts';

export const suite: Suite = {
  name: 'transport-local',
  proves: 'mail comes to rest in files, programs and replies as with Exim: octets, owners, modes, names, the log',
  run: compare,
};

const PORTS = { exim: 2541, ours: 2542 };
const WIDTH = 6;

async function compare(context: Context): Promise<void> {
  const cases = context.full ? [...CASES, ...FILTERED] : CASES;
  const hop = await startHop(HOP_PORT);
  context.atEnd(hop.close);
  const [exim, ours] = await Promise.all([
    startSide(context, 'exim', PORTS.exim, cases),
    startSide(context, 'ours', PORTS.ours, cases),
  ]);
  await concurrently(WIDTH, cases, (one) => Promise.all([put(exim, one), put(ours, one)]));
  let same = 0;
  for (const one of cases) {
    const difference = differenceOf(one, exim, ours);
    const known = KNOWN[one.name];
    if (difference === undefined) same += 1;
    await context.test(known === undefined ? one.name : `${one.name} (known: ${known})`, () => {
      if (known === undefined && difference !== undefined) throw new Error(difference);
      if (known !== undefined && difference === undefined) throw new Error('there is no difference any more');
    });
  }
  context.note(`${same} of ${cases.length} deliveries are identical`);
}

const PATIENCE_MS = 15_000;
const POLL_MS = 100;

async function put(side: Side, one: LocalCase): Promise<void> {
  for (let count = 1; count <= (one.messages ?? 1); count += 1) {
    const id = await send(side, one);
    // With a configuration of its own it gives up root where a message comes in: delivered by whom root starts, it has it.
    if (side.kind === 'exim') await run(join(side.folder, 'exim'), ['-C', join(side.folder, 'exim.conf'), '-M', id]);
    const deadline = Date.now() + PATIENCE_MS;
    while (outcomesOf(side, one) < count && Date.now() < deadline) await sleep(POLL_MS);
  }
  await sleep(POLL_MS); // for what a transport does after the line
}

const BODY = 'First line\nFrom here on\n.\nFi\n..end\n';

/** One command at a time; who refuses something is heard of in the log. */
async function send({ port }: Side, { name, body = BODY, sender = 'ann@example.test' }: LocalCase): Promise<string> {
  const header = `Message-Id: <m@example.test>\nDate: Thu, 26 Nov 2026 12:00:00 +0000\nFrom: Ann <ann@example.test>\nTo: ${name}@test\nReply-To: ann@example.test\nX-Gone: 1\nX-All-One: 1\nX-All-Two: 2\nX-Router-Gone: 1\nSubject: hello\n`;
  const text = `${header}\n${body}`.replace(/^\./gm, '..').replaceAll('\n', '\r\n');
  const commands = [
    '',
    'EHLO client.test',
    `MAIL FROM:<${sender}>`,
    `RCPT TO:<${name}@test>`,
    'DATA',
    `${text}.`,
    'QUIT',
  ];
  const socket = connect({ host: '127.0.0.1', port });
  let heard = '';
  let wake = (): void => {};
  socket.setEncoding('latin1').on('data', (part: string) => {
    heard += part;
    wake();
  });
  socket.on('error', () => wake());
  const reply = async (): Promise<string> => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!/^\d{3} [^\n]*\n/m.test(heard) && Date.now() < deadline)
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, POLL_MS);
      });
    const whole = heard;
    heard = '';
    return whole;
  };
  let id = '';
  for (const command of commands) {
    if (command !== '') socket.write(`${command}\r\n`);
    id = /id=(\S+)/.exec(await reply())?.[1] ?? id;
  }
  socket.destroy();
  return id;
}

function differenceOf(one: LocalCase, exim: Side, ours: Side): string | undefined {
  const [theirs, mine] = [exim, ours].map((side) => ({
    lines: [...new Set(linesOf(side, one))],
    files: filesOf(side, one).map(({ path, facts, text }) => `${path} ${facts}\n${text}`),
  }));
  const parts = (['lines', 'files'] as const).flatMap((part) => {
    const [a, b] = [theirs![part], mine![part]];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    return [
      `${part}\n  Exim: ${a.filter((line) => !b.includes(line)).join('\n        ')}\n  ours: ${b.filter((line) => !a.includes(line)).join('\n        ')}`,
    ];
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}
