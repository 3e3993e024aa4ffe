/** What is without effect, or missing. */
import { row } from './define.ts';

export const unreachableStatement = row(
  'acl.unreachable',
  'warn',
  'A statement of an ACL is never reached',
  'A statement before it has no condition, or only such as always hold, and decides: whatever stands behind it is not looked at.',
  ['Exim spec ch. "Access control lists"'],
  'give the earlier statement the condition that was meant, or take out what follows',
);
export const neverHolds = row(
  'acl.never',
  'warn',
  'A condition of an ACL can never hold',
  'The statement does nothing (or, with require, refuses always), since one of its conditions is always false.',
  ['Exim spec ch. "Access control lists"'],
  'mend the condition, or take out the statement',
);
export const unreachableRouter = row(
  'router.unreachable',
  'warn',
  'A router is never reached',
  'A router before it takes every address: it has no precondition, and its driver declines none, or it says no_more.',
  ['Exim spec ch. "The general part of router configuration"'],
  'put the precondition that was meant on the earlier router, or move it to the end',
);
export const unusedAcl = row(
  'unused.acl',
  'warn',
  'An ACL is not used',
  'No option and no other ACL names it, so nothing it says has an effect.',
  ['Exim spec ch. "Access control lists"'],
  'set the option that was to name it, as acl_smtp_rcpt, or take it out',
);
export const unusedList = row(
  'unused.list',
  'info',
  'A named list is not used',
  'Nothing refers to it by + and its name.',
  ['Exim spec ch. "Domain, host, address, and local part lists"'],
  'take it out',
);
export const unusedTransport = row(
  'unused.transport',
  'info',
  'A transport is not used',
  'No router and no option names it.',
  ['Exim spec ch. "Generic options for transports"'],
  'take it out, or name it in a router',
);
export const noRetry = row(
  'retry.none',
  'warn',
  'There are no retry rules',
  'Without a rule a failure that may pass counts as final: mail for a host that is down for a minute is returned at once.',
  ['Exim spec ch. "Retry configuration"', 'RFC 5321 §4.5.4.1'],
  'begin retry, then: *  *  F,2h,15m; G,16h,1h,1.5; F,4d,6h',
);
export const noDefaultRetry = row(
  'retry.no-default',
  'warn',
  'No retry rule is for every address and every error',
  'What no rule matches is not tried again: mail is returned at the first failure that may pass.',
  ['Exim spec ch. "Retry configuration"', 'RFC 5321 §4.5.4.1'],
  'end the section with: *  *  F,2h,15m; G,16h,1h,1.5; F,4d,6h',
);

export const unreadable = row(
  'constant.unreadable',
  'warn',
  'A value cannot be read when it is used',
  'The server starts, since such a value is read each time it is used; then it fails, with each client or message it is for.',
  ['Exim spec ch. "The Exim run time configuration file"'],
  'give it as the detail says',
);

export const SENSE_FINDINGS = [
  ...[unreachableStatement, neverHolds, unreachableRouter, unusedAcl],
  ...[unusedList, unusedTransport, noRetry, noDefaultRetry, unreadable],
];
