/** Main options as delivery uses them, and lists they are, matched for one message. */
import { type Configuration, mainValue } from '../config/index.ts';
import { after, clean, type ExpansionHost, expandOption, isFailure, type Later, textOf } from '../expand/index.ts';
import type { Show } from './message/ends.ts';
import { type MessageHost, NO_VARIABLES } from './message/host.ts';

/** Milliseconds of a time; 0 where it is not set. */
export const timeMs = (configuration: Configuration, name: string): number => numberOf(configuration, name) * 1000;

export function numberOf(configuration: Configuration, name: string): number {
  const value = mainValue(configuration, name);
  return typeof value === 'number' ? value : 0;
}

export const flagOf = (configuration: Configuration, name: string): boolean => mainValue(configuration, name) === true;

/** What `$message_body` shows of one. */
export const showOf = (configuration: Configuration): Show => ({
  visibleOctets: numberOf(configuration, 'message_body_visible'),
  keepsNewlines: flagOf(configuration, 'message_body_newlines'),
});

/** A message goes to all at once, or to none (wrapper.ts). */
export const isWrapper = (configuration: Configuration): boolean => flagOf(configuration, 'mua_wrapper');

/** As written; undefined where it is not set, or empty. */
export function textOption(configuration: Configuration, name: string): string | undefined {
  const value = mainValue(configuration, name);
  return value === undefined || value === '' || typeof value === 'boolean' ? undefined : String(value);
}

/** Expanded; undefined also where that fails, which `complain` hears of. */
export function expanded(
  configuration: Configuration,
  name: string,
  host: ExpansionHost,
  complain?: (line: string) => void,
): Later<string | undefined> {
  const text = textOption(configuration, name);
  if (text === undefined) return undefined;
  return after(expandOption(text, host), (outcome) => {
    if (outcome.kind === 'text') return outcome.text;
    if (outcome.kind !== 'forced-fail') complain?.(`failed to expand ${name}: ${outcome.message}`);
    return undefined;
  });
}

/** Is the domain in the list of domains that the option is? `undefined`: it cannot be found out just now. */
export function isDomainIn(
  configuration: Configuration,
  name: string,
  domain: string,
  hostFor: MessageHost,
): Later<boolean | undefined> {
  const text = textOption(configuration, name);
  if (text === undefined) return false;
  const host = hostFor(NO_VARIABLES);
  return after(expandOption(text, host), (list) => {
    if (list.kind !== 'text') return list.kind === 'forced-fail' ? false : undefined;
    return after(host.lists.match('domain', textOf(domain, true), clean(list.text)), (found) =>
      isFailure(found) ? undefined : found.matched,
    );
  });
}
