/**
 * How many messages a second become durable, by writers at once: the store's own figures, with what a flush costs here.
 *
 * The peer is the plainest thing that is durable: a file a message, written, flushed, its name flushed with its folder.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/index.ts';
import { createMessageIds } from '../../src/mta/message-id/index.ts';
import { type ArrivedMessage, openSpool, type Spool } from '../../src/mta/spool/index.ts';
import { elapsedMs, median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const SIZES = [1024, 10 * 1024] as const;
const WRITERS = [1, 10, 50] as const;
const LISTED = 100_000;

export const bench: Bench = {
  name: 'spool',
  asks: 'messages durable a second, beside a flushed file for each; a long queue listed and opened',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-spool-'));
    try {
      const figures: Figure[] = [];
      for (const size of SIZES)
        for (const writers of WRITERS) figures.push(await durable(folder, size, writers, quick));
      return [...figures, ...(await longQueue(join(folder, 'long'), quick ? LISTED / 10 : LISTED))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' });

async function durable(folder: string, size: number, writers: number, quick: boolean): Promise<Figure> {
  const body = Buffer.alloc(size, 'x');
  const spool = await opened(join(folder, `lmdb-${size}-${writers}`));
  const files = join(folder, `files-${size}-${writers}`);
  mkdirSync(files);
  const count = (quick ? 20 : 60) * (writers + 4);
  const ours: number[] = [];
  const theirs: number[] = [];
  const before = flushedOctets();
  for (let round = 0; round < 3; round += 1) {
    ours.push(await rate(count, writers, () => storeOne(spool, body)));
    theirs.push(await rate(count, writers, () => writeFlushed(files, body)));
  }
  await spool.close();
  return {
    name: `${size / 1024} KiB, ${writers} at once`,
    ours: median(ours),
    unit: '1/s',
    peer: { name: 'a file each', value: median(theirs) },
    aim: { value: writers === 50 ? 3 : writers === 10 ? 1.5 : 0.8, better: 'higher' },
    note: `${Math.round((flushedOctets() - before) / (6 * count) / 1024)} KiB to the disk a message, both`,
  };
}

async function rate(count: number, writers: number, one: () => Promise<void>): Promise<number> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await one();
  };
  return (count / (await elapsedMs(() => Promise.all(Array.from({ length: writers }, lane))))) * 1000;
}

async function opened(directory: string): Promise<Spool> {
  const spool = await openSpool({ directory });
  if (!spool.ok) throw new Error(spool.error.message);
  return spool.value;
}

async function storeOne(spool: Spool, body: Uint8Array): Promise<void> {
  const writer = spool.begin(ids.next());
  await writer.write(body);
  const stored = await writer.commit(message(writer.id));
  if (!stored.ok) throw new Error(stored.error.message);
}

let files = 0;

async function writeFlushed(folder: string, body: Uint8Array): Promise<void> {
  files += 1;
  const handle = await open(join(folder, String(files)), 'wx');
  await handle.write(body);
  await handle.sync();
  await handle.close();
  const names = await open(folder, 'r');
  await names.sync();
  await names.close();
}

/** Octets this process has sent to the disk (proc_pid_io(5)); 0 where the system does not say. */
function flushedOctets(): number {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function message(id: string): ArrivedMessage {
  return {
    id,
    receivedAtMs: Date.now(),
    submitter: { login: 'mail', uid: 8, gid: 8 },
    sender: 'alice@example.org',
    recipients: [{ address: 'bob@example.net' }],
    settled: [
      {
        address: 'bob@example.net',
        status: 'deferred',
        atMs: 0,
        text: 'after RCPT TO: 450 try again later',
        errno: -44,
      },
    ],
    headers: [
      { letter: 'P', text: 'Received: from client.example ([192.0.2.1]) by mx.example with esmtp id x\r\n' },
      { letter: 'F', text: 'From: alice@example.org\r\n' },
      { letter: ' ', text: 'Subject: bench\r\n' },
    ],
    body: { lineCount: 10, wireFormat: true },
    connection: { protocol: 'esmtp', heloName: 'client.example', host: { address: '192.0.2.1', port: 4711 } },
  };
}

async function longQueue(directory: string, count: number): Promise<readonly Figure[]> {
  const spool = await opened(directory);
  await rate(count, 500, () => storeOne(spool, Buffer.alloc(100)));
  await spool.close();
  let again: Spool | undefined;
  const openMs = await elapsedMs(async () => {
    again = await opened(directory);
  });
  const lists: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let seen = 0;
    const list = async (): Promise<void> => {
      for await (const item of again!.list()) if (item.kind === 'message') seen += 1;
    };
    lists.push(await elapsedMs(list));
    if (seen !== count) throw new Error(`listed ${seen} of ${count}`);
  }
  await again!.close();
  const name = `${count.toLocaleString('en')} deferred messages`;
  return [
    { name: `${name}: opened`, ours: openMs, unit: 'ms', aim: { value: 2000, better: 'lower' } },
    { name: `${name}: listed`, ours: median(lists), unit: 'ms', aim: { value: 1000, better: 'lower' } },
  ];
}
