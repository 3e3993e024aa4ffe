/** The message as options describe it: files are read here, before anything is tried. */
import { basename } from 'node:path';
import { err, type Failure, fromBase64, ok, type Result, readBoundedFile } from '../../../base/index.ts';
import type { Attachment } from '../../../core/send/index.ts';
import { type Fields, usageError } from '../fields.ts';

export interface MessageInput {
  readonly data?: Given;
  readonly body?: Given;
  readonly attach: readonly Given[];
  readonly attachTypes: readonly string[];
  readonly headers: readonly string[];
  readonly addHeaders: readonly string[];
  readonly isAsGiven: boolean;
  readonly stripsFrom: boolean;
  readonly refusesBare: boolean;
}

/** Where octets come from. */
export type Given =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string; readonly flag: string }
  | { readonly kind: 'octets'; readonly octets: Uint8Array };

/** It is held, and once more while it is made ready. */
const MAX_MESSAGE_OCTETS = 256 * 1024 * 1024;

export function readMessageInput(fields: Fields): MessageInput {
  const data = fields.has('message') ? fromField(fields) : given(fields.optionalText('data'), '--data');
  const body = given(fields.optionalText('body'), '--body');
  const stdin = [data, body].filter((one) => one?.kind === 'file' && one.path === '-');
  if (stdin.length > 1) fields.problem('--data and --body cannot both be standard input');
  return {
    ...(data !== undefined && { data }),
    ...(body !== undefined && { body }),
    attach: fields.texts('attach').map((text) => given(text, '--attach')!),
    attachTypes: fields.texts('attachType').map((type) => checkedType(type, fields)),
    headers: readFields(fields, 'header'),
    addHeaders: readFields(fields, 'addHeader'),
    isAsGiven: fields.flag('noDataFixup'),
    stripsFrom: !fields.flag('noStripFrom'),
    refusesBare: fields.oneOf('lineEnds', ['normalise', 'refuse']) === 'refuse',
  };
}

function fromField(fields: Fields): Given {
  const octets = fromBase64(fields.text('message', 'a mail in base64'));
  if (octets === undefined) fields.problem('"message" must be a mail in base64');
  return { kind: 'octets', octets: octets ?? new Uint8Array() };
}

/** `-` is standard input, `@` begins a file's name, `@@` a text that begins with one. */
function given(value: string | undefined, flag: string): Given | undefined {
  if (value === undefined) return undefined;
  if (value === '-') return { kind: 'file', path: '-', flag };
  if (value.startsWith('@@')) return { kind: 'text', text: value.slice(1) };
  return value.startsWith('@') ? { kind: 'file', path: value.slice(1), flag } : { kind: 'text', text: value };
}

function readFields(fields: Fields, name: 'header' | 'addHeader'): readonly string[] {
  const list = fields.texts(name).flatMap((text) => text.split('\\n'));
  for (const text of list)
    if (!/^[\x21-\x39\x3b-\x7e]+[ \t]*:[^\r\n\0]*$/.test(text))
      fields.problem(
        `"${name}": ${JSON.stringify(text.slice(0, 60))} is no header field: write it as 'Subject: a test'`,
      );
  return list;
}

function checkedType(type: string, fields: Fields): string {
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[\x20-\x7e]*)?$/.test(type))
    fields.problem(`"attachType" must be a media type such as image/png, and is "${type.slice(0, 60)}"`);
  return type;
}

export async function loadGiven(from: Given): Promise<Result<Uint8Array, Failure>> {
  if (from.kind === 'text') return ok(Buffer.from(from.text.replaceAll('\\n', '\n'), 'utf8'));
  if (from.kind === 'octets') return ok(from.octets);
  const read = await readBoundedFile(from.path, MAX_MESSAGE_OCTETS);
  return read.ok ? read : err(usageError(`${from.flag}: ${read.error.message}`));
}

export async function loadAttachments({ attach, attachTypes }: MessageInput): Promise<Result<Attachment[], Failure>> {
  const loaded: Attachment[] = [];
  for (const [i, from] of attach.entries()) {
    const octets = await loadGiven(from);
    if (!octets.ok) return octets;
    const name = from.kind === 'file' && from.path !== '-' ? { name: basename(from.path) } : {};
    loaded.push({ octets: octets.value, type: attachTypes[i] ?? 'application/octet-stream', ...name });
  }
  return ok(loaded);
}
