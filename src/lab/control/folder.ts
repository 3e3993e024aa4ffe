/**
 * Where a running lab keeps its files: one folder, 0700, owned by the caller.
 *
 *     control.sock     the control channel
 *     connect.map      --connect-file of every command that shall run against the lab
 *     trust-anchor     --trust-anchor: DS of the lab's root
 *     ca.pem           --ca-file: the lab's trusted roots
 *     certs/           certificates, proofs and lists (certificate-files.ts)
 *     log              what a lab in the background printed
 */
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { err, type Failure, ok, type Result } from '../../base/index.ts';

export type LabErrorCode =
  | 'lab/folder'
  | 'lab/not-running'
  | 'lab/running'
  | 'lab/no-answer'
  | 'lab/unknown-domain'
  | 'lab/unknown-fault'
  | 'lab/domains';
export type LabError = Failure<LabErrorCode>;

export interface LabFolder {
  readonly path: string;
  readonly socket: string;
  readonly connectMap: string;
  readonly trustAnchor: string;
  readonly ca: string;
  readonly certificates: string;
  readonly log: string;
}

/** sun_path holds 108 octets with a terminating zero on Linux, 104 on the BSDs; the smaller holds everywhere. */
const MAX_SOCKET_PATH_BYTES = 103;

/** `$XDG_RUNTIME_DIR/mxray/lab`, else under the state folder of the user (XDG base directory specification). */
export function defaultLabFolder(env: Readonly<Record<string, string | undefined>>): string {
  const absolute = (path: string | undefined): path is string => path !== undefined && isAbsolute(path);
  if (absolute(env.XDG_RUNTIME_DIR)) return join(env.XDG_RUNTIME_DIR, 'mxray', 'lab');
  const state = absolute(env.XDG_STATE_HOME) ? env.XDG_STATE_HOME : join(homedir(), '.local', 'state');
  return join(state, 'mxray', 'lab');
}

export function labFolder(path: string): LabFolder {
  const file = (name: string): string => join(path, name);
  return {
    path,
    socket: file('control.sock'),
    connectMap: file('connect.map'),
    trustAnchor: file('trust-anchor'),
    ca: file('ca.pem'),
    certificates: file('certs'),
    log: file('log'),
  };
}

/** What `--lab-dir` says, in every command of the lab. */
export const LAB_DIR_HELP = 'folder of the lab [default: $XDG_RUNTIME_DIR/mxray/lab]';

/** The folder named by `--lab-dir`, or the default one; complete, whether or not it is there. */
export function labFolderAt(path: string | undefined, env: Readonly<Record<string, string | undefined>>): LabFolder {
  return labFolder(resolve(path ?? defaultLabFolder(env)));
}

/**
 * Makes the folder where it is missing, and refuses one that others could write to or that is somebody else's: whoever
 * owns the files decides where the caller's connections go.
 */
export function openLabFolder(folder: LabFolder): Result<LabFolder, LabError> {
  if (Buffer.byteLength(folder.socket) > MAX_SOCKET_PATH_BYTES) {
    return refuse(`the path ${folder.socket} is longer than the ${MAX_SOCKET_PATH_BYTES} octets a socket may have`);
  }
  try {
    makeFolder(folder.path);
  } catch (error) {
    return refuse(`cannot make the folder ${folder.path}: ${(error as Error).message}`);
  }
  return checkPrivate(folder);
}

/** Node's own recursive mkdir spins for ever below /proc, where making a folder answers ENOENT. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The same refusal for a folder that is there already. */
export function checkPrivate(folder: LabFolder): Result<LabFolder, LabError> {
  const { path } = folder;
  return isPrivate(path) ? ok(folder) : refuse(`${path} is not a folder of this user alone (mode 0700)`);
}

function isPrivate(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isDirectory() && (stat.mode & 0o077) === 0 && stat.uid === process.getuid?.();
}

function refuse(message: string): Result<never, LabError> {
  const hint = 'name another folder with --lab-dir or MXRAY_LAB_DIR';
  return err({ code: 'lab/folder', message, hint, fault: 'configuration', temporary: false });
}
