/** ACLs: every case of our tables that a session can be brought to, by `exim -bh` and by us. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEAD, readCases } from '../../../support/acl/table.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { dialogueOf } from './dialogue.ts';
import { eximSays } from './exim.ts';
import { generated } from './generate.ts';
import { weSay } from './ours.ts';
import { casesOfPhases, isForbidden } from './phases.ts';
import type { Said } from './said.ts';

export const suite: Suite = {
  name: 'acl',
  proves: 'ACLs decide, answer and log what exim -bh decides, answers and logs',
  run,
};

const TABLES = join(import.meta.dirname, '../../../mta/acl');

async function run(context: Context): Promise<void> {
  const cases = readdirSync(TABLES)
    .filter((name) => name.endsWith('.acl'))
    .flatMap((name) => readCases(readFileSync(join(TABLES, name), 'latin1')).map((one) => ({ ...one, table: name })));
  const reachable = cases.flatMap((one) => {
    const dialogue = dialogueOf(one);
    return dialogue === undefined ? [] : [{ one, dialogue }];
  });
  const asked = context.full ? reachable : reachable.filter((_, index) => index % REDUCED === 0);
  context.note(`${asked.length} of ${reachable.length} cases that can be had in a test session, of ${cases.length}`);
  const said = await concurrently(WIDTH, asked, async ({ one, dialogue }) => {
    const folder = join(context.folder, `${one.table}-${one.line}`);
    const [ours, theirs] = [await weSay(one, HEAD), await eximSays(one, dialogue, folder, HEAD)];
    return [seen(ours, one.phase), seen(theirs, one.phase)] as const;
  });
  for (const [index, { one }] of asked.entries()) {
    const title = `${one.table} line ${one.line}: ${one.title}`;
    const known = KNOWN[one.title];
    if (known === undefined) await context.test(title, () => compare(...said[index]!));
    else await context.test(`${title} (known: ${known})`, () => expectDifference(...said[index]!));
  }
  await tryGenerated(context);
  if (context.full) await tryPhases(context);
}

/** What 4.96 does otherwise, and why we do not. */
const KNOWN: Readonly<Record<string, string>> = {
  'domains: a look-up': 'Exim ends the session over a file that cannot be opened',
  'domains: a look-up that cannot be made, behind what decides': 'Exim ends the session over it',
  'domains: a tainted file': 'Exim ends the session over it',
  'domains: a tainted file of items': 'Exim ends the session over it',
  'domains: a named list with a file that is not tainted, in a list that is': 'Exim ends the session over it',
  cutthrough_delivery: 'no router there could deliver',
  dmarc_disable_verify: 'built without DMARC',
  'dscp goes on without a mark': 'standard input has no packets to mark',
  'domains: unknown named list': 'logged by the session, which a table has not; the dialogues have both',
  'dscp by number': 'standard input has no packets to mark',
  'bmi_run is not there yet': 'built without Brightmail',
  'bmi_optin is not there yet': 'built without Brightmail',
  'dcc is not there yet': 'built without DCC',
  'dmarc_status: not at RCPT': 'built without DMARC',
};

const WIDTH = 4;
/** One in so many, where not all are asked. */
const REDUCED = 3;

const GENERATED = { reduced: 80, full: 600 };
/** A forced failure inside of an ACL that an expansion calls lingers in Exim, and makes others forced as well. */
const TARGET = 0.98;

async function tryGenerated(context: Context): Promise<void> {
  const seed = Number(process.env.ACL_SEED ?? (context.full ? Date.now() % 1_000_000 : 1));
  const cases = generated(seed, context.full ? GENERATED.full : GENERATED.reduced);
  const outcomes = await concurrently(WIDTH, cases, async (one) => {
    const folder = join(context.folder, `generated-${one.line}`);
    const ours = seen(await weSay(one, HEAD), one.phase);
    const theirs = seen(await eximSays(one, dialogueOf(one)!, folder, HEAD), one.phase);
    const isSame = JSON.stringify(ours) === JSON.stringify(theirs);
    return isSame ? [] : [`${one.phase}\n${one.body.join('\n')}\n  exim ${show(theirs)}\n  ours ${show(ours)}`];
  });
  const differing = outcomes.flat();
  context.note(`seed ${seed}: ${cases.length - differing.length} of ${cases.length} generated ACLs agree`);
  for (const difference of differing.slice(0, 5)) context.note(difference);
  await context.test(`${TARGET * 100} % of generated ACLs agree`, () => {
    if (differing.length > (1 - TARGET) * cases.length) throw new Error(`${differing.length} differ`);
  });
}

const show = (said: Said): string => JSON.stringify(said);

/** 4.98 and later know the outcome of signatures behind the data as well. */
const NEWER = new Set(['data: dkim_status = x']);

async function tryPhases(context: Context): Promise<void> {
  const cases = casesOfPhases();
  const differing = await concurrently(WIDTH, cases, async (one) => {
    const folder = join(context.folder, `phase-${one.line}`);
    const ours = await weSay(one, HEAD);
    const theirs = await eximSays(one, dialogueOf(one)!, folder, HEAD);
    const isSame = isForbidden(ours.logs) === isForbidden(theirs.logs);
    return isSame || NEWER.has(one.title) ? [] : [`${one.title}: exim ${JSON.stringify(theirs)}`];
  });
  await context.test(`${cases.length} words stand where Exim lets them`, () => {
    if (differing.flat().length > 0) throw new Error(differing.flat().join('\n'));
  });
}

/** Texts of a session that no ACL has a say in are left out. */
function seen({ reply, logs }: Said, phase: string): Said {
  const isOwn = (phase === 'helo' || phase === 'data') && reply.startsWith('250');
  return {
    reply: isOwn
      ? '250'
      : phase === 'predata' || phase === 'quit'
        ? reply.replace(/^(354|221) (Enter|mail).*/, '$1')
        : reply,
    logs: logs
      .map((line) => line.replace(/^\w{6}-\w{6}-\w{2} /, ''))
      .filter((line) => !/^(?:ETRN #x received|[<(]= |=> blackhole|Completed|frozen)/.test(line)),
  };
}

/** A known difference that is none any more is not known. */
function expectDifference(ours: Said, theirs: Said): void {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) throw new Error('there is no difference');
}

function compare(ours: Said, theirs: Said): void {
  const wrong = (['reply', 'logs'] as const).filter(
    (part) => JSON.stringify(ours[part]) !== JSON.stringify(theirs[part]),
  );
  if (wrong.length === 0) return;
  throw new Error(
    wrong
      .map((part) => `${part}\n  exim ${JSON.stringify(theirs[part])}\n  ours ${JSON.stringify(ours[part])}`)
      .join('\n'),
  );
}
