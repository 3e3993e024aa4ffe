/** What the suite asks of an engine's test: places where a spool can be, and a clock to turn. */
import { expect } from 'vitest';
import type { Clock, Result } from '../../../../src/base/index.ts';
import { createMessageIds, type MessageIds } from '../../../../src/mta/message-id/index.ts';
import type {
  ArrivedMessage,
  Claim,
  OutlineItem,
  QueueEntry,
  QueueOutline,
  Spool,
} from '../../../../src/mta/spool/index.ts';

export interface SpoolWorld {
  /** An engine over the world's one store; another call is another process that shares it. */
  open(): Promise<Spool>;
  /** One with room for so many octets of bodies or little more, where the engine can be so limited. */
  readonly openSmall?: (octets: number) => Promise<Spool>;
  /** Takes everything away. */
  dispose(): Promise<void>;
}

export type MakeWorld = (clock: Clock) => Promise<SpoolWorld>;

export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** Somebody sets the wall clock: no time passes. */
  jump(ms: number): void;
}

export const START_MS = Date.UTC(2026, 10, 25, 12);

export function fakeClock(): FakeClock {
  let nowMs = START_MS;
  let aheadMs = 0;
  return {
    now: () => new Date(nowMs + aheadMs),
    monotonicMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    jump: (ms) => {
      aheadMs += ms;
    },
  };
}

export const newIds = (): MessageIds => createMessageIds({ clock: fakeClock(), pid: 4711, shape: 'short' });

/** The least that a message is. */
export function arrived(id: string, more: Partial<ArrivedMessage> = {}): ArrivedMessage {
  return {
    id,
    receivedAtMs: START_MS,
    submitter: { login: 'mail', uid: 8, gid: 8 },
    sender: 'alice@example.org',
    recipients: [{ address: 'bob@example.net' }],
    headers: [
      { letter: 'P', text: 'Received: from a by b\r\n' },
      { letter: ' ', text: 'Subject: one\r\n' },
    ],
    body: { lineCount: 1, wireFormat: true },
    connection: { protocol: 'esmtp' },
    ...more,
  };
}

export function value<T, E>(result: Result<T, E>): T {
  if (!result.ok) expect.fail(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A message stored as it is, its body in parts. */
export async function store(
  spool: Spool,
  id: string,
  body: string | readonly Uint8Array[] = 'hello\r\n',
  more: Partial<ArrivedMessage> = {},
): Promise<void> {
  const writer = spool.begin(id);
  const parts = typeof body === 'string' ? [Buffer.from(body, 'latin1')] : body;
  for (const part of parts) await writer.write(part);
  value(await writer.commit(arrived(id, more)));
}

export async function claimed(spool: Spool, id: string, leaseMs = 60_000): Promise<Claim> {
  return value(await spool.claim(id, leaseMs));
}

export async function bodyOf(spool: Spool, id: string, from = 0): Promise<Buffer> {
  const body = value(await spool.body(id));
  const parts: Uint8Array[] = [];
  for await (const part of body.chunks(from)) parts.push(Uint8Array.from(part));
  await body.close();
  return Buffer.concat(parts);
}

export async function entries(spool: Spool, options?: Parameters<Spool['list']>[0]): Promise<QueueEntry[]> {
  const found: QueueEntry[] = [];
  for await (const item of spool.list(options)) {
    if (item.kind === 'message') found.push(item.entry);
    else expect.fail(`unreadable: ${item.reason}`);
  }
  return found;
}

export async function outlines(spool: Spool, options?: Parameters<Spool['outlines']>[0]): Promise<QueueOutline[]> {
  const found: OutlineItem[] = [];
  for await (const items of spool.outlines(options)) found.push(...items);
  return found.map((item) => (item.kind === 'message' ? item.entry : expect.fail(`unreadable: ${item.reason}`)));
}
