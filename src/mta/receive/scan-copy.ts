/** The copy of a message that scanners and the MIME ACL read: `scan/ID/ID.eml` in the spool, made when first wanted. */
import { type FileHandle, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { err, ok } from '../../base/index.ts';
import { after, type Later } from '../expand/index.ts';
import type { CopyKeeper } from '../scan/index.ts';
import type { Incoming } from './intake/intake.ts';
import type { Session } from './session.ts';

/** As Exim makes them: its group may read, nobody else. */
const FOLDER_MODE = 0o750;
const FILE_MODE = 0o640;

export function createCopyKeeper(session: Session, { writer }: Incoming): CopyKeeper {
  let made: ReturnType<CopyKeeper['get']> | undefined;
  let folder: string | undefined;
  let scratch: string | undefined;
  const make = async (): ReturnType<CopyKeeper['get']> => {
    try {
      const root = await rootOf(session);
      if (session.shared.ports.isRehearsal) scratch = root;
      const id = session.message?.id ?? '';
      folder = join(root, 'scan', id);
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      const path = join(folder, `${id}.eml`);
      return ok({ path, folder, octets: await write(path, session, writer.reread()) });
    } catch (cause) {
      return err(cause instanceof Error ? cause.message : String(cause));
    }
  };
  return {
    get: () => (made ??= make()),
    remove: (keep) =>
      made?.then(async () => {
        const unwanted = scratch ?? (keep ? undefined : folder);
        if (unwanted !== undefined) await rm(unwanted, { recursive: true, force: true }).catch(() => undefined);
      }),
  };
}

/** A rehearsal leaves the spool alone. */
function rootOf(session: Session): Later<string> {
  if (session.shared.ports.isRehearsal) return mkdtemp(join(tmpdir(), 'mxray-session-'));
  return after(session.expanded('spool_directory'), (outcome) => {
    if (outcome?.kind !== 'text') throw new Error('spool_directory cannot be expanded');
    return outcome.text;
  });
}

async function write(path: string, session: Session, body: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'w', FILE_MODE);
  try {
    return await writeAll(file, session, body);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, session: Session, body: AsyncIterable<Uint8Array>): Promise<number> {
  const header = Buffer.from(`${envelopeLines(session)}${headerOf(session)}\n`, 'latin1');
  await file.writeFile(header);
  let octets = header.length;
  for await (const part of withUnixLines(body)) {
    await file.writeFile(part);
    octets += part.length;
  }
  return octets;
}

/** The line that parts messages of an mbox, and the envelope in two fields. */
function envelopeLines(session: Session): string {
  const { sender = '', recipients = [] } = session.message ?? {};
  const to = recipients.map(({ address }) => address).join(', ');
  return (
    `From MAILER-DAEMON ${mboxDate(new Date(session.now()))}\n` +
    (sender === '' ? '' : `X-Envelope-From: <${sender}>\n`) +
    (to === '' ? '' : `X-Envelope-To: ${to}\n`)
  );
}

/** `Wed Nov 25 23:16:50 2026`, local time. */
function mboxDate(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const [day, month] = at.toDateString().split(' ');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return `${day} ${month} ${two(at.getDate())} ${time} ${at.getFullYear()}`;
}

const headerOf = ({ message }: Session): string =>
  (message?.headers ?? [])
    .filter(({ letter }) => letter !== '*')
    .map(({ text }) => text)
    .join('');

const CR = 13;
const LF = 10;

/** The wire's CRLF becomes LF; a CR that may be half of one waits for the next part. */
export async function* withUnixLines(body: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let isCrHeld = false;
  for await (const part of body) {
    if (part.length === 0) continue;
    const out = Buffer.allocUnsafe(part.length + 1);
    let size = 0;
    if (isCrHeld && part[0] !== LF) out[size++] = CR;
    for (let at = 0; at < part.length; at += 1) {
      const isLast = at === part.length - 1;
      if (part[at] === CR && (isLast || part[at + 1] === LF)) continue;
      out[size++] = part[at]!;
    }
    isCrHeld = part[part.length - 1] === CR;
    yield out.subarray(0, size);
  }
  if (isCrHeld) yield Buffer.from('\r');
}

/** Whether a path leads out of the folder it is given in. */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && dirname(name) === '.';
