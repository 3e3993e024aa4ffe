/**
 * host: the world of an expansion: what is answered when it asks, for a session and for a command (Exim's `-be`).
 *
 * `createWorld` is what all expansions of a configuration share; a *view* is what one sees from where it stands, and makes
 * an `ExpansionHost` of it: a session's, or a command's. `createHost` makes an `ExpansionHost` of what was given: variables
 * over the values that Exim has where nothing has happened yet, the header of a message, and the system itself, bounded in
 * time and size. `createLineExpander` takes lines as `exim -be` does: continuations, `set acl_m_x = v`, macros.
 *
 * What an expansion asks of files, programs and sockets may be another user's to answer: as-user/ asks a process that is him.
 *
 * Terms. *Octets*: texts are octet strings, as in expand; `toOctets` and `fromOctets` are the borders to texts of people.
 *
 * Deliberately absent: delivery, sessions, ACL statements; what needs those supplies its own view.
 */
export { hostAs } from './as-user/ask.ts';
export { doSystemErrand } from './as-user/do.ts';
export type { AskAsUser, SystemAnswer, SystemErrand } from './as-user/types.ts';
export { type HostConfiguration, hostConfiguration, readHostConfiguration } from './configuration.ts';
export { type CommandHost, createHost, type HostOptions } from './create.ts';
export { type ExpandData, type ExpandResult, type ExplainedNode, resultOf } from './data.ts';
export { explainExpansion } from './explain.ts';
export { expandFindings, findingsOf } from './findings.ts';
export { type FreeSpace, freeSpace } from './free-space.ts';
export { createHeaders } from './headers.ts';
export { createLineExpander, type LineExpander } from './lines/expander.ts';
export { type KnownNames, knownNames } from './lines/names.ts';
export { localAddressesOf } from './local-addresses.ts';
export { type HeaderField, type MessageText, readMessageText } from './message.ts';
export { fromOctets, toOctets } from './octets.ts';
export { environmentUnder, isPurged } from './system/environment.ts';
export { statFile } from './system/files.ts';
export { createVariables, type Variables } from './variables.ts';
export { createWorld, type View, type World, type WorldOptions } from './world.ts';
