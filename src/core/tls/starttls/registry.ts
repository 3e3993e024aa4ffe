/** The protocols a probe can speak, by name. */
import { imap } from './imap.ts';
import { pop3 } from './pop3.ts';
import { sieve } from './sieve.ts';
import { smtp } from './smtp.ts';
import type { StartTlsRow } from './types.ts';
import { xmpp } from './xmpp.ts';

export const startTlsRows: Readonly<Record<StartTlsRow['protocol'], StartTlsRow>> = { smtp, imap, pop3, sieve, xmpp };
