/** What is said of an address that cannot be routed now. */

/** Queries hold names of tables and people, and passwords of servers: Exim says nothing of an expansion with one. */
const OF_A_DATABASE = /mysql|pgsql|redis|sqlite|ldap:|ldapdn:|ldapm:/;
const EXPANSION = /failed to expand|expansion of /;

export const discreet = (message: string): string =>
  EXPANSION.test(message) && OF_A_DATABASE.test(message) ? 'Temporary internal error' : message;

/** Of a lookup that has no answer now: what it says itself. */
export const lookupReason = (message: string): string | undefined => / gave DEFER: (.+)$/s.exec(message)?.[1];
