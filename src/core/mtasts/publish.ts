/** Record and policy to publish, where what is published is to be changed. */
import { formatName, type Name } from '../dns/index.ts';
import { policyUrl } from './policy/fetch.ts';
import { coveringPattern } from './policy/mx-pattern.ts';
import type { FetchOutcome, MtaStsCheckData, Publication } from './types.ts';

/** Two weeks: long enough to be of use, and short enough to be sorry for. */
const USUAL_AGE_SECONDS = 1_209_600;
const WEEK_SECONDS = 604_800;

const UNREAD: ReadonlySet<FetchOutcome> = new Set(['untrusted', 'not-https', 'unreachable']);

type Known = Pick<MtaStsCheckData, 'domain' | 'record' | 'policy' | 'hosts' | 'mx'>;

/** @returns undefined where nothing is to be changed, or nothing is known to make a policy of */
export function publication(known: Known, now: Date): Publication | undefined {
  const { domain, record, policy, hosts } = known;
  if (hosts.length === 0 || known.mx === 'unknown') return undefined;
  if (policy !== undefined && UNREAD.has(policy.outcome)) return undefined; // what is wrong is not the text
  const isComplete = hosts.every(({ covered }) => covered === true);
  const isPolicyGood = policy?.valid === true && policy.outcome === 'ok' && (isComplete || policy.mode === 'none');
  const isGiven = policy?.source === 'given';
  if (isPolicyGood && record.outcome === 'valid' && !isGiven) return undefined;
  return {
    records: [`_mta-sts.${formatName(domain)} IN TXT "v=STSv1; id=${newId(now)};"`],
    url: policyUrl(domain),
    policy: isPolicyGood ? policy.text! : policyText(known),
  };
}

/** A new one for each second, letters and digits alone (RFC 8461 §3.1). */
const newId = (now: Date): string => now.toISOString().replace(/\.\d+|[-:]/g, '');

/** What is right in the policy stays; a domain that begins does so in testing mode (RFC 8461 §8.1). */
function policyText({ policy, hosts }: Known): string {
  const { mode = 'testing', maxAgeSeconds = 0, mx = [] } = policy ?? {};
  const missing = hosts.map(({ name }) => name).filter((name) => coveringPattern(mx, name) === undefined);
  const age = maxAgeSeconds >= WEEK_SECONDS ? maxAgeSeconds : USUAL_AGE_SECONDS;
  const lines = ['version: STSv1', `mode: ${mode}`, ...[...mx, ...missing].map(pattern), `max_age: ${age}`];
  return lines.map((line) => `${line}\n`).join('');
}

const pattern = (host: Name): string => `mx: ${host}`;
