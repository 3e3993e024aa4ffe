/** DKIM signatures on a message that goes out (Exim spec §58.1): each domain with each selector. */
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../base/index.ts';
import { DEFAULT_NAMES, readPrivateKey, type SignSpec, signDkim } from '../../../core/dkim/index.ts';
import { clean, type ExpansionHost, expandOption, isFailure, readList, type Text } from '../../expand/index.ts';
import type { OutgoingContent } from '../content/outgoing.ts';
import { deferred } from '../outcome.ts';
import { text } from '../settings.ts';
import type { LocalOutcome } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import type { Errand } from './load.ts';

export type Octets = OutgoingContent['octets'];

/** The content with its signatures in front; as it was where there are none. */
export async function signedOctets(
  errand: Errand,
  content: OutgoingContent,
  fields: readonly string[],
): Promise<Result<Octets, LocalOutcome>> {
  const wanted = text(errand.delivery.transport, 'dkim_domain');
  if (wanted === undefined || wanted === '') return ok(content.octets);
  const octets = content.isFiltered ? await collected(content.octets) : content.octets;
  const signed = await signatures(errand, wanted, octets, fields);
  if (signed.ok) return ok(signed.value.length === 0 ? octets : withFront(signed.value.join(''), octets));
  const { message } = signed.error;
  if (await isStrict(errand))
    return err(
      deferred(`DKIM: message could not be signed, and dkim_strict is set. Deferring message delivery.`, { errno: 0 }),
    );
  errand.world.log(`DKIM: signing failed: ${message}`, true);
  return ok(octets);
}

/** What a filter gives is not made twice: it might not be the same. */
async function collected(octets: Octets): Promise<Octets> {
  const parts: Uint8Array[] = [];
  for await (const part of octets()) parts.push(part);
  return async function* again() {
    yield* parts;
  };
}

const withFront = (front: string, octets: Octets): Octets =>
  async function* signed() {
    yield Buffer.from(front, 'latin1');
    yield* octets();
  };

interface Trouble {
  readonly message: string;
}

async function signatures(
  errand: Errand,
  wanted: string,
  octets: Octets,
  fields: readonly string[],
): Promise<Result<readonly string[], Trouble>> {
  const domains = await listOf(errand, wanted, {});
  if (!domains.ok) return domains;
  const made: string[] = [];
  for (const domain of domains.value.map((one) => one.toLowerCase())) {
    const selectors = await listOf(errand, text(errand.delivery.transport, 'dkim_selector') ?? '', {
      dkim_domain: domain,
    });
    if (!selectors.ok) return selectors;
    for (const selector of selectors.value) {
      const spec = await specFor(errand, fields, { dkim_domain: domain, dkim_selector: selector });
      if (!spec.ok) return spec;
      if (spec.value === undefined) continue;
      const signed = await signDkim(octets(), spec.value);
      if (!signed.ok) return err({ message: signed.error.message });
      made.push(`${signed.value.text}\r\n`);
    }
  }
  return ok(made);
}

type Known = Readonly<Record<string, string>>;

const seen = ({ delivery, world }: Errand, known: Known): ExpansionHost =>
  world.host(
    delivery.message,
    deliveryVariables(delivery, (name): Text | undefined =>
      known[name] === undefined ? undefined : clean(known[name]),
    ),
  );

async function listOf(errand: Errand, written: string, known: Known): Promise<Result<readonly string[], Trouble>> {
  const expanded = await expandOption(written, seen(errand, known));
  if (expanded.kind === 'forced-fail') return ok([]);
  if (isFailure(expanded)) return err({ message: `failed to expand dkim option: ${expanded.message}` });
  return ok([...new Set(readList(expanded.text).items.filter((item) => item !== ''))]);
}

/** Undefined: no signature by these. */
async function specFor(
  errand: Errand,
  fields: readonly string[],
  known: Known,
): Promise<Result<SignSpec | undefined, Trouble>> {
  const values: Partial<Record<(typeof OPTIONS)[number], string>> = {};
  for (const option of OPTIONS) {
    const written = text(errand.delivery.transport, option);
    if (written === undefined) continue;
    const expanded = await expandOption(written, seen(errand, known));
    if (expanded.kind === 'forced-fail') continue;
    if (isFailure(expanded)) return err({ message: `failed to expand ${option}: ${expanded.message}` });
    values[option] = expanded.text;
  }
  const pem = keyText(values.dkim_private_key);
  if (pem === undefined) return ok(undefined);
  if (!pem.ok) return pem;
  // RFC 8301 §3.1, RFC 8463 §3: no verifier takes another one.
  const { dkim_hash: hash = 'sha256' } = values;
  if (hash !== 'sha256') return err({ message: `dkim_hash is "${hash}", and DKIM has sha256 alone` });
  const key = readPrivateKey(pem.value, 'dkim_private_key');
  if (!key.ok) return err({ message: key.error.message });
  const canon = values.dkim_canon === 'simple' ? 'simple' : 'relaxed';
  const now = Math.floor(errand.world.clock.now().getTime() / 1000);
  const { dkim_identity: identity, dkim_timestamps: lifetime = '' } = values;
  return ok({
    domain: known.dkim_domain!,
    selector: known.dkim_selector!,
    key: key.value.key,
    algorithm: key.value.algorithm,
    header: canon,
    body: canon,
    ...headerNames(values.dkim_sign_headers, fields),
    ...(identity !== undefined && identity !== '' && { identity }),
    ...(/^\d+$/.test(lifetime) && {
      signedAt: now,
      ...(Number(lifetime) > 0 && { expiresAt: now + Number(lifetime) }),
    }),
    lineEnds: 'strict',
  });
}

const OPTIONS = [
  'dkim_private_key',
  'dkim_canon',
  'dkim_hash',
  'dkim_identity',
  'dkim_sign_headers',
  'dkim_timestamps',
] as const;

/** PEM, or the file it is in. Undefined: none, which is no error. */
function keyText(value: string | undefined): Result<string, Trouble> | undefined {
  if (value === undefined || /^(?:|0|false)$/.test(value)) return undefined;
  if (!value.startsWith('/')) return ok(value);
  try {
    return ok(readFileSync(value, 'latin1'));
  } catch (cause) {
    return err({ message: `unable to open file for reading: ${value}: ${(cause as Error).message}` });
  }
}

/** `name`: one of them, there or not; `=name`: all that are there; `+name`: all and one more (RFC 6376 §5.4.2). */
function headerNames(written: string | undefined, fields: readonly string[]): Pick<SignSpec, 'names' | 'oversign'> {
  if (written === undefined || written === '') return { oversign: [] };
  const counted = (name: string): number =>
    fields.filter((field) => field.slice(0, field.indexOf(':')).trim().toLowerCase() === name).length;
  const names: string[] = [];
  const oversign: string[] = [];
  for (const item of readList(written.replace('_DKIM_SIGN_HEADERS', DEFAULT_NAMES.join(':'))).items) {
    const [, mark = '', name = ''] = /^([=+]?)(.*)$/s.exec(item.toLowerCase()) ?? [];
    if (mark === '+') oversign.push(name);
    names.push(...Array.from({ length: mark === '' ? 1 : counted(name) }, () => name));
  }
  return { names, oversign };
}

async function isStrict(errand: Errand): Promise<boolean> {
  const written = text(errand.delivery.transport, 'dkim_strict');
  if (written === undefined) return false;
  const expanded = await expandOption(written, seen(errand, {}));
  return expanded.kind === 'text' && /^(?:1|true)$/i.test(expanded.text);
}
