/**
 * auth: authenticators of the configuration, as a server uses them, and as a client (Exim spec ch. "SMTP authentication"; RFC 4954).
 *
 * An exchange is a chain of steps: a challenge that waits for an answer, and in the end done or refused, with the reply, the
 * words for the log and the identity. Drivers (`drivers/`, a file each) say only yes, no, not now or "go on"; conditions and
 * identities are expansions that see what the client said as `$auth1`, `$auth2`, … (`strings.ts`).
 *
 * Terms. *Instance*: an authenticator of the configuration; its *public name* is what EHLO tells. *Verdict*: what a driver says.
 *
 * Secrets are compared in constant time, and are in no reply, log line or trace.
 *
 * `client/` is the other side: what a transport says of itself, a driver a file, in turn until one succeeds.
 *
 * Not here: base64 and the lines of AUTH (core/smtp), acl_smtp_auth, and who is told of what is refused (mta/receive).
 */

export { type Authenticators, createAuthenticators } from './authenticators.ts';
export { type ClientAuth, type ClientAuthOptions, createClientAuth } from './client/authenticate.ts';
export type {
  AuthDone,
  AuthRefused,
  AuthReply,
  AuthStep,
  AuthWorld,
  LocalConnector,
  LocalStream,
  Respond,
  TlsBinding,
} from './types.ts';
