/** The messages in a server's spool: envelope and headers as Exim's -H file has them, and the body. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatHeaderFile, openSpool } from '../../../../src/mta/spool/index.ts';
import type { Server } from './servers.ts';

export interface Stored {
  readonly head: string;
  readonly body: string;
}

/** By id. */
export async function storedBy(server: Pick<Server, 'kind' | 'folder'>): Promise<ReadonlyMap<string, Stored>> {
  return server.kind === 'exim' ? eximStored(join(server.folder, 'spool')) : await ourStored(server.folder);
}

function eximStored(folder: string): ReadonlyMap<string, Stored> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true }).map(String);
  const heads = files.filter((name) => /(?:^|\/)input\/.*-H$/.test(name) && statSync(join(folder, name)).isFile());
  return new Map(
    heads.map((name) => {
      const [id] = /[^/]*(?=-H$)/.exec(name)!;
      const data = readFileSync(join(folder, name.replace(/-H$/, '-D')), 'latin1');
      const head = readFileSync(join(folder, name), 'latin1');
      return [id, { head, body: data.slice(data.indexOf('\n') + 1) }];
    }),
  );
}

async function ourStored(folder: string): Promise<ReadonlyMap<string, Stored>> {
  const spool = await openSpool({ directory: join(folder, 'spool'), create: false });
  if (!spool.ok && spool.error.code === 'spool/missing') return new Map();
  if (!spool.ok) throw new Error(spool.error.message);
  const found = new Map<string, Stored>();
  for await (const item of spool.value.list()) {
    const id = item.kind === 'message' ? item.entry.id : item.id;
    const message = await spool.value.read(id);
    const body = await spool.value.body(id);
    if (!message.ok || !body.ok) throw new Error(`${id} does not read`);
    const parts: Uint8Array[] = [];
    for await (const part of body.value.chunks()) parts.push(part);
    await body.value.close();
    const octets = Buffer.concat(parts).toString('latin1');
    found.set(id, { head: formatHeaderFile(message.value), body: octets.replaceAll('\r\n', '\n') });
  }
  await spool.value.close();
  return found;
}
