/**
 * SCRAM as a server (RFC 5802, RFC 7677): the client proves that it knows a password that is never sent, and so do we.
 *
 *   client: n,a=other,n=user,r=nonce   server: r=nonce…,s=salt,i=rounds   client: c=…,r=nonce…,p=proof   server: v=signature
 *
 * With `-PLUS` the proof is bound to the TLS connection (RFC 5929, RFC 9266), and cannot be passed on over another.
 */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fromBase64, toBase64 } from '../../../base/index.ts';
import { saslPrep } from '../../../core/smtp/index.ts';
import { after, type ExpansionHost, expandOption, type Later, type Outcome } from '../../expand/index.ts';
import { checkCondition, failureVerdict } from '../condition.ts';
import { stranger, withStrings } from '../strings.ts';
import type { AuthStrings, AuthWorld, DriverStep, Instance, TlsBinding, Verdict } from '../types.ts';

export interface ScramForm {
  readonly digest: 'sha1' | 'sha256' | 'sha512';
  readonly isBound: boolean;
}

export function scramOf(mechanism: string): ScramForm | undefined {
  const [, size, plus] = /^SCRAM-SHA-(1|256|512)(-PLUS)?$/.exec(mechanism) ?? [];
  return size === undefined ? undefined : { digest: `sha${size}` as ScramForm['digest'], isBound: plus !== undefined };
}

export function beginScram(
  form: ScramForm,
  instance: Instance,
  world: AuthWorld,
  initial: Uint8Array | undefined,
): Later<DriverStep> {
  if (initial !== undefined) return first(form, instance, world, initial);
  return {
    kind: 'challenge',
    says: new Uint8Array(),
    respond: (response, now) => first(form, instance, now, response),
  };
}

/** The client's first message (RFC 5802 §7). */
interface Opening {
  readonly gs2: string;
  /** Name of the channel binding it uses. */
  readonly binding?: string;
  /** It could have bound itself to the channel, and believes that we cannot. */
  readonly couldBind: boolean;
  readonly actAs: string;
  readonly user: string;
  readonly nonce: string;
  readonly bare: string;
}

function readOpening(message: string): Opening | undefined {
  const match = /^((?:p=([A-Za-z0-9.-]+)|([ny])),(?:a=([^,]*))?,)(n=([^,]*),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s.exec(
    message,
  );
  if (match === null) return undefined;
  const [, gs2, binding, flag, actAs = '', bare, user, nonce] = match;
  const name = decodeName(user!);
  const other = decodeName(actAs);
  if (name === undefined || name === '' || other === undefined) return undefined;
  return {
    gs2: gs2!,
    ...(binding !== undefined && { binding }),
    couldBind: flag === 'y',
    actAs: other,
    user: name,
    nonce: nonce!,
    bare: bare!,
  };
}

/** RFC 5802 §5.1: `=2C` and `=3D`, and no other `=`. */
const decodeName = (name: string): string | undefined =>
  /=(?!2C|3D)/.test(name) ? undefined : name.replaceAll('=2C', ',').replaceAll('=3D', '=');

interface Exchange {
  readonly form: ScramForm;
  readonly opening: Opening;
  readonly strings: AuthStrings;
  readonly keys: Keys;
  readonly nonce: string;
  readonly serverFirst: string;
}

const NONCE_OCTETS = 18;

function first(form: ScramForm, instance: Instance, world: AuthWorld, message: Uint8Array): Later<DriverStep> {
  const opening = readOpening(Buffer.from(message).toString('latin1'));
  if (opening === undefined || !isBindingRight(form, opening, instance, world.tls)) return fail([]);
  const strings = [stranger(opening.user), stranger(opening.actAs), stranger('')];
  return after(keysOf(form, instance, world, strings), (keys): DriverStep => {
    if ('verdict' in keys) return { kind: 'verdict', strings, verdict: keys };
    const nonce = opening.nonce + toBase64(world.host.random.bytes(NONCE_OCTETS));
    const serverFirst = `r=${nonce},s=${toBase64(keys.salt)},i=${keys.rounds}`;
    const exchange = { form, opening, strings, keys, nonce, serverFirst };
    return {
      kind: 'challenge',
      says: Buffer.from(serverFirst, 'latin1'),
      respond: (response, now) => last(exchange, instance, now, response),
    };
  });
}

/** RFC 5802 §6: a client that could be bound and is told otherwise is in the hands of somebody in between. */
function isBindingRight(form: ScramForm, opening: Opening, instance: Instance, tls: TlsBinding | undefined): boolean {
  if (form.isBound) return opening.binding !== undefined && bindingData(opening.binding, tls) !== undefined;
  if (opening.binding !== undefined) return false;
  return !(opening.couldBind && instance.flag('server_channelbinding') && tls !== undefined);
}

const bindingData = (name: string, tls: TlsBinding | undefined): Uint8Array | undefined =>
  ({ 'tls-exporter': tls?.exporter, 'tls-unique': tls?.unique, 'tls-server-end-point': tls?.endPoint })[name];

function last(exchange: Exchange, instance: Instance, world: AuthWorld, message: Uint8Array): Later<DriverStep> {
  const { form, opening, strings, keys, nonce, serverFirst } = exchange;
  const text = Buffer.from(message).toString('latin1');
  const match = /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,[^p,][^,]*)*),p=([A-Za-z0-9+/=]+)$/.exec(text);
  if (match === null || match[3] !== nonce) return fail(strings);
  const proof = fromBase64(match[4]!);
  const binding = opening.binding === undefined ? new Uint8Array() : bindingData(opening.binding, world.tls);
  const channel = fromBase64(match[2]!);
  if (proof === undefined || channel === undefined || binding === undefined) return fail(strings);
  if (Buffer.compare(channel, Buffer.concat([Buffer.from(opening.gs2, 'latin1'), binding])) !== 0) return fail(strings);
  const signed = `${opening.bare},${serverFirst},${match[1]}`;
  if (!isProven(form.digest, keys.stored, proof, signed)) return fail(strings);
  const signature = mac(form.digest, keys.server, signed);
  return after(checkCondition(instance, world, strings), (step) =>
    step.kind === 'verdict' && step.verdict.verdict === 'ok' ? prove(signature, step) : step,
  );
}

/** RFC 4954 §4: our proof goes as a challenge, which an empty line answers. */
const prove = (signature: Uint8Array, ok: DriverStep): DriverStep => ({
  kind: 'challenge',
  says: Buffer.from(`v=${toBase64(signature)}`),
  respond: (response) => (response.length === 0 ? ok : fail([])),
});

function isProven(digest: ScramForm['digest'], stored: Uint8Array, proof: Uint8Array, signed: string): boolean {
  const signature = mac(digest, stored, signed);
  if (proof.length !== signature.length) return false;
  const clientKey = Buffer.from(proof).map((octet, index) => octet ^ signature[index]!);
  return timingSafeEqual(hash(digest, clientKey), stored);
}

const fail = (strings: AuthStrings): DriverStep => ({ kind: 'verdict', strings, verdict: { verdict: 'fail' } });

interface Keys {
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly stored: Uint8Array;
  readonly server: Uint8Array;
}

const SALT_OCTETS = 16;
/** RFC 7677 §4 wants as many at least; more than the other bound would keep us busy for seconds. */
const USUAL_ROUNDS = '4096';
const MAX_ROUNDS = 1_000_000;

/** From `server_key` and `server_skey` as they are stored, else from `server_password`. */
async function keysOf(
  { digest }: ScramForm,
  instance: Instance,
  world: AuthWorld,
  strings: AuthStrings,
): Promise<Keys | Verdict> {
  const host = withStrings(world.host, strings);
  const rounds = await value(instance, 'server_scram_iter', host);
  if (isVerdict(rounds)) return rounds;
  const count = Number(rounds ?? USUAL_ROUNDS);
  if (!Number.isInteger(count) || count < 1 || count > MAX_ROUNDS)
    return deferred(`server_scram_iter is no number of rounds: ${rounds}`);
  const salt = await octets(instance, 'server_scram_salt', host);
  const stored = await octets(instance, 'server_skey', host);
  const server = await octets(instance, 'server_key', host);
  for (const one of [salt, stored, server]) if (isVerdict(one)) return one;
  if (stored !== undefined && server !== undefined) {
    if (salt === undefined) return deferred('server_scram_salt is not set, and server_skey is');
    return { salt: salt as Uint8Array, rounds: count, stored: stored as Uint8Array, server: server as Uint8Array };
  }
  return fromPassword(
    digest,
    instance,
    host,
    (salt as Uint8Array | undefined) ?? host.random.bytes(SALT_OCTETS),
    count,
  );
}

/** Off the main thread: it is meant to take long. */
async function fromPassword(
  digest: ScramForm['digest'],
  instance: Instance,
  host: ExpansionHost,
  salt: Uint8Array,
  rounds: number,
): Promise<Keys | Verdict> {
  const password = await value(instance, 'server_password', host);
  if (password === undefined) return { verdict: 'fail' };
  if (isVerdict(password)) return password;
  const length = createHash(digest).digest().length;
  const salted = await derive(prepared(password), salt, rounds, length, digest);
  const clientKey = mac(digest, salted, 'Client Key');
  return { salt, rounds, stored: hash(digest, clientKey), server: mac(digest, salted, 'Server Key') };
}

const derive = promisify(pbkdf2);

/** RFC 5802 §2.2: a password is prepared as the client prepares it; octets that are no UTF-8 stay as they are. */
function prepared(password: string): Uint8Array {
  const octets = Buffer.from(password, 'latin1');
  const text = octets.toString('utf8');
  const made = text.includes('\ufffd') ? undefined : saslPrep(text, 'the password');
  return made?.ok === true ? Buffer.from(made.value) : octets;
}

async function value(instance: Instance, name: string, host: ExpansionHost): Promise<string | Verdict | undefined> {
  const option = instance.option(name);
  if (option === undefined) return undefined;
  const outcome: Outcome = await expandOption(option, host);
  return outcome.kind === 'text' ? outcome.text : failureVerdict(outcome);
}

/** Of a value in base64; an empty one is none. */
async function octets(
  instance: Instance,
  name: string,
  host: ExpansionHost,
): Promise<Uint8Array | Verdict | undefined> {
  const text = await value(instance, name, host);
  if (text === undefined || text === '' || isVerdict(text)) return text === '' ? undefined : text;
  return fromBase64(text) ?? deferred(`${name} is no base64`);
}

const isVerdict = (value: unknown): value is Verdict =>
  typeof value === 'object' && value !== null && 'verdict' in value;

const deferred = (message: string): Verdict => ({ verdict: 'defer', message });

const mac = (digest: ScramForm['digest'], key: Uint8Array, data: string): Buffer =>
  createHmac(digest, key).update(data, 'latin1').digest();

const hash = (digest: ScramForm['digest'], data: Uint8Array): Buffer => createHash(digest).update(data).digest();
