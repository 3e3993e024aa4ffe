/** Truth as authenticators have it (Exim spec §33.2): a text that is neither yes nor no puts the client off, with that text. */
import { after, expandOption, type Later, type Outcome } from '../expand/index.ts';
import { withStrings } from './strings.ts';
import type { AuthStrings, AuthWorld, DriverStep, Instance, Verdict } from './types.ts';

/** `server_condition`; unset, the answer is `unset`. */
export function checkCondition(
  instance: Instance,
  world: AuthWorld,
  strings: AuthStrings,
  unset: Verdict = { verdict: 'ok' },
): Later<DriverStep> {
  const condition = instance.option('server_condition');
  const host = withStrings(world.host, strings);
  debugPrint(instance, world, strings);
  if (condition === undefined) return { kind: 'verdict', strings, verdict: unset };
  return after(expandOption(condition, host), (outcome) => ({ kind: 'verdict', strings, verdict: truthOf(outcome) }));
}

function truthOf(outcome: Outcome): Verdict {
  if (outcome.kind !== 'text') return failureVerdict(outcome);
  const text = outcome.text.toLowerCase();
  if (text === '' || text === '0' || text === 'no' || text === 'false') return { verdict: 'fail' };
  if (text === '1' || text === 'yes' || text === 'true') return { verdict: 'ok' };
  return { verdict: 'defer', message: outcome.text.split('\n', 1)[0]!, shown: true };
}

/** Of an expansion that came to no text: a forced failure is a no. */
export const failureVerdict = (failure: Exclude<Outcome, { readonly kind: 'text' }>): Verdict =>
  failure.kind === 'forced-fail' ? { verdict: 'fail' } : { verdict: 'defer', message: failure.message };

function debugPrint(instance: Instance, { host, debug }: AuthWorld, strings: AuthStrings): void {
  const text = instance.option('server_debug_print');
  if (text === undefined || debug === undefined) return;
  void after(expandOption(text, withStrings(host, strings)), (outcome) => {
    if (outcome.kind === 'text') debug(`${instance.name} authenticator server_debug_print: ${outcome.text}`);
  });
}
