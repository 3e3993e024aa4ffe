/**
 * sink: a mail server that takes what it is given and answers as it is told.
 *
 * It is core/smtp's server session over core/net's listener. A *script* says what is answered otherwise than well: a line a
 * rule, `STAGE [WHO] [WORDS] = CODE TEXT` (script/parse.ts). A *store* keeps messages or does not: `discard`, a Maildir, an
 * mbox. Octets of a message go from the socket to the store as they come and are never held whole.
 *
 * Messages are kept as they arrived, CRLF and all, with nothing added; mbox alone needs its `From ` line, and `>` before such
 * lines in a message. What was accepted is in the store before the reply leaves.
 *
 * Implemented: RFC 5321, RFC 2033 through core/smtp; RFC 4954 with PLAIN, LOGIN and CRAM-MD5; RFC 4155 for mbox.
 * Deliberately absent: delivery further on, and any opinion about what comes.
 */
export { type CredentialBook, readCredentials } from './credentials.ts';
export { type RunningSink, startSink } from './run.ts';
export { parseRule, parseScript } from './script/parse.ts';
export type { Rule, Script, ScriptError, Stage } from './script/types.ts';
export type { StoreSpec } from './store/types.ts';
export type * from './types.ts';
