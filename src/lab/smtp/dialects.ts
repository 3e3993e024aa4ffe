/** The registry of dialects. To add one: a file in dialects/, its name in types.ts, a row here. */
import { imap } from './dialects/imap.ts';
import { pop3 } from './dialects/pop3.ts';
import { sieve } from './dialects/sieve.ts';
import { smtp } from './dialects/smtp.ts';
import { xmpp } from './dialects/xmpp.ts';
import type { Dialect, DialectName } from './types.ts';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { smtp, imap, pop3, sieve, xmpp };
