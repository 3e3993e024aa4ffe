/**
 * One proof file brought up to date: look, lock, look again, ask, choose, write. A file holds the proof of one certificate,
 * or as PEM those of several.
 *
 * The file is replaced whole or not at all, and only by what is better (refresh.ts). Two runs do not meet: the second waits
 * for the lock, looks again, and mostly finds nothing left to do.
 */
import { constants } from 'node:fs';
import { access, realpath, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  acquireLock,
  createLimit,
  equalBytes,
  err,
  type Failure,
  ok,
  type Result,
  readBoundedFile,
  replaceFile,
  sweepTemporaries,
} from '../../base/index.ts';
import { MAX_PROOF_FILE_BYTES } from '../ocsp/index.ts';
import { askResponders, trustFor } from './ask.ts';
import { findProof, formatProofs, otherBlocks, type ProofFormat, responsesIn } from './proof-file.ts';
import { type DueReason, type FileState, type KeepReason, refreshAt, whyDue, whyKeep } from './refresh.ts';
import type { AskOptions, Obtained, Proof, StaplePorts, Subject } from './types.ts';

export interface FileJob {
  /** Absent: the proofs are fetched and shown, and nothing is written. */
  readonly file?: string;
  readonly format: ProofFormat;
  /** At least one; more than one only as PEM. */
  readonly subjects: readonly Subject[];
  readonly ask: AskOptions;
  readonly marginPercent: number;
  readonly force: boolean;
  /** A proof goes when its certificate is revoked. */
  readonly removeRevoked: boolean;
  /** How long to wait for another run on the same file. */
  readonly lockWaitMs: number;
  /** Certificates of one file asked about at a time. */
  readonly jobs: number;
}

export interface SubjectOutcome {
  readonly subject: Subject;
  /** Absent where nothing was asked. */
  readonly obtained?: Obtained;
  /** What the file held for it. */
  readonly old?: Proof;
  /** What the file holds for it now. */
  readonly chosen?: Proof;
  /** Why the old one stays though there is a new good one. */
  readonly keep?: KeepReason;
}

export interface FileOutcome {
  readonly action: 'skipped' | 'written' | 'dated' | 'untouched' | 'removed' | 'not-stored';
  readonly due?: DueReason;
  /** When to fetch again: the date of the file. */
  readonly refreshAt?: Date;
  /** Temporary files of runs that were killed, taken away. */
  readonly swept: number;
  readonly subjects: readonly SubjectOutcome[];
}

export async function refreshFile(job: FileJob, ports: StaplePorts): Promise<Result<FileOutcome, Failure>> {
  if (job.file === undefined) return ok(await fetchOnly(job, ports));
  const file = await realpath(job.file).catch(() => job.file!); // a link stays one
  const odd = await whyNoFile(file);
  if (odd !== undefined) return err(odd);
  const before = await look(file, job, ports);
  if (!before.ok) return before;
  if (whyDue(before.value, ports.clock.now(), job.force) === undefined) return ok(skipped(job, before.value!));
  const unwritable = await whyUnwritable(file);
  if (unwritable !== undefined) return err(unwritable);
  const lock = await acquireLock(join(dirname(file), `.${basename(file)}.lock`), {
    waitMs: job.lockWaitMs,
    sleep: ports.sleep,
    monotonicMs: () => ports.clock.monotonicMs(),
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
  if (!lock.ok) return lock;
  try {
    return await refreshLocked(file, job, ports);
  } finally {
    await lock.value.release();
  }
}

async function refreshLocked(file: string, job: FileJob, ports: StaplePorts): Promise<Result<FileOutcome, Failure>> {
  const swept = await sweepTemporaries(file);
  const looked = await look(file, job, ports);
  if (!looked.ok) return looked;
  const due = whyDue(looked.value, ports.clock.now(), job.force);
  if (due === undefined) return ok({ ...skipped(job, looked.value!), swept });
  const subjects = await askAll(job, looked.value, ports);
  const stored = await store(file, subjects, looked.value, job, ports);
  return stored.ok ? ok({ ...stored.value, due, swept, subjects }) : stored;
}

async function fetchOnly(job: FileJob, ports: StaplePorts): Promise<FileOutcome> {
  return { action: 'not-stored', swept: 0, subjects: await askAll(job, undefined, ports) };
}

interface Looked extends FileState {
  readonly octets: Uint8Array;
}

/** Undefined: there is no such file. */
async function look(file: string, job: FileJob, ports: StaplePorts): Promise<Result<Looked | undefined, Failure>> {
  const read = await readBoundedFile(file, MAX_PROOF_FILE_BYTES);
  if (!read.ok) return read.error.code === 'file/missing' ? ok(undefined) : read;
  const precious = otherBlocks(read.value);
  if (precious.length > 0)
    return err(localFailure(file, `it holds ${precious.join(', ')}, which a proof is not to replace`));
  const responses = responsesIn(read.value);
  const at = ports.clock.now();
  const proofs = job.subjects.map((subject) => {
    const { certificate, issuer } = subject;
    const found = findProof(responses, { certificate, issuer, ...trustFor(subject, job.ask), at });
    return 'proof' in found ? found.proof : undefined;
  });
  const modified = await stat(file).catch(() => undefined);
  return ok(modified === undefined ? undefined : { octets: read.value, modifiedAt: modified.mtime, proofs });
}

function skipped({ subjects }: FileJob, { modifiedAt, proofs }: FileState): FileOutcome {
  const outcomes = subjects.map((subject, i) => {
    const proof = proofs[i];
    return { subject, ...(proof !== undefined && { old: proof, chosen: proof }) };
  });
  return { action: 'skipped', refreshAt: modifiedAt, swept: 0, subjects: outcomes };
}

function askAll(job: FileJob, state: FileState | undefined, ports: StaplePorts): Promise<readonly SubjectOutcome[]> {
  const limit = createLimit(job.jobs);
  return Promise.all(
    job.subjects.map((subject, i) =>
      limit(async () => choose(subject, state?.proofs[i], await askResponders(subject, job.ask, ports), job)),
    ),
  );
}

function choose(subject: Subject, old: Proof | undefined, obtained: Obtained, job: FileJob): SubjectOutcome {
  const { verdict, response } = obtained;
  const facts = { subject, obtained, ...(old !== undefined && { old }) };
  if (verdict?.status === 'revoked' && job.removeRevoked) return facts;
  if (verdict?.status !== 'good' || response === undefined)
    return { ...facts, ...(old !== undefined && { chosen: old }) };
  const fresh: Proof = { verdict, response };
  const keep = whyKeep(old, fresh);
  return keep === undefined ? { ...facts, chosen: fresh } : { ...facts, chosen: old!, keep };
}

async function store(
  file: string,
  subjects: readonly SubjectOutcome[],
  before: Looked | undefined,
  job: FileJob,
  ports: StaplePorts,
): Promise<Result<Pick<FileOutcome, 'action' | 'refreshAt'>, Failure>> {
  const chosen = subjects.flatMap(({ chosen: proof }) => (proof === undefined ? [] : [proof]));
  const isFresh = subjects.some(({ chosen: proof, old }) => proof !== undefined && proof !== old);
  const isRemoved = subjects.some(({ chosen: proof, old }) => proof === undefined && old !== undefined);
  if (!isFresh && !isRemoved) return ok({ action: 'untouched' });
  if (chosen.length === 0) return await removeFile(file);
  const now = ports.clock.now();
  const modifiedAt =
    chosen.length < subjects.length ? now : earliest(chosen.map((p) => refreshAt(p, now, job.marginPercent)));
  const octets = formatProofs(
    chosen.map(({ response }) => response),
    job.format,
  );
  if (before !== undefined && equalBytes(before.octets, octets)) return await dateFile(file, modifiedAt);
  const written = await replaceFile(file, octets, { asBefore: true, modifiedAt });
  return written.ok ? ok({ action: 'written', refreshAt: modifiedAt }) : written;
}

const earliest = (dates: readonly Date[]): Date => new Date(Math.min(...dates.map((date) => date.getTime())));

async function dateFile(
  file: string,
  modifiedAt: Date,
): Promise<Result<Pick<FileOutcome, 'action' | 'refreshAt'>, Failure>> {
  try {
    await utimes(file, new Date(), modifiedAt);
    return ok({ action: 'dated', refreshAt: modifiedAt });
  } catch (cause) {
    return err(localFailure(file, `its date cannot be set: ${codeOf(cause)}`));
  }
}

async function removeFile(file: string): Promise<Result<Pick<FileOutcome, 'action'>, Failure>> {
  try {
    await unlink(file);
    return ok({ action: 'removed' });
  } catch (cause) {
    return err(localFailure(file, `it cannot be removed: ${codeOf(cause)}`));
  }
}

/** A directory cannot be replaced, and to read a pipe may take for ever. */
async function whyNoFile(file: string): Promise<Failure | undefined> {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined || facts.isFile()) return undefined;
  return localFailure(file, facts.isDirectory() ? 'it is a directory' : 'it is no plain file');
}

/** Found out before anybody is asked. */
async function whyUnwritable(file: string): Promise<Failure | undefined> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (folder?.isDirectory() !== true) return localFailure(file, `there is no directory ${dirname(file)}`);
  const isWritable = await access(dirname(file), constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  return isWritable ? undefined : localFailure(file, `not permitted to write in ${dirname(file)}`);
}

function localFailure(file: string, what: string): Failure {
  return {
    code: 'stapling/file',
    message: `${file}: ${what}`,
    hint: 'give a file in a folder you may write to',
    fault: 'configuration',
    temporary: false,
  };
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause);
