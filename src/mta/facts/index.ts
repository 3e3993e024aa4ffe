/**
 * facts: what is known at a moment of reception: the connection, the message under way, the address at hand (Exim spec ch.
 * "String expansions", its variables).
 *
 * Records are plain and mutable: who learns something writes it down, and everybody else reads it through variables. What
 * was set by name (`set acl_m_x`, `$dnslist_text`) lasts as long as what it is about: the connection, the message or the
 * address. `readFact` gives the value of a variable; the host of expansions (mta/host) asks it first.
 */
export { type AddressFacts, createAddress, unquoted } from './address.ts';
export {
  type AuthFacts,
  type Connection,
  createConnection,
  type Endpoint,
  HISTORY,
  type HostName,
  noRcpts,
  noteCommand,
  type ProxyFacts,
  type RcptCounts,
  type Source,
  setOfConnection,
} from './connection.ts';
export { type Facts, forgetEarly, setByName, setValue } from './facts.ts';
export { foundName, fullHost, hostAndIdent, receivedHost } from './host-text.ts';
export {
  type BodyFacts,
  createMessage,
  type HeaderLine,
  type IncomingMessage,
  type IncomingRecipient,
} from './message.ts';
export { receivedProtocol } from './protocol.ts';
export { certificateText, cipherText, type TlsFacts } from './tls.ts';
export { readFact } from './variables/index.ts';
