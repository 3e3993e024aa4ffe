/** The words of results and policies. */

/** Which of the two texts is followed: RFC 9989, or RFC 7489, which it replaced. */
export type Rules = '9989' | '7489';

/** RFC 9989 §9.2, RFC 7489 §11.2; nothing here is a `permerror`, since a record of no use is not applied at all. */
export type DmarcResult = 'pass' | 'fail' | 'none' | 'temperror';

/** What an owner asks for, and what becomes of a message. */
export type Disposition = 'none' | 'quarantine' | 'reject';

/** Which domain a policy came from (RFC 9989 §4.10.1). */
export type PolicySource = 'author-domain' | 'organizational-domain' | 'public-suffix-domain';
