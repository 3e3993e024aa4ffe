/** EXTERNAL (RFC 4422 appendix A): who the client is, is known from elsewhere, as from its certificate. */
import { after, expandOption, type Later, type Text, textOf } from '../../expand/index.ts';
import { checkCondition } from '../condition.ts';
import { splitStrings, withStrings } from '../strings.ts';
import type { AuthStrings, AuthWorld, DriverStep, Instance, ServerDriver } from '../types.ts';

export const external: ServerDriver = {
  name: 'external',
  spec: 'RFC 4422 appendix A',
  isServer: ({ option }) => option('server_condition') !== undefined,
  isAdvertised: true,
  begin: (instance, world, initial) =>
    initial !== undefined
      ? check(instance, world, initial)
      : { kind: 'challenge', says: new Uint8Array(), respond: (response, now) => check(instance, now, response) },
};

/** The identity asked for is $auth1; the parameters follow it, whatever else was sent. */
function check(instance: Instance, world: AuthWorld, data: Uint8Array): Later<DriverStep> {
  const asked = splitStrings(data);
  const names = instance.option('server_param2') === undefined ? [] : ['server_param2', 'server_param3'];
  const kept = names.length === 0 ? asked : asked.slice(0, 1);
  return after(withParameters(instance, world, kept, names), (strings) => checkCondition(instance, world, strings));
}

/** Strings with those that options give behind them, each seeing those before it; one that fails is empty. */
export function withParameters(
  instance: Instance,
  world: AuthWorld,
  strings: AuthStrings,
  [name, ...names]: readonly string[],
): Later<AuthStrings> {
  if (name === undefined) return strings;
  const option = instance.option(name);
  if (option === undefined) return strings;
  return after(expandOption(option, withStrings(world.host, strings)), (outcome) => {
    const value: Text = outcome.kind === 'text' ? outcome : textOf('', false);
    return withParameters(instance, world, [...strings, value], names);
  });
}
