/** ARC chains beside mailauth and dkimpy: theirs hold here, ours hold there, and what is lost is lost everywhere, by its kind. */
import { clockAt } from '../../../../src/base/index.ts';
import { verifyArc } from '../../../../src/core/arc/index.ts';
import type { KeyLookup } from '../../../../src/core/dkim/index.ts';
import { chainOf } from '../../../support/arc.ts';
import { RSA_RECORD, rsa } from '../../../support/dkim.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { MESSAGES } from '../dkim/messages.ts';
import { MUTATIONS } from './mutations.ts';
import {
  dkimpyVerdicts,
  domainOf,
  type Keys,
  mailauthVerdict,
  SELECTOR,
  sealedByDkimpy,
  sealedByMailauth,
} from './peers.ts';

export const suite: Suite = {
  name: 'arc',
  proves:
    'mailauth and dkimpy seal what we verify, verify what we seal, and no damaged chain passes anywhere unexplained',
  run,
};

const LENGTHS = [1, 2, 3, 4, 5];
const KEYS: Keys = {
  records: new Map(
    [...LENGTHS.map(domainOf), 'other.example'].map((domain) => [`${SELECTOR}._domainkey.${domain}`, RSA_RECORD]),
  ),
  pem: rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
};

async function run(context: Context): Promise<void> {
  const names = context.full ? Object.keys(MESSAGES) : ['plain', 'spaces', 'folded'];
  const chains = new Map<string, string>();
  for (const name of names) for (const sets of LENGTHS) await sealAll(chains, name, sets);
  await compare(context, chains, () => 'good');
  const whole = chainOf(3, {}, MESSAGES.plain);
  const damaged = new Map(MUTATIONS.map(({ name, change }) => [name, change(whole)]));
  for (const [name, message] of damaged) if (message === whole) throw new Error(`${name}: nothing was changed`);
  await compare(context, damaged, (name) => MUTATIONS.find((one) => one.name === name)!.expected);
  context.note(`${chains.size} whole chains, ${damaged.size} changed ones`);
}

async function sealAll(chains: Map<string, string>, name: string, sets: number): Promise<void> {
  const message = MESSAGES[name]!;
  chains.set(`${name}, ${sets} sets by mailauth`, await sealedByMailauth(message, sets, KEYS));
  chains.set(`${name}, ${sets} sets by dkimpy`, await sealedByDkimpy(message, sets, KEYS));
  for (const canonicalization of ['relaxed/relaxed', 'simple/simple'])
    chains.set(`${name}, ${sets} sets by us, ${canonicalization}`, chainOf(sets, { canonicalization }, message));
}

/** Our reason is as wanted, and peers agree on whether the chain holds, but for differences that are explained. */
async function compare(
  context: Context,
  messages: ReadonlyMap<string, string>,
  wanted: (name: string) => string,
): Promise<void> {
  const theirs = await dkimpyVerdicts([...messages.values()], KEYS);
  for (const [i, [name, message]] of [...messages].entries()) {
    const differs = MUTATIONS.find((one) => one.name === name)?.differs ?? {};
    await context.test(`${name}: ours`, async () => expectSame(await ourReason(message), wanted(name)));
    const result = wanted(name) === 'good' ? 'pass' : 'fail';
    const peers = {
      mailauth: await mailauthVerdict(message, KEYS),
      dkimpy: (theirs[i] ?? '').replace(/^error.*/, 'fail'),
    };
    for (const peer of ['mailauth', 'dkimpy'] as const)
      await context.test(`${name}: ${peer}`, () => {
        const why = differs[peer];
        if (why === undefined) expectSame(peers[peer], result);
        else if (peers[peer] === result) throw new Error(`it agrees by now, and was to differ: ${why}`);
      });
  }
}

async function ourReason(message: string): Promise<string> {
  const lookUp: KeyLookup = async (name) => {
    const text = KEYS.records.get(name);
    if (text === undefined) return { kind: 'missing', status: 'insecure', detail: name };
    return { kind: 'records', texts: [text], status: 'insecure' };
  };
  const read = await verifyArc([Buffer.from(message, 'latin1')], { lookUp, clock: clockAt(new Date()) });
  if (!read.ok) throw new Error(read.error.message);
  return read.value.reason;
}

function expectSame(said: string, wanted: string): void {
  if (said !== wanted) throw new Error(`said "${said}" instead of "${wanted}"`);
}
