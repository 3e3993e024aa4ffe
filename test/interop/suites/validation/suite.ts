/**
 * Validation: zones of three signers, good and broken, asked for through unbound and BIND.
 *
 * Our status must be the expected one whichever resolver is above us, and the one that delv, unbound and BIND come to
 * by themselves, except where a trial names the difference and its reason.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, SecurityStatus } from '../../../../src/core/dns/index.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { bindAnchors } from '../../peers/recursive.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import type { World } from '../../world/build.ts';
import { startWorld } from '../../world/start.ts';
import { brokenTrials } from './broken.ts';
import { healthyTrials } from './healthy.ts';
import { askDelv, askResolver } from './oracles.ts';
import { createOurs, type Ours } from './ours.ts';
import { ROOTS } from './roots.ts';
import { JUDGES, type Judge, type Question } from './types.ts';

export const suite: Suite = {
  name: 'validation',
  proves: 'our DNSSEC status is that of delv, unbound and BIND, on zones signed by BIND, Knot and ldns',
  run,
};

async function run(context: Context): Promise<void> {
  const trials = [...healthyTrials(context.full), ...brokenTrials()];
  const world = await startWorld(context, [...ROOTS, ...trials.flatMap(({ rows }) => rows)]);
  const questions = trials.flatMap((trial) => trial.questions);
  const signed = world.zones.filter(({ row }) => row.signing !== undefined).length;
  context.note(`${questions.length} names in ${world.zones.length} zones, ${signed} of them signed`);
  const judged = await judgedByOthers(context, questions, world);
  for (const [resolver, address] of Object.entries(RESOLVERS)) {
    await compare(context, questions, judged, world, { resolver, address });
  }
  noteDifferences(context, questions);
}

type Judgements = Readonly<Record<Judge, SecurityStatus>>;

async function judgedByOthers(
  context: Context,
  questions: readonly Question[],
  { anchors }: World,
): Promise<readonly Judgements[]> {
  const anchorFile = join(context.folder, 'delv.anchors');
  writeFileSync(anchorFile, bindAnchors(anchors));
  const [delv, unbound, bind] = await Promise.all([
    concurrently(4, questions, (question) => askDelv(question, RESOLVERS.bind, anchorFile)),
    askResolver(questions, RESOLVERS.unbound, context.folder),
    askResolver(questions, RESOLVERS.bind, context.folder),
  ]);
  return questions.map((_, index) => ({ delv: delv[index]!, unbound: unbound[index]!, bind: bind[index]! }));
}

async function compare(
  context: Context,
  questions: readonly Question[],
  judged: readonly Judgements[],
  { anchors }: World,
  { resolver, address }: { readonly resolver: string; readonly address: string },
): Promise<void> {
  const usual = createOurs(address, anchors, false);
  const lenient = createOurs(address, anchors, true);
  context.atEnd(() => usual.close());
  context.atEnd(() => lenient.close());
  for (const [index, question] of questions.entries()) {
    const title = `${question.name} ${question.type} through ${resolver}`;
    const ours = question.allowSha1 ? lenient : usual;
    await context.test(title, () => expectAgreement(ours, question, judged[index]!));
    if (restsOnSha1(question)) await context.test(`${title} (RFC 9905)`, () => expectSha1Refused(usual, question));
  }
}

async function expectAgreement(ours: Ours, question: Question, judged: Judgements): Promise<void> {
  const answer = await ours.ask(question);
  const wanted = JUDGES.map((judge) => `${judge} ${question.others?.[judge] ?? question.expect}`).join(', ');
  const found = JUDGES.map((judge) => `${judge} ${judged[judge]}`).join(', ');
  if (answer.status === question.expect && found === wanted) return;
  throw new Error(
    `expected: ours ${question.expect}, ${wanted}\nfound:    ours ${answer.status}, ${found}\n${why(answer)}`,
  );
}

async function expectSha1Refused(usual: Ours, question: Question): Promise<void> {
  const answer = await usual.ask(question);
  if (answer.status !== 'insecure') throw new Error(`expected insecure, found ${answer.status}\n${why(answer)}`);
}

/** Of a zone signed with SHA-1 only the DS record is its parent's. */
function restsOnSha1({ allowSha1, expect, type }: Question): boolean {
  return allowSha1 === true && expect === 'secure' && type !== 'DS';
}

function why({ reasons }: Answer): string {
  return reasons.map(({ code, text }) => `${code}: ${text}`).join('\n');
}

/** Known differences, told once for each reason. */
function noteDifferences(context: Context, questions: readonly Question[]): void {
  const reasons = new Map<string, Question[]>();
  for (const question of questions) {
    if (question.others === undefined) continue;
    const theirs = Object.entries(question.others).map(([judge, status]) => `${judge} ${status}`);
    const text = `ours ${question.expect}, ${theirs.join(', ')}: ${question.because}`;
    reasons.set(text, [...(reasons.get(text) ?? []), question]);
  }
  for (const [text, cases] of reasons) {
    context.note(`${cases.length} × ${text} (${cases[0]!.name} ${cases[0]!.type})`);
  }
}
