/** What a session asks policy: lists of hosts that a command waits for are asked about with that command, in Exim's order. */
import type { SessionConfig } from '../../core/smtp/index.ts';
import type { Options } from './options.ts';

type Asked = SessionConfig['asks'];
type Kind = Asked extends ReadonlySet<infer K> ? K : never;

export interface Occasions {
  /** There are authenticators, and `AUTH=` may be believed. */
  readonly authenticates: boolean;
  /** What MAIL and RCPT say may become something else before it is read (rules with the flag S). */
  readonly rewrites: boolean;
}

export function asksOf(options: Options, { authenticates, rewrites }: Occasions): Asked {
  const more: readonly (readonly [Kind, boolean])[] = [
    // The ACL for ends without QUIT may have a word to say.
    ['farewell', options.text('acl_smtp_notquit') !== undefined],
    ['mail-name', dependsOnHost(options, 'hosts_require_helo')],
    ['non-mail', dependsOnHost(options, 'smtp_accept_max_nonmail_hosts')],
    ['mail-words', rewrites || authenticates || isAnySet(options, ['smtp_ratelimit_hosts', 'acl_smtp_mailauth'])],
    ['rcpt-words', rewrites],
  ];
  return new Set([...ALWAYS, ...more.filter(([, isAsked]) => isAsked).map(([kind]) => kind)]);
}

/** Is it to be looked at who has come? */
const dependsOnHost = (options: Options, list: string): boolean => isSet(options, list) && options.text(list) !== '*';

const isSet = (options: Options, option: string): boolean => (options.text(option) ?? '') !== '';

const isAnySet = (options: Options, names: readonly string[]): boolean => names.some((name) => isSet(options, name));

const ALWAYS: readonly Kind[] = [
  'connect',
  'helo',
  'starttls',
  'auth-begin',
  'auth',
  'auth-response',
  'auth-broken',
  'mail',
  'rcpt',
  'data',
  'message',
  'vrfy',
  'expn',
  'etrn',
  'atrn',
  'wellknown',
  'xclient',
  'quit',
  'rset',
  'help',
];
