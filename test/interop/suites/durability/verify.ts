/** The spool held against what clients were told. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Spool } from '../../../../src/mta/spool/index.ts';
import { knownMessage, readKey } from '../../framework/known-message.ts';
import type { Taken } from '../../framework/load.ts';
import { asSent } from '../../framework/mail-server.ts';

/** What is wrong with a message of the spool: nothing, where it is octet for octet what its key says. */
async function faultOf(spool: Spool, id: string): Promise<string | undefined> {
  const stored = await spool.read(id);
  if (!stored.ok) return stored.error.message;
  const known = stored.value.headers.map(({ text }) => readKey(text)).find((found) => found !== undefined);
  if (known === undefined) return 'it has no key';
  const sent = knownMessage(known.key, known.octets);
  const found = await asSent(spool, stored.value);
  if (!found.equals(sent)) return `${known.key}: ${found.length} octets, where ${sent.length} others were sent`;
  return undefined;
}

async function keyOf(spool: Spool, id: string): Promise<string | undefined> {
  const stored = await spool.read(id);
  if (!stored.ok) return undefined;
  return stored.value.headers.map(({ text }) => readKey(text)?.key).find((key) => key !== undefined);
}

export interface Verified {
  readonly faults: readonly string[];
  readonly stored: number;
  /** Stored, and nobody was told: the server died between. */
  readonly untold: number;
}

/** @param gone  ids that were taken away since */
export async function verifySpool(spool: Spool, taken: readonly Taken[], gone: ReadonlySet<string>): Promise<Verified> {
  const faults: string[] = [];
  const present = new Set<string>();
  for await (const item of spool.list()) {
    const id = item.kind === 'message' ? item.entry.id : item.id;
    if (present.has(id) || gone.has(id)) faults.push(`${id} is there twice`);
    present.add(id);
    const fault = item.kind === 'message' ? await faultOf(spool, id) : item.reason;
    if (fault !== undefined) faults.push(`${id}: ${fault}`);
  }
  for (const { id, key } of taken) {
    if (gone.has(id)) continue;
    if (!present.has(id)) faults.push(`${id} (${key}) was answered 250 and is not there`);
    else if ((await keyOf(spool, id)) !== key) faults.push(`${id} is another message than ${key}`);
  }
  const told = new Set(taken.map(({ id }) => id));
  if (told.size !== taken.length) faults.push('an id was given twice');
  return { faults, stored: present.size, untold: [...present].filter((id) => !told.has(id)).length };
}

/** Files of bodies that no message has, once nobody writes and the sweep has been. */
export async function orphans(spool: Spool, directory: string): Promise<readonly string[]> {
  const swept = await spool.sweep();
  if (!swept.ok) return [swept.error.message];
  const named = new Set<string>();
  for await (const item of spool.list()) named.add(item.kind === 'message' ? item.entry.id : item.id);
  return readdirSync(join(directory, 'store/bodies')).filter((name) => !named.has(name.split('.')[0]!));
}

export async function removeAll(spool: Spool, gone: Set<string>): Promise<void> {
  const ids: string[] = [];
  for await (const item of spool.list()) if (item.kind === 'message') ids.push(item.entry.id);
  for (const id of ids) {
    const claim = await spool.claim(id, 60_000);
    if (!claim.ok) throw new Error(claim.error.message);
    const removed = await claim.value.remove();
    if (!removed.ok) throw new Error(removed.error.message);
    gone.add(id);
  }
}
