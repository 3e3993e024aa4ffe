/** Flags of `smtp sink` into what core/sink takes. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import {
  type CredentialBook,
  parseRule,
  parseScript,
  type Rule,
  readCredentials,
  type SinkOptions,
} from '../../core/sink/index.ts';
import type { Offers } from '../../core/smtp/index.ts';
import { type Fields, usageError } from './fields.ts';

const MAX_FILE_OCTETS = 1024 * 1024;

export interface SinkPlace {
  readonly address: string;
  readonly port: number;
}

/** `127.0.0.1:2525`, `[::1]:2525`, `:2525` or `2525` on loopback. */
export function readPlace(fields: Fields): SinkPlace {
  const text = fields.optionalText('place') ?? '127.0.0.1:0';
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]*)):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3] ?? Number.NaN);
  if (match === null || port > 65_535) {
    fields.problem(
      `"${text}" is no ADDR:PORT: give one such as 127.0.0.1:2525, or 0 as the port for whichever is free`,
    );
    return { address: '127.0.0.1', port: 0 };
  }
  const host = match[1] ?? match[2] ?? '';
  return { address: host === '' ? '127.0.0.1' : host === 'localhost' ? '127.0.0.1' : host, port };
}

/** Everything a sink can offer, with the name it has in EHLO. */
const OFFERS: Readonly<Record<string, Partial<Offers>>> = {
  '8BITMIME': { eightBitMime: true },
  DSN: { dsn: true },
  ETRN: { etrn: true },
  VRFY: { vrfy: true },
  EXPN: { expn: true },
  PIPELINING: { pipelining: true },
  PIPECONNECT: { pipeConnect: true },
  CHUNKING: { chunking: true },
  BINARYMIME: { binaryMime: true },
  STARTTLS: { startTls: true },
  REQUIRETLS: { requireTls: true },
  PRDR: { prdr: true },
  SMTPUTF8: { smtpUtf8: true },
  HELP: { help: true },
};
/** Unless they are asked for. */
const NOT_USUAL: ReadonlySet<string> = new Set(['ETRN', 'EXPN', 'PIPECONNECT']);
const DEFAULT_SIZE = 100 * 1024 * 1024;

export function readOffers(fields: Fields): Offers {
  const [shown, hidden] = [readNames(fields, 'offer'), readNames(fields, 'hide')];
  const names = Object.keys(OFFERS).filter(
    (name) => (!NOT_USUAL.has(name) || shown.includes(name)) && !hidden.includes(name),
  );
  const size = fields.integer('size', { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? DEFAULT_SIZE;
  const limit = hidden.includes('SIZE') ? {} : { size };
  return Object.assign(limit, ...names.map((name) => OFFERS[name]));
}

function readNames(fields: Fields, name: string): readonly string[] {
  const known = [...Object.keys(OFFERS), 'SIZE'];
  const names = fields.texts(name).flatMap((text) =>
    text
      .toUpperCase()
      .split(/[\s,]+/)
      .filter((word) => word !== ''),
  );
  const wrong = names.find((word) => !known.includes(word));
  if (wrong !== undefined) fields.problem(`"${name}": ${wrong} is no extension here: ${known.join(', ')}`);
  return names;
}

/** `10/minute`, `5/s`. */
export function readRate(fields: Fields): SinkOptions['rate'] {
  const text = fields.optionalText('rate');
  if (text === undefined) return undefined;
  const match = /^(\d{1,6})\/(s|sec|second|m|min|minute|h|hour)$/i.exec(text);
  const messages = Number(match?.[1] ?? 0);
  if (match === null || messages === 0) {
    fields.problem(`"rate" must be a number of messages and a time such as 10/minute, and is "${text}"`);
    return undefined;
  }
  const unit = match[2]!.toLowerCase()[0];
  return { messages, perMs: unit === 's' ? 1000 : unit === 'm' ? 60_000 : 3_600_000 };
}

/** --reply, --delay and --drop-at come before the rules of the script. */
export function readRules(fields: Fields): readonly Rule[] {
  const lines = [
    ...fields.texts('delay').map((text) => text.replace(/=\s*([\d.]+)$/, ' delay $1')),
    ...fields.texts('dropAt').map((text) => (/^\d+$/.test(text) ? `message drop-at ${text}` : `${text} drop`)),
    ...fields.texts('reply'),
  ];
  return lines.flatMap((line) => {
    const rule = fields.take(parseRule(line), undefined);
    return rule === undefined ? [] : [rule];
  });
}

export function readStore(fields: Fields): SinkOptions['store'] {
  const [maildir, mbox] = [fields.optionalText('maildir'), fields.optionalText('mbox')];
  const syncs = fields.flag('fsync');
  if (maildir !== undefined && mbox !== undefined) fields.problem('--maildir and --mbox exclude each other: give one');
  if (maildir !== undefined) return { kind: 'maildir', path: maildir, syncs };
  if (mbox !== undefined) return { kind: 'mbox', path: mbox, syncs };
  if (syncs) fields.problem('--fsync goes with --maildir or --mbox: else there is nothing to flush');
  return { kind: 'discard' };
}

/** Files that are named, read. */
export interface SinkFiles {
  readonly script?: string;
  readonly auth?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface SinkTexts {
  readonly rules: readonly Rule[];
  readonly credentials?: CredentialBook;
  readonly pair?: { readonly certPem: string; readonly keyPem: string };
}

export async function readFiles({ script, auth, cert, key }: SinkFiles): Promise<Result<SinkTexts, Failure>> {
  const rules = await parsed(script, parseScript);
  if (!rules.ok) return rules;
  const credentials = await parsed(auth, readCredentials);
  if (!credentials.ok) return credentials;
  const pair = cert === undefined || key === undefined ? ok(undefined) : await readPair(cert, key);
  if (!pair.ok) return pair;
  return ok({
    rules: rules.value?.rules ?? [],
    ...(credentials.value !== undefined && { credentials: credentials.value }),
    ...(pair.value !== undefined && { pair: pair.value }),
  });
}

async function parsed<T>(
  path: string | undefined,
  parse: (text: string) => Result<T, Failure>,
): Promise<Result<T | undefined, Failure>> {
  if (path === undefined) return ok(undefined);
  const text = await readText(path);
  if (!text.ok) return text;
  const value = parse(text.value);
  return value.ok ? value : { ok: false, error: { ...value.error, message: `${path}: ${value.error.message}` } };
}

async function readText(path: string): Promise<Result<string, Failure>> {
  const octets = await readBoundedFile(path, MAX_FILE_OCTETS);
  return octets.ok ? ok(Buffer.from(octets.value).toString('utf8')) : octets;
}

async function readPair(cert: string, key: string): Promise<Result<SinkTexts['pair'], Failure>> {
  const [certPem, keyPem] = [await readText(cert), await readText(key)];
  if (!certPem.ok) return certPem;
  if (!keyPem.ok) return keyPem;
  const fits = tryPair(certPem.value, keyPem.value);
  if (fits === 'yes') return ok({ certPem: certPem.value, keyPem: keyPem.value });
  const message =
    fits === 'no'
      ? `the key in ${key} is not that of the certificate in ${cert}`
      : `${fits === 'cert' ? cert : key}: not readable as PEM`;
  return {
    ok: false,
    error: usageError(message, 'give a certificate chain, leaf first, and its private key without a password'),
  };
}

function tryPair(certPem: string, keyPem: string): 'yes' | 'no' | 'cert' | 'key' {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(certPem);
  } catch {
    return 'cert';
  }
  try {
    return certificate.checkPrivateKey(createPrivateKey(keyPem)) ? 'yes' : 'no';
  } catch {
    return 'key';
  }
}
