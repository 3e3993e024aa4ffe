/**
 * names: names and addresses of hosts as lists of hosts ask for them (Exim spec ch. "Domain, host, address, and local part
 * lists"): match's `NamesPort` over the DNS and the system's table of hosts.
 *
 * *Forward-confirmed*: anybody who has an address may write any name into its PTR record. A name counts when its own
 * address records, in the DNS, hold the address (Exim spec §14, `host_lookup`); RFC 1912 §2.1.
 *
 * *Ident*: which user of the client's host has opened a connection, as that host says (RFC 1413).
 *
 * An empty answer: there is nothing of the kind, for certain. `undefined`: nobody can know just now, a bogus answer
 * included.
 */
export { createNames, type NamesOptions } from './create.ts';
export { asAscii, isDnsName } from './dns-name.ts';
export { askIdent, type IdentAnswer, type IdentQuestion, readIdentReply } from './ident.ts';
export { resolverOver } from './lazy-resolver.ts';
