/** Sealed mail for tests: a sealer of our own, which is no part of the program (RFC 8617 §5.1). */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { clockAt } from '../../src/base/index.ts';
import { type ArcVerdict, verifyArc } from '../../src/core/arc/index.ts';
import {
  canonicalField,
  createBodyHashes,
  type KeyLookup,
  signedHeader,
  withoutValue,
} from '../../src/core/dkim/index.ts';
import { createMessageReader, type Field, fieldsNamed, parseFields } from '../../src/core/message/index.ts';
import { NOW, NOW_SECONDS, octets, PLAIN, RSA_RECORD, rsa } from './dkim.ts';

export interface SealSpec {
  readonly cv?: string;
  readonly domain?: string;
  readonly selector?: string;
  readonly key?: KeyObject;
  readonly names?: string;
  /** As in c=; absent: left out. */
  readonly canonicalization?: string | undefined;
  readonly results?: string;
  /** l= */
  readonly bodyLength?: number;
  /** More tags of the message signature, of the seal. */
  readonly messageTags?: string;
  readonly sealTags?: string;
}

const NAMES = 'from:to:subject:date:dkim-signature';

/** The message with one set more on top. */
export function sealed(message: string, spec: SealSpec = {}): string {
  const { fields, body } = split(message);
  const instance = fieldsNamed(fields, 'arc-seal').length + 1;
  const { domain = `relay${instance}.example`, selector = 's1', names = NAMES, results = 'spf=pass' } = spec;
  const who = `a=${algorithmOf(spec.key)}; d=${domain}; s=${selector}; t=${NOW_SECONDS - 60 + instance};`;
  const aar = `ARC-Authentication-Results: i=${instance}; mx.${domain};\r\n\t${results}`;
  const canon = 'canonicalization' in spec ? spec.canonicalization : 'relaxed/relaxed';
  const [header = 'relaxed', how = 'relaxed'] = (canon ?? 'relaxed/relaxed').split('/') as ['relaxed', 'relaxed'];
  const digest = bodyDigest(body, how, spec.bodyLength);
  const bare = [
    `ARC-Message-Signature: i=${instance}; ${who}`,
    ...(canon === undefined ? [] : [`c=${canon};`]),
    ...(spec.messageTags === undefined ? [] : [spec.messageTags]),
    ...(spec.bodyLength === undefined ? [] : [`l=${spec.bodyLength};`]),
    `h=${names};`,
    `bh=${digest};`,
    'b=',
  ].join('\r\n\t');
  const ams =
    bare +
    signature(
      signedHeader({ fields, own: one(bare), names: names.split(':'), how: header, valueSpan: endOf(bare) }),
      spec.key,
    );
  const cv = spec.cv ?? (instance === 1 ? 'none' : 'pass');
  const more = spec.sealTags === undefined ? '' : `${spec.sealTags} `;
  const seal = `ARC-Seal: i=${instance}; ${who}\r\n\t${more}cv=${cv}; b=`;
  const before = Array.from({ length: instance - 1 }, (_, i) => setOf(fields, i + 1)).flat();
  const all = [...(cv === 'fail' ? [] : before), one(aar), one(ams)];
  const covered = all.map((field) => `${canonicalField(field, 'relaxed')}\r\n`).join('');
  const own = canonicalField(withoutValue(one(seal), endOf(seal)), 'relaxed');
  return [seal + signature(covered + own, spec.key), ams, aar, message].join('\r\n');
}

/** A message with so many sets. */
export function chainOf(length: number, spec: SealSpec = {}, message = PLAIN): string {
  let chain = message;
  for (let i = 0; i < length; i += 1) chain = sealed(chain, spec);
  return chain;
}

/** Every name under `_domainkey` has the same records. */
export const anyKey =
  (...texts: readonly string[]): KeyLookup =>
  async () => ({ kind: 'records', texts, status: 'insecure' });

export async function arcVerdict(message: string, lookUp = anyKey(RSA_RECORD), at = NOW): Promise<ArcVerdict> {
  const read = await verifyArc([octets(message)], { lookUp, clock: clockAt(at) });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

export const arcTold = async (message: string, lookUp?: KeyLookup): Promise<string> => {
  const { result, reason } = await arcVerdict(message, lookUp);
  return `${result} ${reason}`;
};

function split(message: string): { readonly fields: readonly Field[]; readonly body: Uint8Array } {
  let fields: readonly Field[] = [];
  const parts: Uint8Array[] = [];
  const reader = createMessageReader('lenient', {
    header: (read) => {
      fields = read;
    },
    body: (part) => void parts.push(Buffer.from(part)),
  });
  reader.push(octets(message));
  reader.end();
  return { fields, body: Buffer.concat(parts) };
}

/** In the order they are sealed in. */
const setOf = (fields: readonly Field[], instance: number): readonly Field[] =>
  ['arc-authentication-results', 'arc-message-signature', 'arc-seal'].map(
    (name) => fieldsNamed(fields, name).find(({ text }) => text.includes(`i=${instance};`))!,
  );

const one = (text: string): Field => parseFields(text)[0]!;
const endOf = ({ length }: string) => ({ start: length, end: length });

function bodyDigest(body: Uint8Array, how: 'simple' | 'relaxed', bodyLength?: number): string {
  const wanted = { body: how, ...(bodyLength !== undefined && { bodyLength }) };
  const hashes = createBodyHashes([wanted]);
  hashes.push(body);
  hashes.end();
  return Buffer.from(hashes.of(wanted).digest).toString('base64');
}

const algorithmOf = (key: KeyObject = rsa.privateKey): string =>
  key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256';

function signature(text: string, key: KeyObject = rsa.privateKey): string {
  const covered = octets(text);
  if (key.asymmetricKeyType !== 'ed25519') return sign('sha256', covered, key).toString('base64');
  return sign(null, createHash('sha256').update(covered).digest(), key).toString('base64');
}
