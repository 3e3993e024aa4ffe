/** The unpacking itself: things waiting to be opened, each by what its first octets say it is. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { splitMailbox } from '../message/index.ts';
import {
  MAX_DOCUMENT_BYTES,
  MAX_LAYERS,
  MAX_PARTS,
  MAX_RATIO,
  MAX_UNPACKED_BYTES,
  RATIO_FROM_BYTES,
} from './limits.ts';

export interface Document {
  /** Where it was found. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** The part behind it in a mail, where the two belong together. */
  readonly original?: Uint8Array;
}

export interface Unpacked {
  readonly documents: readonly Document[];
  readonly failures: readonly Failure[];
}

export type UnpackFault = 'no-report' | 'damaged' | 'too-large' | 'too-deep';

/** What is looked for. */
export interface Wanted {
  /** By its first 256 octets, an octet a character. */
  readonly isDocument: (head: string) => boolean;
  /** A document that no first sign tells, and in a mail one together with the part behind it. */
  readonly isFirstOfTwo?: (bytes: Uint8Array) => boolean;
  /** The sentence about a file that has none, behind its name. */
  readonly none: string;
  readonly error: (fault: UnpackFault, message: string) => Failure;
}

/** What has come out of one file so far, and what is wanted of it. */
interface Tally {
  readonly wanted: Wanted;
  bytes: number;
  parts: number;
}

type Outcome = Result<readonly Document[], Failure>;

/** Down to MAX_LAYERS, in the order of the file; never throws. */
export async function unpack(file: Document, wanted: Wanted): Promise<Unpacked> {
  const documents: Document[] = [];
  const failures: Failure[] = [];
  const tally: Tally = { wanted, bytes: 0, parts: 0 };
  const waiting: { readonly part: Document; readonly layer: number }[] = [{ part: file, layer: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { part, layer } = next;
    const kind = kindOf(part.bytes, wanted);
    if (kind === 'document') {
      documents.push(part);
      continue;
    }
    const opened = layer >= MAX_LAYERS ? tooDeep(part, wanted) : await OPENERS[kind](part, tally);
    if (!opened.ok) failures.push(opened.error);
    else waiting.unshift(...opened.value.map((inner) => ({ part: inner, layer: layer + 1 })));
  }
  return { documents, failures };
}

type Kind = 'document' | 'gzip' | 'zip' | 'mailbox' | 'mail';

function kindOf(bytes: Uint8Array, wanted: Wanted): Kind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
  if (wanted.isDocument(head)) return 'document';
  if (head.startsWith('From ')) return 'mailbox';
  return wanted.isFirstOfTwo?.(bytes) === true ? 'document' : 'mail';
}

const OPENERS: Readonly<Record<Exclude<Kind, 'document'>, (part: Document, tally: Tally) => Promise<Outcome>>> = {
  gzip: openGzip,
  zip: openZip,
  mailbox: openMailbox,
  mail: openMail,
};

/** In small pieces, so that a bomb is noticed before it has gone off. */
async function openGzip({ source, bytes }: Document, tally: Tally): Promise<Outcome> {
  const { Gunzip } = await import('fflate');
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      stream.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length);
      const limit = limitReached(size, bytes.length, tally);
      if (limit !== undefined) return err(tally.wanted.error('too-large', `${source}: ${limit}`));
    }
  } catch (cause) {
    return err(tally.wanted.error('damaged', `${source} is gzip that cannot be unpacked: ${(cause as Error).message}`));
  }
  if (size === 0) return err(tally.wanted.error('damaged', `${source} is gzip with nothing in it, or cut off`));
  tally.bytes += size;
  return ok([{ source, bytes: Buffer.concat(chunks) }]);
}

const PIECE_BYTES = 4096;

/** Sizes in the directory are promises, and no more than them is ever unpacked. */
async function openZip({ source, bytes }: Document, tally: Tally): Promise<Outcome> {
  const { unzipSync } = await import('fflate');
  let limit: string | undefined;
  let promised = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (limit !== undefined || name.endsWith('/') || name.startsWith('__MACOSX/')) return false;
        promised += originalSize;
        limit =
          overParts(tally) ?? limitReached(originalSize, size, tally) ?? limitReached(promised, bytes.length, tally);
        return limit === undefined;
      },
    });
    if (limit !== undefined) return err(tally.wanted.error('too-large', `${source}: ${limit}`));
    tally.bytes += promised;
    return ok(Object.entries(entries).map(([name, inner]) => ({ source: `${source}: ${shown(name)}`, bytes: inner })));
  } catch (cause) {
    return err(tally.wanted.error('damaged', `${source} is zip that cannot be unpacked: ${(cause as Error).message}`));
  }
}

async function openMailbox({ source, bytes }: Document, tally: Tally): Promise<Outcome> {
  const mails = splitMailbox(bytes, MAX_PARTS - tally.parts);
  tally.parts += mails.length;
  return ok(mails.map((mail, i) => ({ source: `${source}: message ${i + 1}`, bytes: mail })));
}

/** Attachments that could be a report; a body that is one itself. */
async function openMail({ source, bytes }: Document, tally: Tally): Promise<Outcome> {
  const { default: PostalMime } = await import('postal-mime');
  try {
    const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 32 });
    const found: Document[] = [];
    const contents = mail.attachments.map(({ filename, content }) => ({
      filename,
      inner: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    }));
    const at = contents.findIndex(({ inner }) => tally.wanted.isFirstOfTwo?.(inner) === true);
    if (at >= 0) return ok([{ source, bytes: contents[at]!.inner, ...originalIn(contents[at + 1]?.inner) }]);
    for (const { filename, inner } of contents) {
      if (kindOf(inner, tally.wanted) === 'mail' && !looksLikeMail(inner)) continue;
      const limit = overParts(tally);
      if (limit !== undefined) return err(tally.wanted.error('too-large', `${source}: ${limit}`));
      found.push({ source: `${source}: ${shown(filename ?? 'attachment')}`, bytes: inner });
    }
    const body = mail.text?.trim() ?? '';
    if (found.length === 0 && tally.wanted.isDocument(body.slice(0, 256)))
      found.push({ source, bytes: Buffer.from(body) });
    if (found.length > 0) return ok(found);
  } catch (cause) {
    return err(tally.wanted.error('damaged', `${source} cannot be read as mail: ${(cause as Error).message}`));
  }
  return err(tally.wanted.error('no-report', `${source} ${tally.wanted.none}`));
}

const originalIn = (next: Uint8Array | undefined): Pick<Document, 'original'> =>
  next === undefined ? {} : { original: next };

const looksLikeMail = (bytes: Uint8Array): boolean =>
  /^[!-9;-~]+:[ \t]/.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));

function overParts(tally: Tally): string | undefined {
  tally.parts += 1;
  return tally.parts > MAX_PARTS ? `it has more than ${MAX_PARTS} parts` : undefined;
}

function limitReached(size: number, packed: number, tally: Tally): string | undefined {
  if (size > MAX_DOCUMENT_BYTES) return `it unpacks to more than ${MAX_DOCUMENT_BYTES} octets`;
  if (tally.bytes + size > MAX_UNPACKED_BYTES) return `all in all it unpacks to more than ${MAX_UNPACKED_BYTES} octets`;
  if (size > RATIO_FROM_BYTES && size > packed * MAX_RATIO)
    return `it unpacks to more than ${MAX_RATIO} times its size`;
  return undefined;
}

const tooDeep = ({ source }: Document, { error }: Wanted): Outcome =>
  err(error('too-deep', `${source}: things are packed in each other more than ${MAX_LAYERS} times`));

const shown = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
