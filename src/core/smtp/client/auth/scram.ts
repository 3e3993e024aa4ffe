/**
 * SCRAM (RFC 5802, RFC 7677): the password is never sent, and the server proves that it knows it, too.
 *
 *   client: n,,n=user,r=nonce   server: r=nonce…,s=salt,i=rounds   client: c=biws,r=nonce…,p=proof   server: v=signature
 *
 * In SMTP the last comes as a challenge, answered by an empty line (RFC 4954 §4); a 235 without it proves nothing.
 */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { fromBase64, type Random, toBase64 } from '../../../../base/index.ts';
import { saslPrep } from './saslprep.ts';
import type { Credentials, Exchange, ExchangeStep, MechanismDef } from './types.ts';

/** RFC 7677 §4: fewer rounds would make the proof easy to guess from. */
const MIN_ROUNDS = 4096;
/** A server that asks for more wants to keep us busy: this is half a second. */
const MAX_ROUNDS = 1_000_000;
const NONCE_OCTETS = 18;

type Digest = 'sha1' | 'sha256';

export const scramSha256 = scram('SCRAM-SHA-256', 'sha256', 'RFC 7677');
export const scramSha1 = scram('SCRAM-SHA-1', 'sha1', 'RFC 5802');

/** RFC 5802 §5.1: `=` and `,` would end the name. */
export const saslName = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

function scram(name: string, digest: Digest, spec: string): MechanismDef {
  return { name, spec, showsSecret: false, begin: (credentials, random) => begin(credentials, random, digest) };
}

interface Opening {
  readonly gs2: string;
  readonly bare: string;
  readonly nonce: string;
  readonly password: string;
  readonly digest: Digest;
}

const UNPROVEN = 'the server did not prove that it knows the password (RFC 5802 §3)';

function begin({ user, password, actAs }: Credentials, random: Random, digest: Digest): Exchange {
  const name = saslPrep(user, 'the user name');
  const secret = saslPrep(password, 'the password');
  if (!name.ok) return hopeless(name.error.message);
  if (!secret.ok) return hopeless(secret.error.message);
  const nonce = toBase64(random.bytes(NONCE_OCTETS));
  const gs2 = actAs === undefined ? 'n,,' : `n,a=${saslName(actAs)},`;
  const bare = `n=${saslName(name.value)},r=${nonce}`;
  const initial = Buffer.from(gs2 + bare, 'utf8');
  const opening: Opening = { gs2, bare, nonce, password: secret.value, digest };
  const answering: Exchange = {
    unproven: UNPROVEN,
    respond: (challenge) =>
      challenge.length === 0
        ? { kind: 'respond', octets: initial, next: answering } // AUTH had no room for it
        : prove(opening, Buffer.from(challenge).toString('utf8')),
  };
  return { initial, ...answering };
}

const hopeless = (why: string): Exchange => ({ unproven: why, respond: () => ({ kind: 'cancel', why }) });

function prove({ gs2, bare, nonce, password, digest }: Opening, serverFirst: string): ExchangeStep {
  const match = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/=]+),i=([1-9]\d{0,9})(?:,.*)?$/.exec(serverFirst);
  const salt = match === null ? undefined : fromBase64(match[2]!);
  if (match === null || salt === undefined) return cancel('its first message is not that of SCRAM (RFC 5802 §7)');
  const [, theirs, , rounds] = match;
  if (!theirs!.startsWith(nonce) || theirs === nonce) return cancel('it did not continue our nonce (RFC 5802 §5.1)');
  if (Number(rounds) < MIN_ROUNDS || Number(rounds) > MAX_ROUNDS)
    return cancel(`it asks for ${rounds} rounds; from ${MIN_ROUNDS} to ${MAX_ROUNDS} are taken`);
  const final = `c=${toBase64(Buffer.from(gs2, 'utf8'))},r=${theirs}`;
  const message = `${bare},${serverFirst},${final}`;
  const { proof, signature } = keys(password, salt, Number(rounds), message, digest);
  return { kind: 'respond', octets: Buffer.from(`${final},p=${toBase64(proof)}`, 'utf8'), next: checking(signature) };
}

/** RFC 5802 §3. */
function keys(password: string, salt: Uint8Array, rounds: number, message: string, digest: Digest) {
  const length = digest === 'sha1' ? 20 : 32;
  const salted = pbkdf2Sync(password, salt, rounds, length, digest);
  const mac = (key: Uint8Array, data: string): Buffer => createHmac(digest, key).update(data, 'utf8').digest();
  const clientKey = mac(salted, 'Client Key');
  const clientSignature = mac(createHash(digest).update(clientKey).digest(), message);
  return {
    proof: clientKey.map((octet, i) => octet ^ clientSignature[i]!),
    signature: mac(mac(salted, 'Server Key'), message),
  };
}

function checking(signature: Uint8Array): Exchange {
  return {
    unproven: UNPROVEN,
    respond: (challenge) => {
      const text = Buffer.from(challenge).toString('utf8');
      const theirs = fromBase64(/^v=([A-Za-z0-9+/=]+)(?:,.*)?$/.exec(text)?.[1] ?? '');
      if (theirs?.length !== signature.length || !timingSafeEqual(theirs, signature))
        return cancel(
          text.startsWith('e=')
            ? `it says ${text.slice(2, 60)}`
            : 'its signature is wrong: it does not know the password',
        );
      return { kind: 'respond', octets: new Uint8Array(), next: proven };
    },
  };
}

const proven: Exchange = { respond: () => cancel('the server sent a challenge too many') };

const cancel = (why: string): ExchangeStep => ({ kind: 'cancel', why });
