/** Options expanded, and lists matched, where there is no connection and no message. */
import { type Configuration, mainValue } from '../../config/index.ts';
import {
  after,
  clean,
  type ExpansionHost,
  expand,
  expandOption,
  isFailure,
  parseExpansion,
  textOf,
} from '../../expand/index.ts';
import { createHeaders, type World } from '../../host/index.ts';
import type { ReceptionService } from '../reception-port.ts';

/** A main option as text; undefined where it is not set, or is no text. */
export function optionText(configuration: Configuration, option: string): string | undefined {
  const value = mainValue(configuration, option);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** With the options of the configuration as variables; undefined as well where an expansion fails. */
export function optionExpander(
  configuration: Configuration,
  world: World,
): (option: string) => Promise<string | undefined> {
  const host = world.hostFor({
    variable: (name) => optionText(configuration, name),
    set: () => {},
    headers: createHeaders([], 'UTF-8'),
  });
  return async (option) => {
    const text = optionText(configuration, option);
    const made = text === undefined ? undefined : await expand(parseExpansion(text), host);
    return made?.kind === 'text' ? made.text : undefined;
  };
}

export const plainHost = (world: World): ExpansionHost =>
  world.hostFor({ variable: () => undefined, set: () => {}, headers: createHeaders([], 'UTF-8') });

/** Is a name in the list of domains that the option is? A list that cannot be matched just now names nothing. */
export async function isInDomains(world: World, option: string | undefined, name: string): Promise<boolean> {
  if (option === undefined || option === '') return false;
  const host = plainHost(world);
  const list = await expandOption(option, host);
  if (list.kind !== 'text') return false;
  const answer = await host.lists.match('domain', textOf(name, true), list);
  return !isFailure(answer) && answer.matched;
}

/** Is an address in the list of hosts? One that cannot be matched just now names nobody. */
export function hostMatcher(world: World, list: string | undefined): ReceptionService['expectsProxy'] {
  if (list === undefined || list === '') return () => false;
  const host = plainHost(world);
  return (address) =>
    after(host.lists.match('host', textOf(address, true), clean(list)), (answer) =>
      isFailure(answer) ? false : answer.matched,
    );
}
