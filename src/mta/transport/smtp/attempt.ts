/** One host tried with what is still to be delivered: over a connection that is kept, or a new one. */

import { mainValue } from '../../config/index.ts';
import type { ExpansionHost } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { number } from '../settings.ts';
import type { DeliveryRecipient } from '../types.ts';
import type { SmtpConnection } from './connection.ts';
import { raise } from './events.ts';
import { HostFacts, type Target } from './host-facts.ts';
import { type Judged, judge } from './judge.ts';
import { recipeFor } from './kept-recipes.ts';
import type { Load } from './load.ts';
import { mailFor } from './mail.ts';
import { open } from './open.ts';
import { poolOf } from './pool.ts';
import type { Recipe } from './recipe.ts';
import { hostOf } from './settings.ts';
import type { HostTrouble } from './trouble.ts';

export interface Attempt {
  readonly facts: HostFacts;
  readonly judged: Judged;
  readonly recipe?: Recipe;
  readonly connection?: SmtpConnection;
  readonly reused: boolean;
  readonly transcript: readonly string[];
}

export async function attempt(
  load: Load,
  target: Target,
  port: number,
  recipients: readonly DeliveryRecipient[],
): Promise<Attempt> {
  const facts = new HostFacts(target, port);
  const known = recipeFor(load, facts);
  const recipe = known instanceof Promise ? await known : known;
  if (!recipe.ok) {
    await tallyRefusal(load, facts, recipe.error);
    return troubled(facts, recipe.error, recipients);
  }
  const tried = await attemptBy(load, recipe.value, recipients);
  return isTlsFailure(tried) && recipe.value.tls.fallsBack ? inClear(load, tried, recipients) : tried;
}

async function attemptBy(load: Load, recipe: Recipe, recipients: readonly DeliveryRecipient[]): Promise<Attempt> {
  const kept = poolOf(load.world).take(recipe.key, load.delivery);
  if (kept !== undefined) {
    const tried = await carry(load, { recipe, connection: kept, recipients, reused: kept.messages > 0 });
    if (!isStale(tried)) return tried;
  }
  return carry(load, { recipe, connection: open(load, recipe), recipients, reused: false });
}

const isTlsFailure = ({ judged }: Attempt): boolean => judged.trouble?.errno === ERRNO.tlsFailed;

/** Once more, without TLS (Exim spec ch. 30, "tls_tempfail_tryclear"). */
async function inClear(
  load: Load,
  { facts: { target, port }, judged, transcript }: Attempt,
  recipients: readonly DeliveryRecipient[],
): Promise<Attempt> {
  const { name, address } = target;
  load.world.log(
    `${judged.trouble?.text ?? ''}: delivering unencrypted to H=${name} [${address}] (not in hosts_require_tls)`,
  );
  const facts = new HostFacts(target, port);
  const recipe = await recipeFor(load, facts, true);
  if (!recipe.ok) return troubled(facts, recipe.error, recipients);
  const again = await attemptBy(load, recipe.value, recipients);
  return { ...again, transcript: [...transcript, ...again.transcript] };
}

/** It was closed while it was kept, and the server has not answered anything: that tells nothing of the host. */
const isStale = ({ judged }: Attempt): boolean => judged.isUnheard;

const troubled = (facts: HostFacts, trouble: HostTrouble, recipients: readonly DeliveryRecipient[]): Attempt => ({
  facts,
  judged: {
    fates: recipients.map(() => undefined),
    trouble,
    ofMessage: false,
    isUnheard: false,
    isPrdr: false,
    octets: 0,
  },
  reused: false,
  transcript: [],
});

interface Way {
  readonly recipe: Recipe;
  readonly connection: SmtpConnection;
  readonly recipients: readonly DeliveryRecipient[];
  readonly reused: boolean;
}

async function carry(load: Load, { recipe, connection, recipients, reused }: Way): Promise<Attempt> {
  const { delivery, world, content } = load;
  const { facts } = connection;
  const expansions = (): ExpansionHost => hostOf(delivery, world, facts);
  connection.transcript.clear();
  connection.carries(delivery);
  const carried = await connection.send((greeted) =>
    mailFor({ delivery, recipients, octets: content.octets(facts), expansions }, greeted),
  );
  const { greeted } = connection;
  const judged = judge({
    carried,
    recipients,
    recipe,
    greeted,
    auth: facts.authSaid,
    ehloSaid: facts.ehloSaid,
    stoppedBy: facts.stoppedBy,
    allOrNone: delivery.allOrNone,
  });
  if (judged.trouble !== undefined) await tellTls(load, recipe, judged.trouble);
  if (!reused) await tallySession(load, recipe, judged, greeted?.isSecure);
  if (carried.ended === undefined) release(connection, recipe, judged, load);
  return { facts, judged, recipe, connection, reused, transcript: connection.transcript.lines() };
}

/** TLS that failed is told to the transport's events, and DANE's to the log (Exim spec §43.16). */
async function tellTls(load: Load, { facts, tls: { dane, sts } }: Recipe, trouble: HostTrouble): Promise<void> {
  const { name, address } = facts.target;
  if (trouble.alert !== undefined)
    load.world.log(`H=${name} [${address}] TLS error on connection (recv): ${trouble.alert}`);
  const isFailure = trouble.errno === ERRNO.tlsFailed;
  if (!isFailure && trouble.errno !== ERRNO.tlsRequired) return;
  const what = (trouble.text ?? '').replace(/^TLS session: /, '');
  if (isFailure) await raise(load, facts, { name: 'tls:fail:connect', data: what });
  if (sts?.mode === 'enforce')
    load.world.log(
      `MTA-STS of ${sts.domain} keeps mail from ${name} [${address}]: ${what.replace(/^\(MTA-STS: (.*)\)$/, '$1')}`,
    );
  if (dane === undefined) return;
  await raise(load, facts, { name: 'dane:fail', data: isFailure ? 'validation-failure' : 'starttls-not-supported' });
  if (isFailure) load.world.log(`DANE attempt failed; TLS connection to ${name} [${address}]: ${what}`);
}

/** For reports on TLS; the code for it is loaded where they are made. */
async function tallySession(
  { world }: Load,
  recipe: Recipe,
  judged: Judged,
  isSecure: boolean | undefined,
): Promise<void> {
  if (!makesReports(world)) return;
  const { tallyConnection } = await import('./tls/tally.ts');
  await tallyConnection(world, recipe, judged, isSecure);
}

async function tallyRefusal({ world }: Load, facts: HostFacts, { tlsFault }: HostTrouble): Promise<void> {
  if (tlsFault === undefined || !makesReports(world)) return;
  const tally = await import('./tls/tally.ts');
  await tally.tallyRefusal(world, facts, tlsFault);
}

const makesReports = ({ configuration }: Load['world']): boolean =>
  (mainValue(configuration, 'tlsrpt_contact') ?? '') !== '';

/** Kept for what is left of the message, and for the next where one is to be expected; unless it is at its end. */
function release(connection: SmtpConnection, recipe: Recipe, judged: Judged, { delivery, world }: Load): void {
  const keepsIt = connection.greeted?.isSecure === true ? recipe.keepsTls : true;
  const isWorn = wornOut(delivery, connection);
  if (isWorn || !recipe.keeps || judged.trouble !== undefined || !keepsIt) return void connection.quit();
  const pool = poolOf(world);
  pool.put(recipe.key, connection);
  const isWanted = pool.demand.note(recipe.key, world.clock.monotonicMs()) || world.othersUnderWay?.() !== false;
  if (!isWanted) world.atEnd?.(() => pool.drop(recipe.key, connection));
}

/** It has carried as many messages as one may (`connection_max_messages`). */
export function wornOut({ transport }: Load['delivery'], { messages }: SmtpConnection): boolean {
  const most = number(transport, 'connection_max_messages');
  return most > 0 && messages >= most;
}
