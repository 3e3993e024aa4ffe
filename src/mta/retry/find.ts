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

function fitsSender({ senders }: RetryRule, { sender, host }: RetryWorld): Later<boolean> {
  if (senders === undefined) return true;
  if (sender === undefined) return false;
  return after(expand(parseExpansion(senders), host), (list) => {
    if (list.kind !== 'text') return false;
    return after(
      host.lists.match('address', textOf(sender, true), list),
      (found) => !isFailure(found) && found.matched,
    );
  });
}

function fitsAny(rule: RetryRule, subjects: readonly string[], { host }: RetryWorld): Later<RetryRule | undefined> {
  return after(expand(parseExpansion(rule.pattern), host), (pattern) => {
    if (pattern.kind !== 'text') return undefined;
    // One item: nothing in it parts it.
    const list = clean(`<\u0001${pattern.text}`);
    return firstAnswer(subjects, (subject) =>
      after(host.lists.match('address', textOf(subject, true), list), (found) =>
        !isFailure(found) && found.matched ? rule : undefined,
      ),
    );
  });
}
