/**
 * Names in certificates: our rules beside those who live by them. `openssl x509 -checkhost` and `-checkip` on every pair of a
 * table and on random ones, tls.checkServerIdentity of three versions of Node, Exim as a client that verifies, and certtool
 * (GnuTLS), whose library Debian's Exim leaves the comparison to.
 *
 * Exim and s_server with two certificates show that both are seen.
 *
 * Where Exim differs from its own rule, the difference and its reason are in differences.ts; anything else is a failure.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { matchEmail, readCertificate } from '../../../../src/core/pki/index.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { type Delivery, deliverAll } from '../../peers/exim-client.ts';
import { programs } from '../../peers/programs.ts';
import { type Authority, issueAll, MAILBOX_CERTIFICATES } from './certificates.ts';
import { whyEximDiffers, whyNodeDiffers } from './differences.ts';
import { compareLive } from './live.ts';
import { askOurs, type Rules } from './ours.ts';
import { deliverable, MAILBOXES, type Pair, randomPairs, tablePairs } from './pairs.ts';
import { serve } from './servers.ts';
import { askGnutls, askNode, askOpenssl, askOpensslEmail, verifyWithOpenssl } from './verifiers.ts';

export const suite: Suite = {
  name: 'certname',
  proves: "our rules for names are OpenSSL's, Node's and, differences explained, Exim's and GnuTLS's",
  run,
};

const RANDOM_PAIRS = { quick: 60, full: 2000 };
/** One in so many is asked where each question is a process. */
const EVERY = 8;
const FIRST_PORT = 20_000;

interface Trials {
  readonly context: Context;
  readonly authority: Authority;
  readonly pairs: readonly Pair[];
  readonly ours: ReadonlyMap<string, Rules>;
}

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const random = randomPairs(context.full ? RANDOM_PAIRS.full : RANDOM_PAIRS.quick);
  const authority = await issueAll(folder, { ...MAILBOX_CERTIFICATES, ...random.certificates });
  const pairs = [...tablePairs(), ...random.pairs];
  const trials = { context, authority, pairs, ours: await askOurs(pairs, authority.shown) };
  context.note(`${pairs.length} names put to ${authority.shown.size} certificates`);
  await compareOpenssl(trials);
  await compareMailboxes(trials);
  await compareNode(trials);
  await compareLive(context, folder);
  await compareExim({ ...trials, pairs: tablePairs() });
  await compareGnutls({ ...trials, pairs: context.full ? tablePairs() : sample(tablePairs()) });
}

async function compareOpenssl({ context, authority: { shown, caFile }, pairs, ours }: Trials): Promise<void> {
  await concurrently(4, [...new Set(pairs.map(({ name }) => name))], async (name) => {
    const mine = pairs.filter((pair) => pair.name === name);
    const fileOf = ({ certificate }: Pair): string => shown.get(certificate)!.file;
    const named = await verifyWithOpenssl(name, mine.map(fileOf), caFile);
    for (const pair of mine) {
      await context.test(`openssl verify: ${pair.id}`, () => {
        expectSame(ours.get(pair.id)!.openssl, named.has(fileOf(pair)));
      });
    }
  });
  await concurrently(4, context.full ? pairs : sample(pairs), (pair) =>
    context.test(`openssl x509: ${pair.id}`, async () => {
      expectSame(ours.get(pair.id)!.openssl, await askOpenssl(pair.name, shown.get(pair.certificate)!));
    }),
  );
}

const sample = (pairs: readonly Pair[]): readonly Pair[] => pairs.filter((_, i) => i % EVERY === 0);

async function compareMailboxes({ context, authority: { shown } }: Trials): Promise<void> {
  const pairs = Object.keys(MAILBOX_CERTIFICATES).flatMap((name) => MAILBOXES.map((mailbox) => ({ name, mailbox })));
  await concurrently(4, pairs, ({ name, mailbox }) =>
    context.test(`openssl: ${mailbox} on ${name}`, async () => {
      const one = shown.get(name)!;
      const read = readCertificate(one.der);
      if (!read.ok) throw new Error(read.error.message);
      expectSame(matchEmail(read.value, mailbox), await askOpensslEmail(mailbox, one));
    }),
  );
}

async function compareNode({ context, authority: { shown }, pairs, ours }: Trials): Promise<void> {
  for (const node of [process.execPath, programs.node22, programs.node24]) {
    const theirs = await askNode(node, pairs, shown);
    for (const [i, pair] of pairs.entries()) {
      const isDifferent = whyNodeDiffers(node, pair) !== undefined;
      await context.test(`${node}: ${pair.id}`, () => expectSame(ours.get(pair.id)!.node, theirs[i]! !== isDifferent));
    }
  }
}

/** One message, a delivery for each pair that Exim can be sent to. */
async function compareExim({ context, authority, pairs, ours }: Trials): Promise<void> {
  const { shown, keyPem, caFile } = authority;
  const tried = pairs.filter(({ name }) => deliverable(name));
  const ports = new Map(
    [...new Set(tried.map(({ certificate }) => certificate))].map((name, i) => [name, FIRST_PORT + i]),
  );
  for (const [name, port] of ports) await serve(context, port, shown.get(name)!.pem, keyPem);
  const deliveries = tried.map(
    ({ name, certificate }, i): Delivery => ({ id: `c${i}`, host: name, port: ports.get(certificate)! }),
  );
  const log = await deliverAll(context, deliveries, caFile);
  const met = new Map<string, number>();
  for (const [i, pair] of tried.entries()) {
    await context.test(`exim: ${pair.id}`, () => {
      const isDelivered = deliveredIn(log, `c${i}`);
      const why = whyEximDiffers(pair);
      if (why !== undefined) met.set(why, (met.get(why) ?? 0) + 1);
      expectSame(ours.get(pair.id)!.exim, why === undefined ? isDelivered : !isDelivered);
    });
  }
  context.note(`Exim 4.96 was asked ${tried.length} times, and differs from its rule ${sum(met.values())} times:`);
  for (const [why, times] of met) context.note(`  ${times} × ${why}`);
}

function deliveredIn(log: string, id: string): boolean {
  const line = log.split('\n').find((text) => / (=>|==|\*\*) /.test(text) && text.includes(` user@${id}.invalid `));
  if (line === undefined) throw new Error(`the log has nothing of ${id}`);
  if (/ => .* CV=yes /.test(line)) return true;
  if (/TLS session: \(certificate verification failed\)|\(gnutls_handshake\): Unknown Subject/.test(line)) return false;
  throw new Error(`a line we do not understand: ${line}`);
}

/** GnuTLS is nobody's rule here: how far it is from Exim's is told, and that it can be asked is all that is expected. */
async function compareGnutls({ context, authority, pairs, ours }: Trials): Promise<void> {
  const { shown, caFile } = authority;
  const others: string[] = [];
  await concurrently(4, pairs, (pair) =>
    context.test(`gnutls: ${pair.id}`, async () => {
      const theirs = await askGnutls(pair.name, shown.get(pair.certificate)!, caFile);
      if (theirs !== ours.get(pair.id)!.exim.match) others.push(pair.id);
    }),
  );
  context.note(
    `GnuTLS decides ${others.length} of ${pairs.length} otherwise than Exim's rule: ${others.slice(0, 6).join('; ')}`,
  );
}

function expectSame({ match, reason }: { readonly match: boolean; readonly reason: string }, theirs: boolean): void {
  if (match !== theirs) throw new Error(`they say ${theirs ? 'yes' : 'no'}, we say ${match ? 'yes' : 'no'}: ${reason}`);
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);
