/** What `spf query` shows: the check of one client, or, without one, a domain's policy as a whole. */
import { type Finding, type Report, say } from '../../base/index.ts';
import { formatAuthenticationResults } from '../authres/index.ts';
import type { Name } from '../dns/index.ts';
import { checkHost, guessHost } from './check-host.ts';
import { resultFindings } from './findings/results.ts';
import { problemFindingsOf } from './findings/say.ts';
import { receivedSpf, spfMethodResult } from './header-fields.ts';
import { lintWalk } from './lint.ts';
import type { SpfLintData } from './lint-text.ts';
import { type SpfTree, treeOf } from './tree.ts';
import type { SpfPorts, SpfQuestion, SpfResult, SpfVerdict } from './types.ts';
import { type WalkPorts, walkDomain } from './walk.ts';

/** With a client the verdict, and the header fields that tell of it; without one the tree. */
export interface SpfQueryData extends Partial<Omit<SpfVerdict, 'result' | 'domain' | 'lookups' | 'voids'>> {
  readonly domain: string;
  /** Without a client only where it is the same for every client. */
  readonly result?: SpfResult;
  readonly lookups: number;
  readonly voids: number;
  /** The domain has no record, and the one given for that case was used. */
  readonly guessed?: boolean;
  /** Of a policy that is published, as is the next. */
  readonly receivedSpf?: string;
  /** The whole field with its folds (RFC 8601 §2.7.2). */
  readonly authenticationResults?: string;
  readonly tree?: SpfTree;
}

/**
 * @param guess  record for a domain that has none
 * @param receiver  our name, for Received-SPF and `%{r}`, and in Authentication-Results without an authserv-id
 */
export async function querySender(
  question: SpfQuestion,
  ports: SpfPorts & { readonly receiver: string; readonly authservId?: string },
  guess?: string,
): Promise<Report<SpfQueryData>> {
  const { verdict, guessed } =
    guess === undefined
      ? { verdict: await checkHost(question, ports), guessed: false }
      : await guessHost(guess, question, ports);
  if (guessed) return { findings: verdictFindings(verdict), data: { ...verdict, guessed } };
  const fields = {
    receivedSpf: receivedSpf(verdict, ports.receiver),
    authenticationResults: formatAuthenticationResults({
      authservId: ports.authservId ?? ports.receiver,
      version: 1,
      results: [spfMethodResult(verdict)],
    }),
  };
  return { findings: verdictFindings(verdict), data: { ...verdict, ...fields } };
}

export function verdictFindings(verdict: SpfVerdict): readonly Finding[] {
  const { result, problem, domain, ip } = verdict;
  const detail = problem?.detail ?? because(verdict);
  const head = say(resultFindings[result], { scope: { domain, ip }, ...(detail !== undefined && { detail }) });
  return [head, ...(problem === undefined || problem.code === 'no-record' ? [] : problemFindingsOf(problem))];
}

function because({ mechanism, result }: SpfVerdict): string | undefined {
  if (mechanism !== undefined) return `by the term "${mechanism}"`;
  return result === 'neutral' ? 'no term matched' : undefined;
}

export async function queryDomain(name: Name, ports: WalkPorts): Promise<Report<SpfQueryData>> {
  const walked = await walkDomain(name, ports);
  const { found, lookups, voids } = walked;
  const result = found.kind === 'record' ? undefined : found.kind === 'none' ? 'none' : found.result;
  return {
    findings: lintWalk(walked),
    data: { domain: name, ...(result !== undefined && { result }), lookups, voids, tree: treeOf(walked) },
  };
}

/** A domain's policy as a tree, counted past every limit: what `spf explain` shows. */
export async function explainDomain(name: Name, ports: WalkPorts): Promise<Report<SpfTree>> {
  const walked = await walkDomain(name, ports);
  return { findings: lintWalk(walked), data: treeOf(walked) };
}

/** What is wrong with a domain's policy, and with what it leads to. */
export async function lintDomain(name: Name, ports: WalkPorts): Promise<Report<SpfLintData>> {
  const walked = await walkDomain(name, ports);
  const { record } = treeOf(walked);
  const { lookups, voids, found } = walked;
  const about = {
    domain: name,
    ...(record !== undefined && { record }),
    valid: found.kind === 'record',
    lookups,
    voids,
  };
  return { findings: lintWalk(walked), data: { records: [about] } };
}
