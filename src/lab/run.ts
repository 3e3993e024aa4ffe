/** A lab that commands can reach: in a folder of its own, with the control channel open. */
import { rmSync } from 'node:fs';
import { err, ok, type Result } from '../base/index.ts';
import {
  askLab,
  type ControlServer,
  type LabError,
  type LabFolder,
  type LabRequest,
  type LabResponse,
  type LabStatus,
  openLabFolder,
  startControlServer,
} from './control/index.ts';
import { type Lab, type LabOptions, startLab } from './lab.ts';
import { once } from './once.ts';
import { MAX_BULK_DOMAINS } from './world/bulk.ts';

export interface RunningLab {
  readonly lab: Lab;
  status(): LabStatus;
  /** Resolves when everything is closed, on somebody's `down` or by `close`. */
  readonly ended: Promise<void>;
  /** Ends it from within; resolves when everything is closed and its files are gone. */
  close(): Promise<void>;
}

/** Starts a lab in the folder, unless one is running there. */
export async function runLab(
  wanted: LabFolder,
  options: Omit<LabOptions, 'folder'>,
): Promise<Result<RunningLab, LabError>> {
  const bulk = options.domains ?? 0;
  if (!Number.isInteger(bulk) || bulk < 0 || bulk > MAX_BULK_DOMAINS) return err(tooMany(bulk));
  const folder = openLabFolder(wanted);
  if (!folder.ok) return folder;
  const present = await askLab(folder.value, { op: 'status' });
  if (present.ok) return err(alreadyRunning(folder.value, present.value));
  if (present.error.code !== 'lab/not-running') return present;
  return ok(await open(folder.value, options));
}

async function open(folder: LabFolder, options: Omit<LabOptions, 'folder'>): Promise<RunningLab> {
  const lab = await startLab({ writesCertificates: true, ...options, folder });
  const startedAt = new Date().toISOString();
  const status = (): LabStatus => ({
    pid: process.pid,
    startedAt,
    env: lab.env,
    bulkDomains: lab.bulkDomains.length,
    broken: Object.fromEntries(lab.broken),
  });
  let announceEnd = (): void => {};
  const ended = new Promise<void>((resolve) => {
    announceEnd = resolve;
  });
  const clear = once(async () => {
    await lab.close();
    control.stopListening();
    removeFiles(folder);
  });
  const close = once(async () => {
    await clear();
    await control.close();
    announceEnd();
  });
  const control: ControlServer = await startControlServer(folder.socket, async (request) => {
    if (request.op !== 'down') return carryOut(lab, request, status);
    await clear(); // so that who hears the answer can start another at once
    setImmediate(() => void close());
    return ok(status());
  });
  return { lab, status, ended, close };
}

async function carryOut(lab: Lab, request: LabRequest, status: () => LabStatus): Promise<LabResponse> {
  const done =
    request.op === 'break'
      ? await lab.break(request.domain, request.fault)
      : request.op === 'fix'
        ? await lab.fix(request.domain)
        : ok(undefined);
  return done.ok ? ok(status()) : done;
}

/** The log stays: it says how the lab came to its end. */
function removeFiles({ socket, connectMap, trustAnchor, ca }: LabFolder): void {
  for (const file of [socket, connectMap, trustAnchor, ca]) rmSync(file, { force: true });
}

function alreadyRunning({ path }: LabFolder, { pid }: LabStatus): LabError {
  return {
    code: 'lab/running',
    message: `a lab is running in ${path} already (process ${pid})`,
    hint: 'use it ("mxray lab env"), end it ("mxray lab down"), or name another folder with --lab-dir',
    fault: 'configuration',
    temporary: false,
  };
}

function tooMany(count: number): LabError {
  return {
    code: 'lab/domains',
    message: `${count} bulk domains were asked for`,
    hint: `a whole number from 0 to ${MAX_BULK_DOMAINS}`,
    fault: 'configuration',
    temporary: false,
  };
}
