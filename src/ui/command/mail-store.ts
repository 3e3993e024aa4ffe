/** Mails named by arguments: files of one, mailboxes, Maildirs, standard input; or one in a batch line. */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileError, fromBase64, type Result, readBoundedFile } from '../../base/index.ts';
import { splitMailbox } from '../../core/message/index.ts';
import type { Fields } from './fields.ts';
import { BrokenMessage } from './message-source.ts';

export type MailStore = { readonly octets: Uint8Array } | { readonly files: readonly string[] };

export interface FoundMail {
  /** The file, and which message in it. */
  readonly source: string;
  readonly octets: Uint8Array;
}

/** A mailbox of some ten thousand messages; it is held while it is read. */
const MAX_FILE_OCTETS = 256 * 1024 * 1024;
/** Of one mailbox or Maildir. */
const MAX_MAILS = 100_000;

/** `message` of a batch line, in base64 or as text, or the argument `files`. */
export function readMailStore(fields: Fields): MailStore {
  const files = fields.texts('files');
  if (!fields.has('message')) {
    if (files.length === 0)
      fields.problem('"files" is missing: name a mail, a mailbox or a Maildir, or - for standard input');
    return { files };
  }
  return { octets: readMailText(fields, 'message') ?? new Uint8Array() };
}

/** A mail as text has a colon in its header, which base64 never has. */
export function readMailText(fields: Fields, name: string): Uint8Array | undefined {
  const text = fields.text(name, 'a mail in base64');
  const octets = fromBase64(text) ?? (text.includes(':') ? Buffer.from(text, 'utf8') : undefined);
  if (octets === undefined) fields.problem(`"${name}" must be a mail in base64`);
  return octets;
}

/** One after the other; what cannot be read throws `BrokenMessage`. */
export async function* openMails(store: MailStore): AsyncGenerator<FoundMail> {
  if ('octets' in store) {
    yield { source: 'message', octets: store.octets };
    return;
  }
  for (const file of store.files) {
    if (isDirectory(file)) yield* mailsOfMaildir(file);
    else yield* mailsOf(file === '-' ? 'standard input' : file, taken(await readBoundedFile(file, MAX_FILE_OCTETS)));
  }
}

function* mailsOf(source: string, octets: Uint8Array): Generator<FoundMail> {
  if (!isMailbox(octets)) {
    yield { source, octets };
    return;
  }
  const mails = splitMailbox(octets, MAX_MAILS + 1);
  if (mails.length > MAX_MAILS) throw new BrokenMessage(`${source} has more than ${MAX_MAILS} messages`);
  for (const [i, mail] of mails.entries())
    yield { source: mails.length === 1 ? source : `${source}: message ${i + 1}`, octets: mail };
}

const isMailbox = (octets: Uint8Array): boolean => Buffer.from(octets.subarray(0, 5)).toString('latin1') === 'From ';

async function* mailsOfMaildir(folder: string): AsyncGenerator<FoundMail> {
  const names = (await Promise.all(['new', 'cur'].map((name) => filesIn(join(folder, name))))).flat();
  if (names.every((name) => name === undefined))
    throw new BrokenMessage(`${folder} is a directory without new and cur: give a Maildir, or the files`);
  const files = names.filter((name) => name !== undefined);
  if (files.length > MAX_MAILS) throw new BrokenMessage(`${folder} has more than ${MAX_MAILS} messages`);
  for (const file of files) {
    const read = await readBoundedFile(file, MAX_FILE_OCTETS);
    if (!read.ok && read.error.code === 'file/missing') continue; // another program moved it meanwhile
    yield { source: file, octets: taken(read) };
  }
}

async function filesIn(folder: string): Promise<readonly (string | undefined)[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    return files.map(({ name }) => join(folder, name)).sort();
  } catch {
    return [undefined];
  }
}

function isDirectory(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false; // who reads it says what is wrong
  }
}

function taken(read: Result<Uint8Array, FileError>): Uint8Array {
  if (read.ok) return read.value;
  throw new BrokenMessage(read.error.message);
}
