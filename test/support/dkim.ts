/** Signed mail for tests: keys made once, messages signed by us, signatures altered, verdicts asked for. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { clockAt, publicJwk } from '../../src/base/index.ts';
import {
  type KeyLookup,
  type SignatureVerdict,
  type SignSpec,
  signDkim,
  type Verification,
  verifyDkim,
} from '../../src/core/dkim/index.ts';
import type { LineEndsMode } from '../../src/core/message/index.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;
export const DOMAIN = 'example.org';
export const KEY_NAME = `s1._domainkey.${DOMAIN}`;

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const ed25519 = generateKeyPairSync('ed25519');

/** Bare base64 of what p= holds. */
export function publicText(key: KeyObject, type: 'spki' | 'pkcs1' | 'raw' = 'spki'): string {
  if (type === 'raw') return Buffer.from(publicJwk(key).x ?? '', 'base64url').toString('base64');
  return key.export({ format: 'der', type }).toString('base64');
}

export const RSA_RECORD = `v=DKIM1; k=rsa; p=${publicText(rsa.publicKey)}`;
export const ED_RECORD = `v=DKIM1; k=ed25519; p=${publicText(ed25519.publicKey, 'raw')}`;

export const PLAIN = [
  'From: Joe <joe@example.org>',
  'To: Suzie <suzie@example.net>',
  'Subject: =?utf-8?q?Dinner?=  tonight',
  'Date: Mon, 01 Jun 2026 12:00:00 +0000',
  '',
  'Hello  Suzie, ',
  '',
  'are you hungry?\t ',
  '',
  '',
].join('\r\n');

export const spec = (over: Partial<SignSpec> = {}): SignSpec => ({
  domain: DOMAIN,
  selector: 's1',
  key: rsa.privateKey,
  algorithm: 'rsa-sha256',
  header: 'relaxed',
  body: 'relaxed',
  oversign: ['from'],
  signedAt: NOW_SECONDS - 60,
  ...over,
});

export const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The message with a signature on top. */
export async function signed(message = PLAIN, over: Partial<SignSpec> = {}): Promise<string> {
  const made = await signDkim([octets(message)], spec(over));
  if (!made.ok) throw new Error(made.error.message);
  return `${made.value.text}\r\n${message}`;
}

/** A DNS of one name. */
export const keysOf =
  (...texts: readonly string[]): KeyLookup =>
  async (name) =>
    name === KEY_NAME && texts.length > 0
      ? { kind: 'records', texts, status: 'insecure' }
      : { kind: 'missing', status: 'insecure', detail: `${name} does not exist` };

export interface Asked {
  readonly lookUp?: KeyLookup;
  readonly at?: Date;
  readonly lineEnds?: LineEndsMode;
}

export async function verification(
  message: string | Iterable<Uint8Array>,
  { lookUp = keysOf(RSA_RECORD), at = NOW, lineEnds }: Asked = {},
): Promise<Verification> {
  const parts = typeof message === 'string' ? [octets(message)] : message;
  const options = { lookUp, clock: clockAt(at), ...(lineEnds !== undefined && { lineEnds }) };
  const read = await verifyDkim(parts, options);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Of the first signature. */
export async function verdict(message: string, asked: Asked = {}): Promise<SignatureVerdict> {
  const [first] = (await verification(message, asked)).verdicts;
  if (first === undefined) throw new Error('no signature');
  return first;
}

export const told = async (message: string, asked: Asked = {}): Promise<string> => {
  const { result, reason } = await verdict(message, asked);
  return `${result} ${reason}`;
};
