/** DKIM signatures on a message that goes out (Exim spec §58.1): each domain with each selector. */
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../base/index.ts';
import { type Algorithm, readPrivateKey, type SignSpec, signDkim } from '../../../core/dkim/index.ts';
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
  const octets = content.filter !== undefined ? await collected(content.octets) : content.octets;
  const signed = await signatures(errand, wanted, octets, fields);
  if (signed.ok) return ok(signed.value.length === 0 ? octets : withFront(signed.value.join(''), octets));
  const { message, isWhole } = signed.error;
  errand.world.log(isWhole === true ? message : `DKIM: signing failed: ${message}`, true);
  if (await isStrict(errand))
    return err(
      deferred(`DKIM: message could not be signed, and dkim_strict is set. Deferring message delivery.`, { errno: 0 }),
    );
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
  // In one piece with what follows, so that a small message stays one chunk of BDAT.
  async function* signed() {
    let held: Buffer | undefined = Buffer.from(front, 'latin1');
    for await (const part of octets()) {
      yield held === undefined ? part : Buffer.concat([held, part]);
      held = undefined;
    }
    if (held !== undefined) yield held;
  };

interface Trouble {
  readonly message: string;
  /** It says by itself what it is about. */
  readonly isWhole?: boolean;
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
  const key = readPrivateKey(pem.value, 'dkim_private_key');
  if (!key.ok) return err({ message: key.error.message });
  const hash = hashOf(values.dkim_hash, key.value.algorithm);
  if (!hash.ok) return hash;
  const { dkim_canon: canonical = 'relaxed' } = values;
  if (canonical !== 'simple' && canonical !== 'relaxed')
    errand.world.log(`DKIM: unknown canonicalization method '${canonical}', defaulting to 'relaxed'.`);
  const canon = canonical === 'simple' ? 'simple' : 'relaxed';
  const now = Math.floor(errand.world.clock.now().getTime() / 1000);
  const { dkim_identity: identity, dkim_timestamps: lifetime = '' } = values;
  return ok({
    domain: known.dkim_domain!,
    selector: known.dkim_selector!,
    key: key.value.key,
    algorithm: key.value.algorithm,
    header: canon,
    body: canon,
    hash: hash.value,
    names: signedNames(values.dkim_sign_headers ?? '', fields),
    oversign: [],
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
  } catch {
    return err({ message: `unable to open file for reading: ${value}`, isWhole: true });
  }
}

type HashName = 'sha1' | 'sha256' | 'sha512';

/** Verifiers need to take SHA-256 alone (RFC 8301 §3.1); Ed25519 has no other (RFC 8463 §3). */
function hashOf(written = 'sha256', algorithm: Algorithm): Result<HashName, Trouble> {
  const known = HASHES.find((one) => one === written);
  if (known === undefined) return err({ message: `dkim_hash is "${written}", and there are ${HASHES.join(', ')}` });
  return ok(algorithm === 'rsa-sha256' ? known : 'sha256');
}

const HASHES: readonly HashName[] = ['sha256', 'sha512', 'sha1'];

/** Those without a mark stand in h= whether they are there or not, so that none can be added (RFC 6376 §5.4.2). */
const USUAL_NAMES = [
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:Content-ID',
  'Content-Description:Resent-Date:Resent-From:Resent-Sender:Resent-To:Resent-Cc:Resent-Message-ID:In-Reply-To:References',
  'List-Id:List-Help:List-Unsubscribe:=List-Unsubscribe-Post:List-Subscribe:List-Post:List-Owner:List-Archive',
].join(':');

/**
 * h= as Exim has it: `name` once, there or not; `=name` as often as it is there; `+name` once more than that. First those
 * that are there, as they are written there, from the last to the first, as verifiers count them, and then those that are not.
 */
function signedNames(written: string, fields: readonly string[]): readonly string[] {
  const wanted = readList(written === '' ? USUAL_NAMES : written)
    .items.map((item) => /^([=+]?)(.*)$/s.exec(item)!)
    .map(([, mark, name]) => ({ mark, name: name!, isSaid: false }));
  const there: string[] = [];
  for (const field of fields.toReversed()) {
    const name = field.slice(0, field.indexOf(':')).trim();
    const item = wanted.find((one) => one.name.toLowerCase() === name.toLowerCase() && !one.isSaid);
    if (item === undefined) continue;
    item.isSaid = item.mark === '';
    there.push(name);
  }
  return [...there, ...wanted.filter(({ mark, isSaid }) => mark !== '=' && !isSaid).map(({ name }) => name)];
}

async function isStrict(errand: Errand): Promise<boolean> {
  const written = text(errand.delivery.transport, 'dkim_strict');
  if (written === undefined) return false;
  const expanded = await expandOption(written, seen(errand, {}));
  return expanded.kind === 'text' && /^(?:1|true)$/i.test(expanded.text);
}
