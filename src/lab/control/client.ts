/** Asking a running lab. */
import { existsSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { err, type Fault, type Result } from '../../base/index.ts';
import { checkPrivate, type LabError, type LabErrorCode, type LabFolder } from './folder.ts';
import { firstLine } from './line.ts';
import { formatLine, type LabRequest, type LabStatus, parseResponse } from './protocol.ts';

/** A lab answers in milliseconds; signing a zone again takes a few more. */
const TIMEOUT_MS = 15_000;

/**
 * One question to the lab in `folder`.
 *
 * A socket nobody listens at is what a killed lab leaves behind: it counts as no lab, and is removed.
 */
export async function askLab(folder: LabFolder, request: LabRequest): Promise<Result<LabStatus, LabError>> {
  if (!existsSync(folder.path)) return notRunning(folder);
  const checked = checkPrivate(folder);
  if (!checked.ok) return checked;
  const socket = await open(folder.socket);
  if (socket === undefined) {
    rmSync(folder.socket, { force: true });
    return notRunning(folder);
  }
  try {
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.write(formatLine(request));
    const line = await firstLine(socket);
    const response = line === undefined ? undefined : parseResponse(line);
    return response ?? noAnswer(folder);
  } finally {
    socket.destroy();
  }
}

function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function notRunning({ path }: LabFolder): Result<never, LabError> {
  const message = `no lab is running in ${path}`;
  return failure('lab/not-running', message, 'start one with "mxray lab up"', 'configuration');
}

function noAnswer({ path }: LabFolder): Result<never, LabError> {
  return failure('lab/no-answer', `the lab in ${path} did not answer`, 'end it and start it again', 'local');
}

function failure(code: LabErrorCode, message: string, hint: string, fault: Fault): Result<never, LabError> {
  return err({ code, message, hint, fault, temporary: false });
}
