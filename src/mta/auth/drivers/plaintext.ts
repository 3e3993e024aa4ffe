/** PLAIN, LOGIN and whatever else asks for strings one after the other (Exim spec ch. "The plaintext authenticator"). */
import { after, expandOption, type Later, readList } from '../../expand/index.ts';
import { checkCondition, failureVerdict } from '../condition.ts';
import { MAX_STRINGS, splitStrings } from '../strings.ts';
import type { AuthStrings, AuthWorld, DriverStep, Instance, ServerDriver } from '../types.ts';

export const plaintext: ServerDriver = {
  name: 'plaintext',
  spec: 'Exim spec ch. "The plaintext authenticator"',
  isServer: ({ option }) => option('server_condition') !== undefined,
  isAdvertised: true,
  begin: (instance, world, initial) => {
    const strings = initial === undefined ? [] : splitStrings(initial);
    const prompts = instance.option('server_prompts');
    if (prompts === undefined) return checkCondition(instance, world, strings);
    return after(expandOption(prompts, world.host), (outcome): Later<DriverStep> => {
      if (outcome.kind !== 'text') {
        const verdict = failureVerdict(outcome);
        return {
          kind: 'verdict',
          strings: [],
          verdict: verdict.verdict === 'fail' ? deferred(outcome.message) : verdict,
        };
      }
      return prompt(instance, world, readList(outcome.text).items, strings);
    });
  },
};

const deferred = (message: string) => ({ verdict: 'defer', message }) as const;

/** Prompts whose data has come already are not sent; an answer may be for several of them. */
function prompt(
  instance: Instance,
  world: AuthWorld,
  prompts: readonly string[],
  strings: AuthStrings,
): Later<DriverStep> {
  const next = prompts[strings.length];
  if (next === undefined || strings.length >= MAX_STRINGS) return checkCondition(instance, world, strings);
  return {
    kind: 'challenge',
    says: Buffer.from(next, 'latin1'),
    respond: (response, now) =>
      prompt(instance, now, prompts, [...strings, ...splitStrings(response)].slice(0, MAX_STRINGS)),
  };
}
