/**
 * Mail to hosts with every kind of TLSA record, tried and required, by a live `mxray serve` and a live Exim, and Postfix's
 * view beside it; mail past men in the middle; and MTA-STS with its policies, DANE going first.
 *
 * `serve` follows Exim; where Postfix, or the library that Exim's TLS comes from, sees a host differently, the cell is
 * listed with its reason (differences.ts), and one that is not listed is a failure.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { createLabCa } from '../../../../src/lab/ca/index.ts';
import { startPolicyServer } from '../../../../src/lab/web/policies.ts';
import { MISCHIEFS } from '../../../support/man-in-the-middle.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startWorld } from '../../world/start.ts';
import { CASES, type DaneCase } from '../dane/cases.ts';
import { makeIdentities } from '../dane/identities.ts';
import { addressOf } from '../dane/servers.ts';
import { CERTIFICATE_NAMES, daneZones, hostName } from '../dane/zone.ts';
import type { Server } from '../serve-dialogues/servers.ts';
import { ROOTS } from '../validation/roots.ts';
import { differenceOf, type Sender } from './differences.ts';
import { HOP, type Hops, startHops } from './hops.ts';
import {
  calledOut,
  cutThrough,
  type Fate,
  fatesOf,
  linesOf,
  postfixFate,
  startSender,
  WISHES,
  type Wish,
} from './senders.ts';
import {
  GUARDS,
  type Guard,
  mitmDomain,
  moreZones,
  PUBLIC_NAMES,
  policySites,
  STS_DOMAINS,
  type StsName,
  stsDomain,
} from './zones.ts';

export const suite: Suite = {
  name: 'dane-delivery',
  proves:
    'mail goes, waits or fails by TLSA records and policies as with Exim and Postfix, and no man in the middle gets it',
  run,
};

const REDUCED = 4;
/** Hosts that have failed are due again. */
const RETRY_MS = 1500;

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const [identities, ca] = await Promise.all([makeIdentities(folder, CERTIFICATE_NAMES), createLabCa(new Date())]);
  const pki = await ca.issue({ keyType: 'p256', names: PUBLIC_NAMES });
  const cert = pki.chain.map((der) => formatPem('CERTIFICATE', der)).join('');
  const world = await startWorld(context, [
    ...ROOTS,
    ...daneZones(CASES, identities),
    ...moreZones(pki.chain[0]!, addressOf(HOP, 'self-signed')),
  ]);
  const files = { anchors: join(context.folder, 'anchors'), roots: join(context.folder, 'roots.pem') };
  writeFileSync(files.anchors, `${world.anchors.join('\n')}\n`);
  writeFileSync(files.roots, ca.rootPem);
  const policies = await startPolicyServer(policySites(), ca, 443);
  context.atEnd(policies.close);
  const hops = await startHops(context, identities, { key: pki.keyPem, cert });
  const [exim, ours] = await Promise.all([startSender(context, 'exim', files), startSender(context, 'ours', files)]);
  await matrix(context, exim, ours);
  await menInTheMiddle(context, [exim, ours], hops);
  await menInTheMiddleOfReception(context, [exim, ours], hops);
  await policiesInForce(context, ours);
}

/** Every case, tried and required. */
async function matrix(context: Context, exim: Server, ours: Server): Promise<void> {
  const cases = CASES.filter(
    (one, at) => one.key === undefined && (context.full || at % REDUCED === 0 || one.dns !== undefined),
  );
  for (const [turn, wish] of WISHES.entries()) {
    if (turn > 0) await sleep(RETRY_MS);
    const recipients = cases.map((one) => `${wish}@${hostName(one, HOP)}`);
    const [theirs, mine, postfix] = await Promise.all([
      fatesOf(exim, recipients, wish),
      fatesOf(ours, recipients, wish),
      concurrently(4, cases, (one) => postfixFate(hostName(one, HOP), wish)),
    ]);
    for (const [at, one] of cases.entries())
      await context.test(`${one.name}, ${wish}`, () => {
        const found = { exim: theirs[at]!, postfix: postfix[at]! };
        const lines = [exim, ours].map((server) => linesOf(server, hostName(one, HOP))).join('\n');
        compare(context, one, wish, mine[at]!, found, lines);
      });
  }
}

function compare(
  context: Context,
  one: DaneCase,
  wish: Wish,
  mine: Fate,
  found: Readonly<Record<Sender, Fate>>,
  lines: string,
): void {
  for (const sender of ['exim', 'postfix'] as const) {
    const known = differenceOf(sender, one, wish);
    const expected = known?.fate ?? mine;
    if (known !== undefined)
      context.note(`${one.name}, ${wish}: ours ${mine}, ${sender} ${found[sender]}: ${known.because}`);
    if (found[sender] !== expected)
      throw new Error(
        `ours ${mine}, ${sender} ${found[sender]}${known === undefined ? '' : `, and not ${known.fate}`}\n${lines}`,
      );
  }
}

/** What DANE or a policy guards is never read on its way; without either it is, or the test would prove nothing. */
async function menInTheMiddle(context: Context, senders: readonly Server[], hops: Hops): Promise<void> {
  for (const server of senders)
    for (const guard of guardsOf(server.kind)) {
      const word = `secret-${server.kind}-${guard}`;
      const fates = await fatesOf(
        server,
        MISCHIEFS.map((mischief) => `try@${mitmDomain(guard, mischief)}`),
        word,
      );
      for (const [at, mischief] of MISCHIEFS.entries())
        await context.test(`${server.kind}, guarded by ${guard}, a man in the middle does ${mischief}`, () => {
          const wasRead = hops.overheard(mischief).includes(word);
          const whole = `${fates[at]}, ${wasRead ? 'read' : 'not read'}`;
          const expected = expectedFor(guard, mischief === 'none' || mischief === 'inject', mischief === 'none');
          if (!expected.includes(whole))
            throw new Error(
              `${whole}; expected ${expected.join(' or ')}\n${linesOf(server, mitmDomain(guard, mischief))}`,
            );
        });
    }
}

/** What is asked of hosts while a message comes, and what is sent on of it, is guarded as its delivery is. */
async function menInTheMiddleOfReception(context: Context, senders: readonly Server[], hops: Hops): Promise<void> {
  const required = senders.map((server) => calledOut(server, [`require@${hostOfNoRecords()}`]));
  const [theirs, mine] = await Promise.all(required);
  await context.test('hosts_require_dane and no records: a callout ends as with Exim', () => {
    if (theirs![0] !== mine![0]) throw new Error(`Exim ${theirs![0]}, ours ${mine![0]}`);
  });
  for (const server of senders)
    for (const guard of guardsOf(server.kind)) {
      const word = `asked-${server.kind}-${guard}`;
      const codes = await calledOut(
        server,
        MISCHIEFS.map((mischief) => `${word}@${mitmDomain(guard, mischief)}`),
      );
      const cut = guard === 'nothing' ? [] : await cutThrough(server, guardedAgainst(guard), `cut-${word}`);
      for (const [at, mischief] of MISCHIEFS.entries())
        await context.test(`${server.kind}, guarded by ${guard}, ${mischief}: a callout`, () => {
          const wasRead = hops.overheard(mischief).includes(`${word}@`);
          const isKept = guard !== 'nothing' && mischief !== 'none' && mischief !== 'inject';
          const isRight = isKept ? codes[at] === 451 && !wasRead : mischief === 'inject' || codes[at] === 250;
          if (!isRight || (guard !== 'nothing' && wasRead))
            throw new Error(
              `${codes[at]}, ${wasRead ? 'read' : 'not read'}\n${linesOf(server, mitmDomain(guard, mischief))}`,
            );
        });
      for (const [at, recipient] of guardedAgainst(guard).slice(0, cut.length).entries())
        await context.test(`${server.kind}: ${recipient} is not cut through`, () => {
          const wasRead = MISCHIEFS.some((mischief) => hops.overheard(mischief).includes(`cut-${word}`));
          if (cut[at] !== 'defer' || wasRead) throw new Error(`${cut[at]}, ${wasRead ? 'read' : 'not read'}`);
        });
    }
}

const guardedAgainst = (guard: Guard): readonly string[] =>
  (['strip', 'refuse', 'certificate'] as const).map((mischief) => `cut@${mitmDomain(guard, mischief)}`);

/** Signed, with an address. */
function hostOfNoRecords(): string {
  const none = CASES.find(
    ({ expect, dns, key }) => expect === 'opportunistic' && dns === undefined && key === undefined,
  );
  return hostName(none!, HOP);
}

/** Exim has no MTA-STS. */
const guardsOf = (kind: Server['kind']): readonly Guard[] => (kind === 'ours' ? GUARDS : ['dane', 'nothing']);

/** Words in clear behind the go-ahead may be thrown away, or end the session. */
function expectedFor(guard: Guard, mayPass: boolean, mustPass: boolean): readonly string[] {
  if (guard === 'nothing')
    return mayPass
      ? ['verified, not read', 'tls, not read', 'clear, read', 'defer, not read']
      : ['clear, read', 'tls, read'];
  const delivered = guard === 'dane' ? 'dane, not read' : 'verified, not read';
  if (mustPass) return [delivered];
  return mayPass ? [delivered, 'defer, not read'] : ['defer, not read'];
}

const STS_FATES: Readonly<Record<StsName, Fate>> = {
  good: 'verified',
  unnamed: 'defer',
  stranger: 'defer',
  'stranger-testing': 'tls',
  'stranger-none': 'tls',
};

async function policiesInForce(context: Context, ours: Server): Promise<void> {
  const names = Object.keys(STS_DOMAINS) as StsName[];
  const fates = await fatesOf(
    ours,
    names.map((name) => `try@${stsDomain(name)}`),
    'sts',
  );
  for (const [at, name] of names.entries())
    await context.test(`a policy: ${name}`, () => {
      if (fates[at] !== STS_FATES[name])
        throw new Error(`${fates[at]}; expected ${STS_FATES[name]}\n${linesOf(ours, stsDomain(name))}`);
    });
}
