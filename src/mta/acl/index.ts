/**
 * acl: access control lists (Exim spec ch. 44 "Access control lists").
 *
 * An ACL is a list of statements: a verb, and clauses that are asked in order until one does not hold. What a clause does is a
 * row (`conditions/`, `modifiers/`, `controls/`), and what a verb makes of the outcome another (`verbs/`); `engine/` knows none
 * of them by name. An ACL stands in the configuration under a name, in a file, or in an option's text, and is made ready once.
 *
 * An ACL changes nothing itself: headers, controls, queues and log lines are effects, in the order they were asked for, and the
 * caller applies them. Variables alone are set at once, in the facts. What others find out (routing, scanners, the DNS, records
 * kept from one message to the next) is asked of `AclServices`, a port of the one who runs a session.
 */

export { DSCP_NAMES } from './controls/dscp.ts';
export type { CutthroughControl } from './cutthrough-control.ts';
export { aclPort } from './port.ts';
export { type AclReply, readReply } from './reply.ts';
export { runAcl } from './run-acl.ts';
export type * from './services.ts';
export type * from './types.ts';
export type * from './verify-question.ts';
export { WIDTH, wrapMessage } from './wrap.ts';
