/** A part as conditions of the MIME ACL read it, and as it is written into files. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecodeAnswer, PartService } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import type { ScanCopy } from '../../scan/index.ts';
import { isPlainName } from '../scan-copy.ts';
import type { Session } from '../session.ts';
import { decoderFor } from './decode.ts';
import { FileLines } from './file-lines.ts';
import { MAX_LINE, type Part } from './walk.ts';

export interface PartPlace {
  readonly session: Session;
  readonly copy: ScanCopy;
  /** The file that the part is in. */
  readonly file: FileHandle;
  readonly part: Part;
  /** Of the whole message. */
  readonly names: Names;
}

/** Of names that end in a number, by what stands before it: all below this one are taken. */
export type Names = Map<string, number>;

export function partService(place: PartPlace): PartService {
  let decoded: string | undefined;
  const decodeTo = async (where: string): Promise<DecodeAnswer> => {
    const answer = await writeDecoded(place, where);
    decoded = answer?.file;
    return answer;
  };
  return {
    lines: async function* () {
      for await (const line of linesOf(place)) yield line.endsWith('\n') ? line.slice(0, -1) : line;
    },
    decodeTo,
    decoded: async function* () {
      if (decoded === undefined) noteDecoded(place.session, await decodeTo(''));
      if (decoded !== undefined) yield* octetsOf(decoded);
    },
  };
}

/** With their ends, in pieces where they are long. */
export async function* linesOf(place: Pick<PartPlace, 'file' | 'part'>): AsyncIterable<string> {
  const next = lineReader(place);
  for (;;) {
    const got = next();
    const line = got instanceof Promise ? await got : got;
    if (line === undefined) return;
    yield line;
  }
}

/** Undefined behind the last. An iterator costs ten times as much as a short line. */
function lineReader({ file, part }: Pick<PartPlace, 'file' | 'part'>): () => Later<string | undefined> {
  const source = new FileLines(file, part.from);
  const delimiter = part.boundary === undefined ? undefined : `--${part.boundary}`;
  return () =>
    after(source.line(MAX_LINE), (line) =>
      line === undefined || (delimiter !== undefined && line.startsWith(delimiter)) ? undefined : line,
    );
}

async function* octetsOf(path: string): AsyncIterable<string> {
  const file = await open(path, 'r');
  try {
    for await (const part of file.createReadStream({ autoClose: false })) yield (part as Buffer).toString('latin1');
  } finally {
    await file.close();
  }
}

/** Who looks into a part has it decoded first, and its variables tell. */
function noteDecoded({ facts }: Session, answer: DecodeAnswer): void {
  if (answer === undefined) return;
  setValue(facts, 'mime_decoded_filename', answer.file);
  setValue(facts, 'mime_content_size', String(Math.ceil(answer.sizeBytes / 1024)));
}

const FILE_MODE = 0o640;

async function writeDecoded(place: PartPlace, where: string): Promise<DecodeAnswer> {
  const target = await openTarget(place, where).catch(() => undefined);
  if (target === undefined) return undefined;
  try {
    return { file: target.path, sizeBytes: await writePart(place, target.file) };
  } catch {
    return undefined;
  } finally {
    await target.file.close();
  }
}

interface Target {
  readonly path: string;
  readonly file: FileHandle;
}

/** `default`, a folder, a file; a name alone is one of the folder of the scan, and cannot lead out of it. */
async function openTarget({ copy, session, names }: PartPlace, where: string): Promise<Target | undefined> {
  const id = session.message?.id ?? '';
  if (where === '' || where === 'default') return firstFree(copy.folder, `${id}-`, names);
  if (!where.startsWith('/')) return isPlainName(where) ? openNew(join(copy.folder, where), 'w') : undefined;
  const isFolder = await stat(where).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? firstFree(where, `${id}-`, names) : openNew(where, 'w');
}

/** Of one kind, in one message. */
const MAX_NAMES = 1024;

/** Each part goes on where the one before it has stopped, or a message of many costs their number squared. */
export async function firstFree(folder: string, prefix: string, names: Names): Promise<Target | undefined> {
  const stem = join(folder, prefix);
  for (let number = names.get(stem) ?? 0; number < MAX_NAMES; number += 1) {
    names.set(stem, number + 1);
    const path = `${stem}${String(number).padStart(5, '0')}`;
    const made = await openNew(path, 'wx').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return undefined;
      throw cause;
    });
    if (made !== undefined) return made;
  }
  return undefined;
}

const openNew = async (path: string, flags: 'w' | 'wx'): Promise<Target> => ({
  path,
  file: await open(path, flags, FILE_MODE),
});

const FLUSH_AT = 64 * 1024;

/** @returns octets */
export async function writePart(place: PartPlace, to: FileHandle): Promise<number> {
  const decoder = decoderFor(place.part.facts.content_transfer_encoding);
  let size = 0;
  let held = '';
  const flush = async (): Promise<void> => {
    size += held.length;
    await to.writeFile(held, 'latin1');
    held = '';
  };
  const next = lineReader(place);
  for (;;) {
    const got = next();
    const line = got instanceof Promise ? await got : got;
    if (line === undefined) break;
    held += decoder.line(line);
    if (held.length >= FLUSH_AT) await flush();
  }
  held += decoder.end();
  await flush();
  noteAnomaly(place.session, decoder.anomaly());
  return size;
}

function noteAnomaly({ facts }: Session, anomaly: ReturnType<ReturnType<typeof decoderFor>['anomaly']>): void {
  if (anomaly === undefined) return;
  setValue(facts, 'mime_anomaly_level', String(anomaly.level));
  setValue(facts, 'mime_anomaly_text', anomaly.text);
}
