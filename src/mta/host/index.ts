/**
 * host: the world of an expansion that no daemon runs: what a command answers when an expansion asks (Exim's `-be`).
 *
 * `createHost` makes an `ExpansionHost` of what was given: variables over the values that Exim has where nothing has
 * happened yet, the header of a message, and the system itself, bounded in time and size. `createLineExpander` takes
 * lines as `exim -be` does: continuations, `set acl_m_x = v`, macros.
 *
 * Terms. *Octets*: texts are octet strings, as in expand; `toOctets` and `fromOctets` are the borders to texts of people.
 *
 * Deliberately absent: delivery, sessions, ACL statements; what needs those supplies its own host.
 */
export { type HostConfiguration, readHostConfiguration } from './configuration.ts';
export { type CommandHost, createHost, type HostOptions } from './create.ts';
export { type ExpandData, type ExpandResult, type ExplainedNode, resultOf } from './data.ts';
export { explainExpansion } from './explain.ts';
export { expandFindings, findingsOf } from './findings.ts';
export { createLineExpander, type LineExpander } from './lines/expander.ts';
export { type KnownNames, knownNames } from './lines/names.ts';
export { type MessageText, readMessageText } from './message.ts';
export { fromOctets, toOctets } from './octets.ts';
