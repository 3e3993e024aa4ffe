/** A file that somebody left in the drop folder, opened so that it is that file and no other. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/index.ts';
import { DROP_NAME, MAX_ORDER_OCTETS, parseOrder, type SubmissionOrder } from '../../submission/index.ts';
import { takeAway } from './leftovers.ts';

export interface DroppedFile {
  readonly order: SubmissionOrder;
  /** Who left it. */
  readonly uid: number;
  readonly gid: number;
  /** The message, a piece at a time; undefined at its end. */
  readonly read: () => Buffer | undefined;
  /** It is done with: the file goes. */
  readonly close: () => void;
}

const PIECE_OCTETS = 64 * 1024;
const LF = 10;

/**
 * No links are followed, and what anybody but its owner may have written is not taken: who it is from is whose file it is.
 * Neither is what has a second name, or is no plain file. What is not taken is taken away.
 */
export function openDropped(folder: string, name: string): Result<DroppedFile, string> {
  if (!DROP_NAME.test(name)) return err('that is no name of a submission');
  const path = join(folder, name);
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    takeAway(path);
    return err(`it cannot be opened: ${(cause as NodeJS.ErrnoException).code}`);
  }
  const close = (): void => {
    closeSync(file);
    takeAway(path);
  };
  const facts = fstatSync(file);
  const why = unbelievable(facts);
  if (why !== undefined) {
    close();
    return err(why);
  }
  const head = readHead(file);
  const order = head === undefined ? err('its first line has no end') : parseOrder(head.line);
  if (!order.ok || head === undefined) {
    close();
    return err(order.ok ? 'its first line has no end' : order.error);
  }
  let rest: Buffer | undefined = head.rest;
  const read = (): Buffer | undefined => {
    const first = rest;
    rest = undefined;
    return first !== undefined && first.length > 0 ? first : readPiece(file);
  };
  return ok({ order: order.value, uid: facts.uid, gid: facts.gid, read, close });
}

/** Others can bring a file that they may write to, or give a name to, by its old name. */
function unbelievable(facts: Stats): string | undefined {
  if (!facts.isFile() || facts.nlink !== 1) return 'it is no plain file with one name';
  return (facts.mode & OTHERS_WRITE) === 0 ? undefined : 'others than its owner may write to it';
}

const OTHERS_WRITE = 0o022;

function readPiece(file: number): Buffer | undefined {
  const piece = Buffer.allocUnsafe(PIECE_OCTETS);
  const count = readSync(file, piece, 0, piece.length, null);
  return count === 0 ? undefined : piece.subarray(0, count);
}

function readHead(file: number): { readonly line: string; readonly rest: Buffer } | undefined {
  let head = Buffer.alloc(0);
  while (head.length <= MAX_ORDER_OCTETS) {
    const end = head.indexOf(LF);
    if (end >= 0) return { line: head.toString('latin1', 0, end), rest: head.subarray(end + 1) };
    const piece = readPiece(file);
    if (piece === undefined) return undefined;
    head = Buffer.concat([head, piece]);
  }
  return undefined;
}
