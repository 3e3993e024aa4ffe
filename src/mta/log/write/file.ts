/**
 * A log file that several processes append to. Whole lines by one write each time, so that they never mix; opened anew when
 * the file by that name is another one, since something has moved ours away, or its name has a new date.
 */
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { factsAt, makeFolders } from '../../../base/index.ts';
import { type LogTrouble, logTrouble } from './trouble.ts';

export interface LogFile {
  /** Lines with their ends, one character an octet. On a trouble part of them may be there, ended by the next write. */
  append(text: string, at: Date): LogTrouble | undefined;
  /** Opened if it is not yet; for a first look whether it can be. */
  open(at: Date): LogTrouble | undefined;
  close(): void;
}

export interface LogFileOptions {
  readonly name: (at: Date) => string;
  /** Of files and folders we make, where we are allowed to give them away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;

export function createLogFile({ name, owner }: LogFileOptions): LogFile {
  let opened: { readonly path: string; readonly descriptor: number; readonly inode: number } | undefined;
  /** A write broke off within a line. */
  let isTorn = false;
  const close = (): void => {
    if (opened !== undefined) closeSync(opened.descriptor);
    opened = undefined;
  };
  const open = (at: Date): LogTrouble | undefined => {
    const path = name(at);
    if (opened !== undefined && opened.path === path && opened.inode === inodeOf(path)) return undefined;
    close();
    try {
      const descriptor = openLog(path, owner);
      opened = { path, descriptor, inode: fstatSync(descriptor).ino };
      return undefined;
    } catch (cause) {
      return logTrouble(path, 'open', cause);
    }
  };
  return {
    open,
    close,
    append(text, at) {
      const trouble = open(at);
      if (trouble !== undefined) return trouble;
      const octets = Buffer.from(isTorn ? `\n${text}` : text, 'latin1');
      let done = 0;
      try {
        while (done < octets.length) done += writeSync(opened!.descriptor, octets, done);
        isTorn = false;
        return undefined;
      } catch (cause) {
        if (done > 0) isTorn = octets[done - 1] !== LINE_FEED;
        return logTrouble(opened!.path, 'write', cause);
      }
    },
  };
}

const LINE_FEED = 0x0a;

const inodeOf = (path: string): number | undefined => factsAt(path)?.ino;

const APPEND = constants.O_WRONLY | constants.O_APPEND;
const CREATE = APPEND | constants.O_CREAT | constants.O_EXCL;

/** Only who makes the file gives it its mode, which must not depend on our umask. */
function openLog(path: string, owner: LogFileOptions['owner'], mayMakeFolder = true): number {
  try {
    return openSync(path, APPEND);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  try {
    const descriptor = openSync(path, CREATE, FILE_MODE);
    fchmodSync(descriptor, FILE_MODE);
    if (owner !== undefined && process.geteuid?.() === 0) fchownSync(descriptor, owner.uid, owner.gid);
    return descriptor;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return openSync(path, APPEND); // another process was quicker
    if (code !== 'ENOENT' || !mayMakeFolder) throw cause;
    makeFolder(dirname(path), owner);
    return openLog(path, owner, false);
  }
}

function makeFolder(path: string, owner: LogFileOptions['owner']): void {
  const first = makeFolders(path, FOLDER_MODE);
  if (first === undefined || owner === undefined || process.geteuid?.() !== 0) return;
  const descriptor = openSync(path, constants.O_RDONLY);
  fchownSync(descriptor, owner.uid, owner.gid);
  closeSync(descriptor);
}
