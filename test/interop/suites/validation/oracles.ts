/** What the others make of a question: delv by its own words, resolvers by rcode and AD. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecurityStatus } from '../../../../src/core/dns/index.ts';
import { mustRun, run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Question } from './types.ts';

/** delv validates by itself, asking `server` with CD. */
export async function askDelv(question: Question, server: string, anchorFile: string): Promise<SecurityStatus> {
  const { name, type } = question;
  const { stdout, stderr } = await run(programs.delv, [`@${server}`, '-a', anchorFile, '+root=.', `${name}.`, type]);
  const said = stdout + stderr;
  // Told per RRset along an alias chain: the weakest counts.
  if (/unsigned answer/.test(said)) return 'insecure';
  if (/fully validated/.test(said)) return 'secure';
  if (/resolution failed/.test(said)) return 'bogus';
  throw new Error(`delv said what we do not understand:\n${said}`);
}

/** All questions through one dig, in order; a resolver that validates says SERVFAIL for bogus and AD for secure. */
export async function askResolver(
  questions: readonly Question[],
  server: string,
  folder: string,
): Promise<readonly SecurityStatus[]> {
  const batch = join(folder, `questions-${server}`);
  writeFileSync(batch, questions.map(({ name, type }) => `${name}. ${type}\n`).join(''));
  const how = ['+dnssec', '+tries=2', '+timeout=10', '+noall', '+comments'];
  const said = await mustRun(programs.dig, [`@${server}`, ...how, '-f', batch], { timeoutMs: 120_000 });
  const answers = [...said.matchAll(/status: (\w+),[^\n]*\n;; flags:([^;]*);/g)];
  if (answers.length !== questions.length)
    throw new Error(`dig has ${answers.length} answers for ${questions.length} questions:\n${said.slice(-500)}`);
  return answers.map(([, status, flags]) => statusOf(status!, flags!));
}

function statusOf(rcode: string, flags: string): SecurityStatus {
  if (rcode === 'SERVFAIL') return 'bogus';
  return / ad\b/.test(flags) ? 'secure' : 'insecure';
}
