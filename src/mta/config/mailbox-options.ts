/** How addresses are read in a configuration. */
import type { MailboxOptions } from '../mailbox/index.ts';
import type { Configuration } from './types.ts';
import { mainValue } from './value-of.ts';

export function mailboxOptions(configuration: Configuration): MailboxOptions {
  const is = (name: string): boolean => mainValue(configuration, name) === true;
  return {
    literals: is('allow_domain_literals'),
    trailingDot: is('strip_trailing_dot'),
    excessBrackets: is('strip_excess_angle_brackets'),
    utf8Domains: is('allow_utf8_domains'),
  };
}
