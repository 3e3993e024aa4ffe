/** The caller's side: a file is dropped, the server woken, its answer waited for. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, fsyncSync, lstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, factsAt, ok, type Result } from '../../base/index.ts';
import { connectLocal } from '../../core/net/index.ts';
import { formatOrder, type SubmissionOrder } from './order.ts';
import { closedOnTheWay, socketIn } from './paths.ts';

export interface SubmitFailure {
  readonly message: string;
}

/** @param message  octet strings, as they come; `undefined` for a session */
export async function dropFile(
  folder: string,
  order: SubmissionOrder,
  message: AsyncIterable<string> | undefined,
): Promise<Result<string, SubmitFailure>> {
  const name = randomBytes(16).toString('hex');
  const path = join(folder, name);
  try {
    const file = openSync(path, NEW, 0o600);
    try {
      writeWhole(file, Buffer.from(formatOrder(order), 'latin1'));
      for await (const piece of message ?? []) writeWhole(file, Buffer.from(piece, 'latin1'));
      fchmodSync(file, READABLE); // once it is whole, and whatever the caller's umask is
      fsyncSync(file);
    } catch (cause) {
      unlinkSync(path);
      throw cause;
    } finally {
      closeSync(file);
    }
    return ok(name);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    return err({ message: `${folder}: a message cannot be left there: ${reasonOf(code, folder)}` });
  }
}

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** The server is somebody else; who else there is does not know the name. */
const READABLE = 0o644;

function writeWhole(file: number, octets: Buffer): void {
  for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at);
}

function reasonOf(code: string, folder: string): string {
  const closed = code === 'EACCES' ? closedOnTheWay(folder) : undefined;
  return closed === undefined
    ? (REASONS[code] ?? code)
    : `${closed} lets in its owner and group alone; an administrator can open the way with chmod o+x ${closed}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist; is the server running, and is it this configuration?',
  EACCES: 'not permitted',
  ENOSPC: 'the disk is full',
};

/** Wakes the server; the stream goes on with what it says. The file stays where nobody is there. */
export function wakeServer(
  folder: string,
  name: string,
): Promise<Result<ReturnType<typeof connectLocal>, SubmitFailure>> {
  const stranger = strangerAt(folder);
  if (stranger !== undefined) return Promise.resolve(err({ message: stranger }));
  const socket = connectLocal(socketIn(folder));
  return new Promise((resolve) => {
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      resolve(
        err({
          message: `no server takes messages at ${folder} just now (${cause.code ?? cause.message})`,
        }),
      );
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => {}); // told by its end
      socket.write(`${name}\n`);
      resolve(ok(socket));
    });
  });
}

/**
 * Everybody may make files in the folder: where no server is, that may be a socket that would hear what is left there, and say
 * it was taken. The server's belongs to root, or to whom the folder belongs; nobody else can put another in its place.
 */
function strangerAt(folder: string): string | undefined {
  const socket = lstatSync(socketIn(folder), { throwIfNoEntry: false });
  const owners = [0, factsAt(folder)?.uid];
  if (socket === undefined || owners.includes(socket.uid)) return undefined;
  return `${socketIn(folder)} belongs to user ${socket.uid}, who is not the server: nothing is handed over to it`;
}

/** A file that nobody is going to take. */
export function withdraw(folder: string, name: string): void {
  try {
    unlinkSync(join(folder, name));
  } catch {
    // somebody has it
  }
}
