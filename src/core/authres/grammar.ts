/** Which words may stand bare (RFC 2045 §5.1, RFC 5321 §4.1.2, RFC 8616 §5 for what is beyond ASCII). */

/** RFC 5321 §4.1.2, Ldh-str. */
export const isKeyword = (word: string): boolean => /^[A-Za-z0-9-]*[A-Za-z0-9]$/.test(word);

/** RFC 2045 §5.1: no white space, control characters or any of ()<>@,;:\"/[]?= */
export const isToken = (word: string): boolean => /^[^\s\x00-\x20\x7f-\x9f()<>@,;:\\"/[\]?=]+$/.test(word);

/** RFC 5322 §3.2.4. */
export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\uffff-]+";
const DOT_STRING = `${ATOM}(?:\\.${ATOM})*`;
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const DOMAIN = '[A-Za-z0-9_\\x80-\\uffff-]+(?:\\.[A-Za-z0-9_\\x80-\\uffff-]+)*';
const MAILBOX = new RegExp(`^(?:${DOT_STRING})?@${DOMAIN}$`);
const QUOTED_MAILBOX = new RegExp(`^${QUOTED}@${DOMAIN}$`);

/** `[ [ local-part ] "@" ] domain-name` of a pvalue (RFC 8601 §2.2). */
export const isBareMailbox = (word: string): boolean => MAILBOX.test(word);

/** The same with a local part in quotes, in which nothing may break a line. */
export const isQuotedMailbox = (word: string): boolean => QUOTED_MAILBOX.test(word) && !/[\x00-\x1f\x7f]/.test(word);
