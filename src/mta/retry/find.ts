/** The retry rule for an address, a domain or a host: the first that fits (Exim spec ch. 32 "Retry configuration"). */
import type { RetryRule } from '../config/index.ts';
import { after, clean, expand, firstAnswer, isFailure, type Later, parseExpansion, textOf } from '../expand/index.ts';
import { fitsError } from './error.ts';
import type { RetryProblem, RetryWorld } from './types.ts';

/**
 * @param key  an address, or a host or domain, which stands for every address in it; what follows a colon is left out
 * @param domain  tried as well: that of an address whose host is the key
 */
export function findRetryRule(
  key: string,
  domain: string | undefined,
  problem: RetryProblem | undefined,
  world: RetryWorld,
): Later<RetryRule | undefined> {
  const subjects = [key.replace(/:.*$/s, ''), ...(domain === undefined ? [] : [domain])].map(asAddress);
  return firstAnswer(world.rules, (rule) => {
    if (!fitsError(rule.error, problem)) return undefined;
    return after(fitsSender(rule, world), (fits) => (fits ? fitsAny(rule, subjects, world) : undefined));
  });
}

const asAddress = (key: string): string => (key.includes('@') ? key : `*@${key}`);

function fitsSender({ senders }: RetryRule, world: RetryWorld): Later<boolean> {
  if (senders === undefined) return true;
  if (world.sender === undefined) return false;
  return isIn(senders, world.sender, world, (text) => text);
}

const fitsAny = (rule: RetryRule, subjects: readonly string[], world: RetryWorld): Later<RetryRule | undefined> =>
  firstAnswer(subjects, (subject) =>
    after(isIn(rule.pattern, subject, world, oneItem), (fits) => (fits ? rule : undefined)),
  );

/** Nothing in it parts it. */
const oneItem = (text: string): string => `<\u0001${text}`;

/** A list that cannot be expanded, or asked, is no list for this rule. */
const isIn = (
  written: string,
  subject: string,
  { host, log }: RetryWorld,
  asList: (text: string) => string,
): Later<boolean> =>
  after(expand(parseExpansion(written), host), (list) => {
    if (list.kind === 'forced-fail') return false;
    if (list.kind !== 'text') {
      log?.(`failed to expand "${written}" while checking a list: ${list.message}`);
      return false;
    }
    return after(
      host.lists.match('address', textOf(subject, true), clean(asList(list.text))),
      (found) => !isFailure(found) && found.matched,
    );
  });
