/** Files of a spool that were cut off, overwritten or emptied while nobody served: what is whole is there, the rest is told. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSpool, type Spool } from '../../../../src/mta/spool/index.ts';
import { knownMessage, sequence } from '../../framework/known-message.ts';
import { Load, type Taken } from '../../framework/load.ts';
import { asSent, isAlive, MailServer } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';

const PORT = 2715;

/** What befalls a file. */
const DAMAGES: Readonly<Record<string, (file: string, random: () => number) => void>> = {
  'cut in half': (file) => truncateSync(file, statSync(file).size >> 1),
  'cut by an octet': (file) => truncateSync(file, statSync(file).size - 1),
  emptied: (file) => truncateSync(file),
  overwritten: (file, random) => {
    const octets = readFileSync(file);
    for (let at = 0; at < Math.min(octets.length, 4096); at += 1) octets[at] = Math.floor(random() * 256);
    writeFileSync(file, octets);
  },
  removed: (file) => rmSync(file),
};

export async function tryRest(context: Context): Promise<void> {
  const server = new MailServer({ folder: join(context.folder, 'rest'), port: PORT });
  const taken = await fill(server);
  const random = sequence(53);
  for (const part of ['trays', 'bodies'])
    for (const [name, damage] of Object.entries(DAMAGES))
      await context.test(`a file in ${part} ${name} at rest: told of its messages, and all others are whole`, () =>
        damaged(server, taken, part, (file) => damage(file, random)),
      );
  for (const name of ['cut in half', 'emptied', 'overwritten', 'removed'])
    await context.test(`the database ${name} at rest: refused with a sentence`, () =>
      refused(server, (file) => DAMAGES[name]!(file, random)),
    );
}

/** Killed all at once, so that what is in trays stays there. */
async function fill(server: MailServer): Promise<readonly Taken[]> {
  const load = new Load({ port: PORT, clients: 4, random: sequence(51), name: 'rest' });
  try {
    await server.start();
    const hasLarge = (): boolean => load.taken.some(({ octets }) => octets > 200_000);
    await until(() => load.taken.length > 60 && hasLarge(), 'too little is taken');
  } finally {
    await load.end();
    const { master, acceptor, workers } = server.processes();
    const all = [master, ...(acceptor === undefined ? [] : [acceptor]), ...workers];
    for (const pid of all) process.kill(pid, 'SIGKILL');
    await until(() => !all.some(isAlive), 'a process does not end');
  }
  return load.taken;
}

/** In a copy; of files of a kind the largest, which has something in it, and of bodies one that belongs to a message. */
function copyOf(
  server: MailServer,
  part: string,
  damage: (file: string) => void,
  taken: readonly Taken[] = [],
): string {
  const copy = `${server.spool}-copy`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(server.spool, copy, { recursive: true, filter: (path) => !path.endsWith('.socket') });
  const folder = join(copy, 'store', part);
  const isWanted = (name: string): boolean => part !== 'bodies' || taken.some(({ id }) => name.startsWith(`${id}.`));
  const files = statSync(folder).isDirectory()
    ? readdirSync(folder)
        .filter(isWanted)
        .map((name) => join(folder, name))
    : [folder];
  damage(files.sort((a, b) => statSync(b).size - statSync(a).size)[0]!);
  return copy;
}

async function damaged(
  server: MailServer,
  taken: readonly Taken[],
  part: string,
  damage: (file: string) => void,
): Promise<void> {
  const opened = await openSpool({ directory: copyOf(server, part, damage, taken) });
  if (!opened.ok) throw new Error(opened.error.message);
  const counts: Record<Found, number> = { whole: 0, told: 0, missing: 0, changed: 0 };
  for (const one of taken) counts[await findIn(opened.value, one)] += 1;
  await opened.value.close();
  const shown = JSON.stringify(counts);
  if (part === 'bodies') ok(counts.whole === taken.length - 1 && counts.missing === 0, shown);
  else ok(counts.changed === 0, shown);
}

/** `missing`: it was in that tray alone. `changed`: not what was sent, and nobody says so, as of a large body that is overwritten. */
type Found = 'whole' | 'told' | 'missing' | 'changed';

async function findIn(spool: Spool, { id, key, octets }: Taken): Promise<Found> {
  const stored = await spool.read(id);
  if (!stored.ok) return stored.error.code === 'spool/missing' ? 'missing' : told(stored.error.message);
  try {
    return (await asSent(spool, stored.value)).equals(knownMessage(key, octets)) ? 'whole' : 'changed';
  } catch (thrown) {
    return told((thrown as Error).message);
  }
}

function told(sentence: string): Found {
  match(sentence, /cannot be read/);
  return 'told';
}

async function refused(server: MailServer, damage: (file: string) => void): Promise<void> {
  const opened = await openSpool({ directory: copyOf(server, 'data.mdb', damage) });
  if (opened.ok) await opened.value.close();
  deepStrictEqual(opened.ok, false);
  if (!opened.ok) match(opened.error.message, /data\.mdb (?:is cut off|is empty|is no database|is gone)/);
}
