/** Mail that cannot go where it should: it costs bounded time and memory, the log says why, and whoever sent it hears of it. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from '../../framework/known-message.ts';
import type { LogByMessage } from '../../framework/log-by-message.ts';
import { type MailServer, memoryOf } from '../../framework/mail-server.ts';
import { type Hop, startHop } from '../../framework/scripted-hop.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { type Front, HOP_PORT, PORT, startFront } from './front.ts';
import { type Row, rows } from './rows.ts';

export const suite: Suite = {
  name: 'bad-delivery',
  proves:
    'loops, endless programs, full mailboxes and hops that break their word are bounded, explained and told to senders',
  run,
};

const MAX_RSS_MIB = 400;

async function run(context: Context): Promise<void> {
  const many = context.full ? 100_000 : 4000;
  const hop = await startHop(HOP_PORT);
  context.atEnd(hop.close);
  const front = await startFront(context, many);
  const peak = watchMemory(front.server);
  const heard = hop.peek;
  await Promise.all(rows(many).map((row) => context.test(row.name, () => tryRow(row, front, heard))));
  await context.test('a name beyond what a name may be', () => refused(`a@${'b.'.repeat(1000)}test`));
  await context.test('a mailbox that fills up, by its quota: waits, then is told', () => fillQuota(front, heard));
  await context.test('a disk that fills up: waits, whole, and comes once there is room', () => fillDisk(front));
  await context.test('bounces that cannot be delivered make no more of themselves', () => bounceOfBounce(front));
  await context.test('no program is left behind', () => deepStrictEqual(programsLeft(), []));
  await context.test('memory is bounded, and nothing was a bug', async () => {
    const mebibytes = peak();
    context.note(`peak ${mebibytes.toFixed(0)} MiB a process, with an alias of ${many} addresses`);
    ok(mebibytes < MAX_RSS_MIB, `a process has grown to ${mebibytes} MiB`);
    const said = `${front.server.log()}${front.server.log('panic')}${front.server.said}`;
    deepStrictEqual(
      said.split('\n').filter((line) => /a bug in mxray|internal error|was ended by/.test(line)),
      [],
    );
  });
}

/** Those that the next hop has been told, whole or not yet. */
const reportsTo = (sender: string, heard: Hop['peek']): readonly string[] =>
  heard()
    .flatMap((conversation) => conversation.split('MAIL FROM:<>').slice(1))
    .filter((text) => text.includes(`RCPT TO:<${sender}>`));

let senders = 0;

async function tryRow(row: Row, { log }: Front, heard: Hop['peek']): Promise<void> {
  senders += 1;
  const sender = row.sender ?? `s${senders}@hop.test`;
  const id = await send(sender, row.recipients, row.octets ?? 2000);
  const isThere = (wanted: RegExp): boolean => log.about(id).some((line) => wanted.test(line));
  const isEnough = (): boolean => row.logged.every(isThere) && (row.told === undefined || isThere(/Completed/));
  await until(isEnough, row.withinSeconds);
  for (const wanted of row.logged) ok(isThere(wanted), `no line has ${wanted}:\n${shown(log.about(id))}`);
  if (row.delivers !== undefined) deepStrictEqual(delivered(log.about(id)), row.delivers);
  if (row.told === undefined) return;
  ok(isThere(/Completed/), `it is not over:\n${shown(log.about(id))}`);
  const told = await reportTo(sender, heard);
  match(told, row.told);
}

/** Addresses that were delivered to; one that was twice counts for none. */
function delivered(lines: readonly string[]): number {
  const addresses = lines.flatMap((line) => / [-=]> (\S+) /.exec(line)?.[1] ?? []);
  const once = new Set(addresses);
  return once.size - (addresses.length - once.size);
}

async function reportTo(sender: string, heard: Hop['peek']): Promise<string> {
  const deadline = performance.now() + 8000;
  for (;;) {
    const reports = reportsTo(sender, heard);
    if (reports.some((text) => /^\.$/m.test(text))) {
      deepStrictEqual(reports.length, 1, `${reports.length} reports:\n${reports.join('\n')}`);
      return reports[0]!;
    }
    if (performance.now() > deadline) throw new Error(`${sender} is told nothing`);
    await sleep(100);
  }
}

async function send(sender: string, recipients: readonly string[], octets: number): Promise<string> {
  const talk = await Talk.open(PORT);
  await talk.ask('EHLO client.example.net');
  for (const line of [`MAIL FROM:<${sender}>`, ...recipients.map((one) => `RCPT TO:<${one}>`), 'DATA']) {
    const { code, text } = await talk.ask(line);
    ok(code < 400, `${line}: ${code} ${text}`);
  }
  await talk.send(stuffed(knownMessage(`to-${recipients[0]!.slice(0, 60)}`, octets)));
  const { text } = await talk.reply();
  talk.destroy();
  const id = /^OK id=(\S+)/.exec(text)?.[1];
  ok(id !== undefined, text);
  return id;
}

async function refused(address: string): Promise<void> {
  const talk = await Talk.open(PORT);
  await talk.ask('EHLO client.example.net');
  await talk.ask('MAIL FROM:<a@hop.test>');
  const { code } = await talk.ask(`RCPT TO:<${address}>`);
  talk.destroy();
  ok(code >= 500 && code < 600, `it was answered ${code}`);
}

/** Every message of it is whole. */
async function fillQuota({ log: all, box }: Front, heard: Hop['peek']): Promise<void> {
  const sender = 'fills@hop.test';
  const ids: string[] = [];
  for (let at = 0; at < 4; at += 1) ids.push(await send(sender, ['a@quota.test'], 10_000));
  const isOver = (id: string): boolean => linesOf(all, id).includes('Completed');
  await until(() => ids.every(isOver), 20);
  const log = ids.map((id) => linesOf(all, id)).join('\n');
  match(log, /== a@quota\.test.*\(-22\): mailbox is full/);
  match(log, /\*\* a@quota\.test: retry timeout exceeded/);
  match(await reportTo(sender, heard), /a@quota\.test/);
  ok(isWholeMailbox(join(box, 'quota'), 10_000), 'half of a message is in the mailbox');
}

async function fillDisk({ log: all, disk }: Front): Promise<void> {
  const ballast = join(disk, 'ballast');
  const mailbox = join(disk, 'mail');
  writeFileSync(ballast, Buffer.alloc(600_000));
  const ids = [await send('a@hop.test', ['a@disk.test'], 300_000), await send('a@hop.test', ['a@disk.test'], 300_000)];
  const log = (): string => ids.map((id) => linesOf(all, id)).join('\n');
  await until(() => /== a@disk\.test.*No space left on device/.test(log()), 15);
  ok(isWholeMailbox(mailbox, 300_000), 'half of a message is in the mailbox');
  rmSync(ballast);
  await until(() => ids.every((id) => linesOf(all, id).includes('Completed')), 15);
  ok(isWholeMailbox(mailbox, 300_000, 2), 'not both messages are in the mailbox, whole');
}

/** As often as it says `From `, all of a message is there. */
function isWholeMailbox(file: string, octets: number, wanted?: number): boolean {
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  const count = text.match(/^From \S+ /gm)?.length ?? 0;
  const known = /X-Known: (\S+) /.exec(text)?.[1] ?? '';
  const message = knownMessage(known, octets)
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replaceAll('\nFrom ', '\n>From ');
  return text.split(message).length - 1 === count && (wanted === undefined || wanted === count);
}

/** Its sender cannot be told either: that is said, and the end of it. */
async function bounceOfBounce({ server, log }: Front): Promise<void> {
  const id = await send('zed@hop.test', ['zed@hop.test'], 2000);
  await until(() => linesOf(log, id).includes('Completed'), 10);
  const bounces = server.log().match(new RegExp(`(?<= )\\S+(?= <= <> R=${id} )`, 'g')) ?? [];
  deepStrictEqual(bounces.length, 1);
  const bounce = bounces[0]!;
  await until(() => linesOf(log, bounce).includes('Completed'), 10);
  match(linesOf(log, bounce), /zed@hop\.test: error ignored/);
  ok(!server.log().includes(`R=${bounce} `), 'a bounce was answered with a bounce');
}

/** Of the time, a looker's share is one in so many. */
const LOOKS = 10;

async function until(holds: () => boolean, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (let tookMs = 0; performance.now() < deadline; ) {
    const began = performance.now();
    if (holds()) return;
    tookMs = performance.now() - began;
    await sleep(Math.max(50, tookMs * LOOKS)); // a long log is not to be looked through all the time
  }
}

const linesOf = (log: LogByMessage, id: string): string => log.about(id).join('\n');

/** A list of thousands says the same of each. */
const shown = (lines: readonly string[]): string => [...lines.slice(0, 20), `… of ${lines.length}`].join('\n');

/** @returns the most that a process has had, MiB */
function watchMemory(server: MailServer): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    for (const pid of server.processes().workers) peak = Math.max(peak, memoryOf(pid).rssKiB / 1024);
  }, 250);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Of ours, which are to have ended with their deliveries. */
function programsLeft(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => (existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : ''))
    .filter((words) => /sleep\0?1000|usr\/bin\/yes/.test(words));
}
