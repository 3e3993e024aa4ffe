/** A long queue of messages that wait for hosts, written by the spool's own interface; and the same messages as Exim keeps them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/index.ts';
import { createMessageIds } from '../../../src/mta/message-id/index.ts';
import type { RetryRecord } from '../../../src/mta/retry/index.ts';
import { type ArrivedMessage, formatHeaderFile, openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { pooled } from '../measure.ts';

/** Nothing listens there, and nobody is called: its time has not come. */
export const DEAD_PORT = 9;
const HINT = `T:127.0.0.1:127.0.0.1:${DEAD_PORT}`;
const DOMAINS = 1000;
const BODY = Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(20));
const WRITERS = 500;
const HOUR_MS = 3600_000;
/** `Connection refused`, as the system numbers it. */
const REFUSED = 111;

/** @returns the messages, for who writes them elsewhere as well */
export async function fillSpool(directory: string, count: number): Promise<void> {
  const opened = await openSpool({ directory });
  if (!opened.ok) throw new Error(opened.error.message);
  const spool = opened.value;
  const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' });
  await pooled(Array.from({ length: count }), WRITERS, async () => storeOne(spool, messageOf(ids.next())));
  const nowMs = Date.now();
  const record: RetryRecord = {
    errno: REFUSED,
    moreErrno: 0,
    text: 'Connection refused',
    firstFailedMs: nowMs - HOUR_MS,
    lastTryMs: nowMs,
    nextTryMs: nowMs + HOUR_MS,
    expired: false,
  };
  await spool.hints<RetryRecord>('retry').update(HINT, () => ({ value: record }));
  await spool.close();
}

async function storeOne(spool: Spool, message: ArrivedMessage): Promise<void> {
  const writer = spool.begin(message.id);
  await writer.write(BODY);
  const stored = await writer.commit(message);
  if (!stored.ok) throw new Error(stored.error.message);
}

/** Messages that nothing was tried of, each for the next of so many destinations. */
export async function fillDue(directory: string, count: number, domains: readonly string[]): Promise<void> {
  const opened = await openSpool({ directory });
  if (!opened.ok) throw new Error(opened.error.message);
  const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' });
  const numbers = Array.from({ length: count }, (_, at) => at);
  await pooled(numbers, WRITERS, async (at) =>
    storeOne(opened.value, dueMessage(ids.next(), domains[at % domains.length]!)),
  );
  await opened.value.close();
}

function dueMessage(id: string, domain: string): ArrivedMessage {
  return { ...messageOf(id), recipients: [{ address: `bob@${domain}` }], settled: [] };
}

/** Two files a message, without flushes: what is measured is reading them. @param domain  undefined: as `fillSpool` has them */
export function fillEximSpool(directory: string, count: number, domain?: string): void {
  const folder = join(directory, 'input');
  mkdirSync(folder, { recursive: true });
  const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' });
  for (let at = 0; at < count; at += 1) {
    const id = ids.next();
    const { settled = [], ...message } = domain === undefined ? messageOf(id) : dueMessage(id, domain);
    const state = { manualThaw: false, warnings: 0, firstDelivery: false, bodyOctets: BODY.length };
    writeFileSync(join(folder, `${message.id}-H`), formatHeaderFile({ ...message, ...state, progress: settled }));
    writeFileSync(join(folder, `${message.id}-D`), `${message.id}-D\n${BODY}`);
  }
}

let made = 0;

function messageOf(id: string): ArrivedMessage {
  made += 1;
  const address = `user${made}@d${made % DOMAINS}.example`;
  const receivedAtMs = Date.now() - HOUR_MS;
  return {
    id,
    receivedAtMs,
    submitter: { login: 'Debian-exim', uid: 100, gid: 102 },
    sender: `sender${made}@example.org`,
    recipients: [{ address }],
    settled: [
      {
        address,
        status: 'deferred',
        atMs: Date.now(),
        router: 'next',
        transport: 'next',
        host: `127.0.0.1 [127.0.0.1]:${DEAD_PORT}`,
        errno: REFUSED,
        text: 'Connection refused',
        attempts: 3,
        nextAttemptAtMs: receivedAtMs + 2 * HOUR_MS,
        waitsFor: [HINT],
        lastTryAtMs: receivedAtMs + 96 * HOUR_MS,
      },
    ],
    headers: [
      { letter: 'P', text: 'Received: from client.example ([192.0.2.1])\r\n\tby mx.example with esmtp\r\n\tid x\r\n' },
      { letter: 'F', text: `From: sender${made}@example.org\r\n` },
      { letter: 'T', text: `To: ${address}\r\n` },
      { letter: ' ', text: 'Subject: a message of a long queue\r\n' },
    ],
    body: { lineCount: 20, wireFormat: true },
    connection: { protocol: 'esmtp', heloName: 'client.example', host: { address: '192.0.2.1', port: 4711 } },
  };
}
