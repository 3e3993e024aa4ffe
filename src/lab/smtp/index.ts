/**
 * smtp: the mail servers of the lab, and the other protocols that have STARTTLS.
 *
 * A server is a dialect (what the protocol says is right: SMTP, IMAP, POP3, ManageSieve, XMPP), a mood (what this
 * server does instead: refuses, stalls, floods, hangs up) and one certificate per key type. Dialects are pure and take
 * no notice of moods; the conversation brings both together over one socket. All listen on 127.0.0.1, on ports the
 * system chooses. It delivers nothing, authenticates nobody and keeps nothing.
 */
export { MOODS } from './moods.ts';
export { type MailServer, type MailServerOptions, startMailServer } from './server.ts';
export type { DialectName, MailServerSpec, Mood, ServedCredential } from './types.ts';
