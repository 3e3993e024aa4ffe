/** Asking a running lab. */
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { err, type Result } from '../../base/index.ts';
import type { LabError, LabErrorCode, LabFolder } from './folder.ts';
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
  const socket = await open(folder.socket);
  if (socket === undefined) {
    rmSync(folder.socket, { force: true });
    return failure('lab/not-running', `no lab is running in ${folder.path}`, 'start one with "mxray lab up"');
  }
  try {
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.write(formatLine(request));
    const line = await firstLine(socket);
    const response = line === undefined ? undefined : parseResponse(line);
    return (
      response ?? failure('lab/no-answer', `the lab in ${folder.path} did not answer`, 'end it and start it again')
    );
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

function failure(code: LabErrorCode, message: string, hint: string): Result<never, LabError> {
  return err({ code, message, hint, fault: 'local', temporary: false });
}
