/** A DKIM signature on top of the message that goes out. */
import { concatBytes, err, type Failure, ok, type Result } from '../../../base/index.ts';
import { readPrivateKey, signDkim } from '../../../core/dkim/index.ts';
import { type Name, parseName } from '../../../core/dns/index.ts';
import { type Fields, usageError } from '../fields.ts';
import { readTextFile } from '../text-file.ts';

export interface DkimInput {
  readonly domain: Name;
  readonly selector: Name;
  /** A file, or PEM. */
  readonly key: string;
}

const FIELDS = ['dkimDomain', 'dkimSelector', 'dkimKey'] as const;
const MAX_KEY_OCTETS = 64 * 1024;

export function readDkim(fields: Fields): DkimInput | undefined {
  const given = FIELDS.filter((name) => fields.has(name));
  if (given.length === 0) return undefined;
  if (given.length < FIELDS.length) fields.problem('--dkim-domain, --dkim-selector and --dkim-key belong together');
  const name = (field: string): Name => fields.take(parseName(fields.optionalText(field) ?? 'x'), '');
  return { domain: name('dkimDomain'), selector: name('dkimSelector'), key: fields.optionalText('dkimKey') ?? '' };
}

/** @param message  with its lines ending in CRLF */
export async function withSignature(
  message: Uint8Array,
  input: DkimInput,
  now: Date,
): Promise<Result<Uint8Array, Failure>> {
  const { domain, selector, key } = input;
  const isPem = key.includes('-----BEGIN ');
  const pem = isPem ? ok(key) : await readTextFile(key, '--dkim-key', MAX_KEY_OCTETS);
  if (!pem.ok) return pem;
  const read = readPrivateKey(pem.value, isPem ? '"dkimKey"' : `--dkim-key ${key}`);
  if (!read.ok) return read;
  const signed = await signDkim([message], {
    domain,
    selector,
    key: read.value.key,
    algorithm: read.value.algorithm,
    header: 'relaxed',
    body: 'relaxed',
    oversign: ['from'],
    signedAt: Math.floor(now.getTime() / 1000),
  });
  if (!signed.ok) return signed;
  if (signed.value.froms === 0) return err(usageError('the message has no From field, which a signature must cover'));
  return ok(concatBytes([Buffer.from(`${signed.value.text}\r\n`, 'latin1'), message]));
}
