/** `mxray serve` before Exim, Postfix, OpenSMTPD and Dovecot: what they hold in the end is what was sent, octet for octet. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from '../../framework/known-message.ts';
import type { MailServer } from '../../framework/mail-server.ts';
import { NameServer } from '../../framework/name-server.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { PORT, startFront } from './front.ts';
import { copiesOf, isAsSent, reportsAbout } from './mailboxes.ts';
import { type Row, rows, senderOf } from './rows.ts';
import { type Hops, startHops, ZONE } from './servers.ts';

export const suite: Suite = {
  name: 'next-hops',
  proves:
    'Exim, Postfix, OpenSMTPD and Dovecot get what serve was given, by every extension they offer, and senders hear of the rest',
  run,
};

async function run(context: Context): Promise<void> {
  await NameServer.start(context, ZONE);
  const hops = await startHops(context);
  const front = await startFront(context, hops);
  const chosen = rows(context.full);
  const ids = new Map<string, string>();
  for (const row of chosen) ids.set(row.key, await send(row));
  await until(() => chosen.every((row) => row.waits === true || isOver(front, ids.get(row.key)!)), 'a message stays');
  await arrived(hops, chosen);
  for (const row of chosen) await context.test(row.key, () => hold(row, ids.get(row.key)!, front, hops));
}

async function send(row: Row): Promise<string> {
  const talk = await Talk.open(PORT);
  await talk.ask('EHLO client.example.net');
  const lines = [
    `MAIL FROM:<${senderOf(row)}> ${row.mail ?? ''}`.trim(),
    ...row.recipients.map((recipient) => recipient.replace(/^(\S+)/, 'RCPT TO:<$1>')),
    'DATA',
  ];
  for (const line of lines) {
    const { code, text } = await talk.ask(line);
    ok(code < 400, `${line}: ${code} ${text}`);
  }
  await talk.send(stuffed(knownMessage(row.key, row.octets)));
  const { text } = await talk.reply();
  talk.destroy();
  const id = /^OK id=(\S+)/.exec(text)?.[1];
  ok(id !== undefined, text);
  return id;
}

const linesOf = (front: MailServer, id: string): readonly string[] =>
  front
    .log()
    .split('\n')
    .filter((line) => line.includes(` ${id} `));

const isOver = (front: MailServer, id: string): boolean =>
  linesOf(front, id).some((line) => line.endsWith('Completed'));

/** Servers behind ours take their time to fill mailboxes; what does not come is a failure below. */
async function arrived(hops: Hops, chosen: readonly Row[]): Promise<void> {
  const deadline = performance.now() + 8000;
  const isThere = (row: Row): boolean => {
    const told = reportsAbout(hops.mail(serverOf(senderOf(row))), row.key).length;
    return counts(row, hops) >= expected(row) && (row.reports === undefined || told > 0);
  };
  while (!chosen.every(isThere) && performance.now() < deadline) await sleep(100);
  await sleep(300); // for one too many
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const expected = ({ copies }: Row): number => sum(Object.values(copies));
const counts = ({ key }: Row, hops: Hops): number =>
  sum(SERVERS.map((server) => copiesOf(hops.mail(server), key).length));

const SERVERS = ['exim', 'postfix', 'dovecot', 'opensmtpd'] as const;
const serverOf = (address: string): (typeof SERVERS)[number] =>
  SERVERS.find((server) => address.endsWith(`@${server}.test`)) ?? 'dovecot';

async function hold(row: Row, id: string, front: MailServer, hops: Hops): Promise<void> {
  const log = linesOf(front, id).join('\n');
  const found: Record<string, number> = {};
  for (const server of SERVERS) {
    const copies = copiesOf(hops.mail(server), row.key);
    if (copies.length > 0) found[server] = copies.length;
    for (const copy of copies) ok(isAsSent(copy, row.key, row.octets), `${server} has other octets:\n${log}`);
  }
  deepStrictEqual(found, row.copies, log);
  for (const wanted of row.logged ?? []) match(log, wanted);
  const reports = reportsAbout(hops.mail(serverOf(senderOf(row))), row.key);
  for (const wanted of row.reports ?? [])
    ok(
      reports.some((text) => wanted.test(text)),
      `no ${wanted} in:\n${reports}\n${log}`,
    );
  const allowed = row.reports === undefined ? 0 : 1;
  deepStrictEqual(reports.length, allowed, `${reports.length} reports:\n${reports.join('\n')}\n${log}`);
}
