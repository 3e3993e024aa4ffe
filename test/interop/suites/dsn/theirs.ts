/** What real mailers report, as we read it: mail for each way of failing is sent through them. */
import { join } from 'node:path';
import { readBounce } from '../../../../src/core/bounce/index.ts';
import { type DeliveryReport, parseDsn } from '../../../../src/core/dsn/index.ts';
import { splitMailbox } from '../../../../src/core/message/index.ts';
import { run as runProgram } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { startReportingExim } from '../../peers/exim-dsn.ts';
import { startReportingPostfix } from '../../peers/postfix-dsn.ts';
import type { Mailer } from '../../peers/reporting-mailer.ts';
import { EXPECTED, type Expected } from './expected.ts';
import { dialogue, SENT } from './messages.ts';
import { MANNERS, startServers } from './refusing-server.ts';
import { speak } from './speak.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export async function readTheirs(context: Context): Promise<void> {
  const received = await startServers(context);
  const routes = MANNERS.map(({ label, port }) => ({ domain: `${label}.invalid`, port }));
  const mailers = await Promise.all([startReportingExim(context, routes), startReportingPostfix(context, routes)]);
  for (const mailer of mailers) await tryMailer(context, mailer, received.get('dsn')!);
}

async function tryMailer(context: Context, mailer: Mailer, passedOn: string[]): Promise<void> {
  passedOn.length = 0;
  const replies = await speak(mailer.address, mailer.port, dialogue());
  await context.test(`${mailer.name} takes the mail`, () => {
    const bad = replies.filter((reply) => !/^[23]/.test(reply));
    if (bad.length > 0) throw new Error(bad.join('; '));
  });
  const wanted = EXPECTED.filter(({ of }) => of[mailer.name] !== undefined);
  const mails = await collect(mailer, wanted.length);
  const reports = mails.map((octets) => ({ octets, read: parseDsn(octets) }));
  for (const expected of wanted)
    await context.test(`${mailer.name}: ${expected.name}`, () => {
      const found = reports.find(({ read }) => read.ok && read.value.originalEnvelopeId === expected.envid);
      if (found === undefined || !found.read.ok) throw new Error(`no report of it\n${mailer.log()}`);
      expectReport(found.read.value, expected, mailer.name);
      const { kind } = readBounce(found.octets);
      if (kind !== expected.bounce) throw new Error(`bounce parse says ${kind}`);
    });
  await context.test(`${mailer.name}: nothing else is reported`, () => {
    const ids = reports.map(({ read }) => (read.ok ? read.value.originalEnvelopeId : 'no report'));
    const known = wanted.map(({ envid }) => envid);
    const surplus = ids.filter((id) => id === undefined || !known.includes(id));
    if (surplus.length > 0) throw new Error(surplus.join(', '));
  });
  await context.test(`${mailer.name}: the parameters are passed on as they came`, () => {
    for (const part of ['RET=HDRS', 'ENVID=passed+2B1', 'NOTIFY=SUCCESS,FAILURE', 'ORCPT=rfc822;Bob@dsn.invalid'])
      if (!passedOn.some((line) => line.includes(part))) throw new Error(`no ${part} in ${passedOn.join(' / ')}`);
  });
  await context.test(`${mailer.name}: the program reads the mailbox`, () => throughTheProgram(mailer, mails.length));
}

const PATIENCE_MS = 25_000;

/** Late mail is reported when it has been tried again a second later. */
async function collect(mailer: Mailer, count: number): Promise<readonly Uint8Array[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await mailer.flush();
    const mails = splitMailbox(mailer.mailbox(), 1000);
    if (new Set(mails.map(envelopeId)).size >= count || Date.now() > end) return mails;
  }
}

function envelopeId(mail: Uint8Array): string | undefined {
  const read = parseDsn(mail);
  return read.ok ? read.value.originalEnvelopeId : undefined;
}

function expectReport(read: DeliveryReport, { name, of, ...expected }: Expected, mailer: string): void {
  const own = of[mailer]!;
  const [recipient] = read.recipients;
  const said = {
    faults: read.faults.map(({ code }) => code),
    mta: read.reportingMta?.value,
    address: recipient?.address,
    final: recipient?.finalRecipient?.value,
    action: recipient?.action,
    status: recipient?.status,
    code: recipient?.diagnostic?.replyCode,
    host: recipient?.remoteMta?.value,
    returned: read.original.form,
    id: read.original.messageId,
    subject: read.original.subject,
  };
  const wanted = {
    faults: [],
    mta: `${mailer.toLowerCase()}.invalid`,
    address: expected.address,
    final: SENT.find((sent) => sent.name === name)!.rcpt,
    ...own,
    id: '<o1@example.org>',
    subject: 'grüße',
  };
  for (const [key, value] of Object.entries(wanted)) {
    const [a, b] = [JSON.stringify(said[key as keyof typeof said]), JSON.stringify(value)];
    if (a !== b) throw new Error(`${key} is ${a} instead of ${b}`);
  }
  if (read.arrivalDate === undefined && mailer === 'Postfix') throw new Error('no Arrival-Date');
}

async function throughTheProgram(mailer: Mailer, count: number): Promise<void> {
  const input = Buffer.from(mailer.mailbox()).toString('utf8');
  const { status, stdout } = await runProgram(process.execPath, [PROGRAM, 'dsn', 'parse', '-', '--json'], { input });
  const { data } = JSON.parse(stdout);
  if (status !== 0 || data.messages.length !== count)
    throw new Error(`status ${status}, ${data.messages.length} messages`);
}
