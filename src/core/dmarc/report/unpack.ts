/**
 * From a file to the documents in it: XML as it is, the fields of a failure report, gzip, zip, a mail with attachments, a mailbox of mails, in each other
 * down to MAX_LAYERS. What a thing is, its first octets say, since names and media types in real mail often do not.
 */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { reportError } from './errors.ts';
import { MAX_LAYERS, MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES, MAX_XML_BYTES, RATIO_FROM_BYTES } from './limits.ts';
import { splitMailbox } from './mailbox.ts';

export interface Document {
  /** Where it was found. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Of the fields of a failure report: the message it is about, or its header. */
  readonly original?: Uint8Array;
}

export interface Unpacked {
  /** XML. */
  readonly documents: readonly Document[];
  /** Fields of failure reports. */
  readonly feedback: readonly Document[];
  readonly failures: readonly Failure[];
}

/** What has come out of one file so far. */
interface Tally {
  bytes: number;
  parts: number;
}

type Outcome = Result<readonly Document[], Failure>;

export async function unpack(file: Document): Promise<Unpacked> {
  const found = { xml: [] as Document[], feedback: [] as Document[] };
  const failures: Failure[] = [];
  const tally: Tally = { bytes: 0, parts: 0 };
  const waiting: { readonly part: Document; readonly layer: number }[] = [{ part: file, layer: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { part, layer } = next;
    const kind = kindOf(part.bytes);
    if (kind === 'xml' || kind === 'feedback') {
      found[kind].push(part);
      continue;
    }
    const opened = layer >= MAX_LAYERS ? tooDeep(part) : await OPENERS[kind](part, tally);
    if (!opened.ok) failures.push(opened.error);
    else waiting.unshift(...opened.value.map((inner) => ({ part: inner, layer: layer + 1 })));
  }
  return { documents: found.xml, feedback: found.feedback, failures };
}

type Kind = 'xml' | 'feedback' | 'gzip' | 'zip' | 'mailbox' | 'mail';

function kindOf(bytes: Uint8Array): Kind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
  if (/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*</.test(head)) return 'xml';
  if (head.startsWith('From ')) return 'mailbox';
  return isFeedback(bytes) ? 'feedback' : 'mail';
}

/** Fields that say of which type the report is, and none of a mail (RFC 5965 §3.1). */
function isFeedback(bytes: Uint8Array): boolean {
  const [fields = ''] = Buffer.from(bytes.subarray(0, 8192))
    .toString('latin1')
    .trimStart()
    .split(/\r?\n\r?\n/, 1);
  return /^feedback-type[ \t]*:/im.test(fields) && !/^(?:from|content-type)[ \t]*:/im.test(fields);
}

const OPENERS: Readonly<Record<Exclude<Kind, 'xml' | 'feedback'>, (part: Document, tally: Tally) => Promise<Outcome>>> =
  {
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
      if (limit !== undefined) return err(reportError('too-large', `${source}: ${limit}`));
    }
  } catch (cause) {
    return err(reportError('damaged', `${source} is gzip that cannot be unpacked: ${(cause as Error).message}`));
  }
  if (size === 0) return err(reportError('damaged', `${source} is gzip with nothing in it, or cut off`));
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
    if (limit !== undefined) return err(reportError('too-large', `${source}: ${limit}`));
    tally.bytes += promised;
    return ok(Object.entries(entries).map(([name, inner]) => ({ source: `${source}: ${shown(name)}`, bytes: inner })));
  } catch (cause) {
    return err(reportError('damaged', `${source} is zip that cannot be unpacked: ${(cause as Error).message}`));
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
    const at = contents.findIndex(({ inner }) => isFeedback(inner));
    if (at >= 0) return ok([{ source, bytes: contents[at]!.inner, ...originalIn(contents[at + 1]?.inner) }]);
    for (const { filename, inner } of contents) {
      if (kindOf(inner) === 'mail' && !looksLikeMail(inner)) continue;
      const limit = overParts(tally);
      if (limit !== undefined) return err(reportError('too-large', `${source}: ${limit}`));
      found.push({ source: `${source}: ${shown(filename ?? 'attachment')}`, bytes: inner });
    }
    const body = mail.text?.trim() ?? '';
    if (found.length === 0 && body.startsWith('<')) found.push({ source, bytes: Buffer.from(body) });
    if (found.length > 0) return ok(found);
  } catch (cause) {
    return err(reportError('damaged', `${source} cannot be read as mail: ${(cause as Error).message}`));
  }
  return err(
    reportError(
      'no-report',
      `${source} has no report in it: neither XML, gzip, zip nor mail with such an attachment, nor a failure report`,
    ),
  );
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
  if (size > MAX_XML_BYTES) return `it unpacks to more than ${MAX_XML_BYTES} octets`;
  if (tally.bytes + size > MAX_UNPACKED_BYTES) return `all in all it unpacks to more than ${MAX_UNPACKED_BYTES} octets`;
  if (size > RATIO_FROM_BYTES && size > packed * MAX_RATIO)
    return `it unpacks to more than ${MAX_RATIO} times its size`;
  return undefined;
}

const tooDeep = ({ source }: Document): Outcome =>
  err(reportError('too-deep', `${source}: things are packed in each other more than ${MAX_LAYERS} times`));

const shown = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
