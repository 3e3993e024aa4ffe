/** Signatures cross over: ours verified by OpenDKIM, Exim and mailauth, theirs by us; damaged ones fail as they should. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { systemClock } from '../../../../src/base/index.ts';
import {
  type Canonicalization,
  type KeyLookup,
  keyRecordFor,
  type SignatureVerdict,
  signDkim,
  verifyDkim,
  zoneLine,
} from '../../../../src/core/dkim/index.ts';
import { run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { signWithExim, verifyWithExim } from '../../peers/exim-dkim.ts';
import { startOpendkim, verifyWithOpendkim } from '../../peers/opendkim.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { MESSAGES, withCase } from './messages.ts';
import { MUTATIONS } from './mutations.ts';

export const suite: Suite = {
  name: 'dkim',
  proves: 'OpenDKIM, Exim and mailauth verify what we sign, we verify what they sign, and damage is found by its kind',
  run,
};

type KeyKind = 'rsa' | 'ed25519';

interface World {
  readonly context: Context;
  readonly keys: Readonly<Record<KeyKind, { readonly key: KeyObject; readonly file: string }>>;
  readonly records: ReadonlyMap<string, string>;
}

const DOMAIN = 'example.org';
const CANONS: readonly Canonicalization[] = ['simple', 'relaxed'];
const KINDS: readonly KeyKind[] = ['rsa', 'ed25519'];

async function run(context: Context): Promise<void> {
  const world = await build(context);
  const ours = await signAll(world);
  await theirVerdicts(world, ours);
  await theirSignatures(world);
  await damage(world);
  await throughTheProgram(world);
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

/** The built program with keys from the name server. */
async function throughTheProgram(world: World): Promise<void> {
  const { context } = world;
  const mxray = async (words: readonly string[], input = ''): Promise<string> => {
    const args = [PROGRAM, 'dkim', ...words, '--resolver', RESOLVERS.unbound, '--trust', 'none', '--json'];
    const { status, stdout } = await runProgram(process.execPath, args, { input });
    const { data } = JSON.parse(stdout);
    return `${status} ${data.result ?? data.status} ${data.signatures?.[0]?.reason ?? data.reason}`;
  };
  for (const kind of KINDS) {
    const message = asUtf8(await signOurs(world, MESSAGES.spaces!, kind, 'relaxed', 'relaxed'));
    await context.test(`the program verifies, ${kind}`, async () =>
      expectSame(await mxray(['verify', '-'], message), '0 pass good'),
    );
    await context.test(`the program explains the key, ${kind}`, async () =>
      expectSame(await mxray(['query', '--selector', kind, '--domain', DOMAIN]), '0 usable good'),
    );
    await context.test(`the program finds no key, ${kind}`, async () =>
      expectSame(await mxray(['verify', '-'], message.replace(/s=\w+;/, 's=none;')), '1 permerror key-missing'),
    );
  }
  await context.test('the program finds no key to explain', async () =>
    expectSame(await mxray(['query', `none._domainkey.${DOMAIN}`]), '1 missing key-missing'),
  );
}

/** A key of each type, published by a name server at the address that resolv.conf names. */
async function build(context: Context): Promise<World> {
  const folder = join(context.folder, 'names');
  mkdirSync(folder, { recursive: true });
  const made = {
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ed25519: generateKeyPairSync('ed25519').privateKey,
  };
  const records = new Map(KINDS.map((kind) => [`${kind}._domainkey.${DOMAIN}`, keyRecordFor(made[kind])]));
  const zone = ['$TTL 300', '@ SOA ns hostmaster 1 7200 3600 1209600 300', '@ NS ns', `ns A ${RESOLVERS.unbound}`];
  const file = join(folder, 'zone');
  writeFileSync(file, `${[...zone, ...[...records].map(([name, text]) => zoneLine(name, text))].join('\n')}\n`);
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder, zones: [{ name: DOMAIN, file }] });
  const keyFile = (kind: KeyKind): string => {
    const path = join(context.folder, `${kind}.pem`);
    writeFileSync(path, made[kind].export({ format: 'pem', type: 'pkcs8' }), { mode: 0o644 });
    return path;
  };
  const keys = {
    rsa: { key: made.rsa, file: keyFile('rsa') },
    ed25519: { key: made.ed25519, file: keyFile('ed25519') },
  };
  return { context, keys, records };
}

/** Every message with every key and canonicalization, by a name. */
async function signAll(world: World): Promise<ReadonlyMap<string, string>> {
  const signed = new Map<string, string>();
  for (const [name, message] of Object.entries(MESSAGES))
    for (const kind of KINDS)
      for (const header of CANONS)
        for (const body of CANONS) {
          const id = `${name} ${kind} ${header}/${body}`;
          signed.set(id, withCase(await signOurs(world, message, kind, header, body), id));
        }
  return signed;
}

async function signOurs(
  { keys }: World,
  message: string,
  kind: KeyKind,
  header: Canonicalization,
  body: Canonicalization,
): Promise<string> {
  const algorithm = kind === 'rsa' ? 'rsa-sha256' : 'ed25519-sha256';
  const about = { domain: DOMAIN, selector: kind, key: keys[kind].key, algorithm, header, body } as const;
  const signedAt = Math.floor(Date.now() / 1000);
  const made = await signDkim([Buffer.from(message, 'latin1')], { ...about, oversign: ['from'], signedAt });
  if (!made.ok) throw new Error(made.error.message);
  return `${made.value.text}\r\n${message}`;
}

/** Programs read octets; the runner hands over UTF-8. */
const asUtf8 = (message: string): string => Buffer.from(message, 'latin1').toString('utf8');

async function theirVerdicts(world: World, ours: ReadonlyMap<string, string>): Promise<void> {
  const { context } = world;
  const exim = await verifyWithExim(context, 'ours', new Map([...ours].map(([id, message]) => [id, asUtf8(message)])));
  for (const [id, message] of ours) {
    const eximSaid = exim.get(id)?.join() ?? 'nothing';
    await context.test(`ours, ${id}: Exim`, () => expectSame(eximSaid, eximAnswer(id)));
    await context.test(`ours, ${id}: mailauth`, async () => expectSame(await mailauthSays(world, message), 'pass'));
    await context.test(`ours, ${id}: OpenDKIM`, async () =>
      expectSame(await verifyWithOpendkim(asUtf8(message)), opendkimAnswer(id)),
    );
    await context.test(`ours, ${id}: ours`, async () => expectSame((await verdict(world, message)).reason, 'good'));
  }
}

/** RFC 6376 §3.4.3: a body without anything is one CRLF under simple; Exim 4.96 takes it for nothing. */
const eximAnswer = (id: string): string =>
  id.startsWith('no-body') && id.endsWith('/simple') ? 'fail (bodyhash_mismatch)' : 'pass ()';

/** RFC 5322 §3.6: To and Subject stand once; OpenDKIM looks at no message where they do not. */
const opendkimAnswer = (id: string): string =>
  id.startsWith('repeated') ? '70 opendkim-testmsg: dkim_chunk(): Syntax error' : '';

async function theirSignatures(world: World): Promise<void> {
  const { context } = world;
  for (const [name, message] of Object.entries(MESSAGES))
    for (const kind of KINDS)
      for (const canonicalization of PAIRS)
        await context.test(`mailauth's, ${name} ${kind} ${canonicalization}`, async () => {
          const signed = await signWithMailauth(world, asUtf8(message), kind, canonicalization);
          // Once in a thousand times its clock moves on between hashing and writing, and it refuses its own.
          const own = await mailauthSays(world, Buffer.from(signed, 'utf8').toString('latin1'));
          await expectGood(world, signed, own === 'pass' ? 'good' : 'signature-mismatch');
        });
  await opendkimSignatures(world);
  await eximSignatures(world);
}

const PAIRS = CANONS.flatMap((header) => CANONS.map((body) => `${header}/${body}`));
const FIRST_PORT = 8890;

/** OpenDKIM 2.11 beta signs wrongly with Ed25519 over a simple header: its own verifier and mailauth refuse that as we do. */
const OPENDKIM_REFUSES_ITSELF = '70 opendkim-testmsg: dkim_eom(): Bad signature';

async function opendkimSignatures({ context, ...rest }: World): Promise<void> {
  const world = { context, ...rest };
  const all = KINDS.flatMap((kind) => PAIRS.map((canonicalization) => ({ kind, canonicalization })));
  // A daemon takes seconds to end: mixed forms with RSA, and Ed25519 once, cover each part.
  const chosen = ['rsa relaxed/simple', 'rsa simple/relaxed', 'ed25519 relaxed/relaxed'];
  const wanted = all.filter((one) => context.full || chosen.includes(`${one.kind} ${one.canonicalization}`));
  for (const [i, { kind, canonicalization }] of wanted.entries()) {
    const algorithm = kind === 'rsa' ? 'rsa-sha256' : 'ed25519-sha256';
    const about = { domain: DOMAIN, selector: kind, keyFile: world.keys[kind].file, algorithm } as const;
    const sign = await startOpendkim(context, { ...about, canonicalization, port: FIRST_PORT + i });
    for (const [name, message] of Object.entries(MESSAGES).filter(([one]) => one !== 'repeated'))
      await context.test(`OpenDKIM's, ${name} ${kind} ${canonicalization}`, async () => {
        const signed = await sign(asUtf8(message));
        const isBroken = kind === 'ed25519' && canonicalization.startsWith('simple/');
        if (isBroken) expectSame(await verifyWithOpendkim(signed), OPENDKIM_REFUSES_ITSELF);
        await expectGood(world, signed, isBroken ? 'signature-mismatch' : 'good');
      });
  }
}

async function eximSignatures(world: World): Promise<void> {
  const { context, keys } = world;
  const signings = KINDS.flatMap((kind) =>
    CANONS.map((canon) => ({ id: `${kind}${canon}`, selector: kind, keyFile: keys[kind].file, canon })),
  );
  for (const [name, message] of Object.entries(MESSAGES)) {
    const signed = await signWithExim({ ...context, folder: join(context.folder, name) }, asUtf8(message), signings);
    for (const [id, received] of signed)
      await context.test(`Exim's, ${name} ${id}`, () => expectGood(world, asUtf8(received), eximMeans(name, id)));
  }
}

/** The same of what it signs: RFC 6376 §3.4.3 has a CRLF for a body of empty lines alone, Exim nothing. */
const eximMeans = (name: string, id: string): string =>
  (name === 'no-body' || name === 'only-empty-lines') && id.endsWith('simple') ? 'body-hash-mismatch' : 'good';

async function signWithMailauth(
  { keys }: World,
  message: string,
  kind: KeyKind,
  canonicalization: string,
): Promise<string> {
  const privateKey = keys[kind].key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const algorithm = kind === 'rsa' ? 'rsa-sha256' : 'ed25519-sha256';
  const signatureData = [{ signingDomain: DOMAIN, selector: kind, privateKey, algorithm, canonicalization }];
  const { signatures, errors } = await dkimSign(message, { signatureData } as never);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return `${signatures.trimEnd()}\r\n${message}`;
}

const DAMAGED = 200;

/** The kinds in turn, on messages in turn; what we say of each, and that nobody else lets it pass. */
async function damage(world: World): Promise<void> {
  const { context } = world;
  const names = ['plain', 'spaces', 'long-line', 'utf8', 'folded'];
  const pick = numbers(8463);
  const damaged = new Map<string, string>();
  for (let i = 0; i < DAMAGED; i += 1) {
    const mutation = MUTATIONS[i % MUTATIONS.length]!;
    const name = names[Math.floor(i / MUTATIONS.length) % names.length]!;
    const canon = CANONS[Math.floor(i / (MUTATIONS.length * names.length)) % 2]!;
    const signed = await signOurs(world, MESSAGES[name]!, 'rsa', canon, canon);
    const message = mutation.change(signed, pick);
    const id = `${i}`;
    damaged.set(id, withCase(message, id));
    await context.test(`damaged ${i}, ${name} ${canon}: ${mutation.name}`, async () => {
      if (message === signed) throw new Error('nothing was damaged');
      const { reason } = await verdict(world, message);
      if (!mutation.expected.includes(reason)) throw new Error(`${reason}, and not ${mutation.expected.join(' or ')}`);
    });
    await context.test(`damaged ${i}: mailauth`, async () => {
      const said = await mailauthSays(world, message);
      if (said === 'pass') throw new Error('mailauth lets it pass');
    });
  }
  const exim = await verifyWithExim(
    context,
    'damaged',
    new Map([...damaged].map(([id, message]) => [id, asUtf8(message)])),
  );
  for (const [id, said] of exim)
    await context.test(`damaged ${id}: Exim`, () => {
      if (said.some((one) => one.startsWith('pass'))) throw new Error(`Exim says ${said.join()}`);
    });
}

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function verdict({ records }: World, message: string): Promise<SignatureVerdict> {
  const lookUp: KeyLookup = async (name) => {
    const text = records.get(name);
    if (text === undefined) return { kind: 'missing', status: 'insecure', detail: name };
    return { kind: 'records', texts: [text], status: 'insecure' };
  };
  const read = await verifyDkim([Buffer.from(message, 'latin1')], { lookUp, clock: systemClock });
  if (!read.ok) throw new Error(read.error.message);
  const [first] = read.value.verdicts;
  if (first === undefined) throw new Error('there is no signature');
  return first;
}

/** @param message  as UTF-8 text */
async function expectGood(world: World, message: string, wanted = 'good'): Promise<void> {
  const { reason, detail } = await verdict(world, Buffer.from(message, 'utf8').toString('latin1'));
  if (reason !== wanted) throw new Error(`${reason}, and not ${wanted}: ${detail}`);
}

async function mailauthSays({ records }: World, message: string): Promise<string> {
  const resolver = async (name: string): Promise<string[][]> => {
    const text = records.get(name);
    if (text !== undefined) return [[text]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const { results } = await dkimVerify(Buffer.from(message, 'latin1'), { resolver });
  return results[0]?.status?.result ?? 'none';
}

function expectSame(said: string, wanted: string): void {
  if (said !== wanted) throw new Error(`said "${said}" instead of "${wanted}"`);
}
