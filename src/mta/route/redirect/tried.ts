/** A forward file by itself, as `exim -bf` tries one: what it would make of an address, with nothing of a router. */
import { type Configuration, mainValue } from '../../config/index.ts';
import { mailboxOptions } from '../drivers/redirect.ts';
import { readRedirectList } from './list.ts';
import type { Reading } from './types.ts';

/**
 * @param hostname  completes addresses where the configuration has no name for it
 * @param domain  of the address at hand, for what has a backslash in front; default: the same
 */
export function tryForward(text: string, configuration: Configuration, hostname: string, domain?: string): Reading {
  const name = ['qualify_recipient', 'qualify_domain', 'primary_hostname']
    .map((option) => mainValue(configuration, option))
    .find((value) => typeof value === 'string' && value !== '');
  const qualifyDomain = String(name ?? hostname);
  return readRedirectList(text, {
    mailbox: mailboxOptions({ world: { configuration } }),
    rules: {
      allowDefer: false,
      allowFail: false,
      forbidBlackhole: false,
      forbidInclude: false,
      skipsSyntaxErrors: false,
      qualifyDomain,
      ownDomain: domain ?? qualifyDomain,
    },
  });
}
