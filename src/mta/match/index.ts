/**
 * match: domain, host, address and local part lists (Exim spec ch. "Domain, host, address, and local part lists").
 *
 * A list is text; its items are asked from left to right, and the first that matches decides. An item is a literal, a tail
 * behind an asterisk, a pattern, a lookup, a named list, a file of items, or something of its kind's own (`@[]`, networks,
 * `@@`). What has to be looked up is asked through `MatchHost`, and what nobody can know just now is a deferral. An
 * observer is told of every item and what it said.
 */
export { fatalMistake } from './fatal.ts';
export type { ListNote, MailExchanger, MatchHost, NamesPort, Observer, Question } from './host.ts';
export { matchList } from './list.ts';
