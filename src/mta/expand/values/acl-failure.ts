/** What an expansion makes of an ACL that neither accepts nor denies, in Exim's words. */
import type { AclAnswer } from '../host.ts';
import { type Failure, failed, forcedFail } from '../outcome.ts';

const WORDS = { defer: 'DEFER', discard: 'DISCARD', drop: 'FAIL_DROP', error: 'ERROR' } as const;

export function aclFailure(name: string, outcome: AclAnswer['outcome']): Failure | undefined {
  if (outcome === 'accept' || outcome === 'deny') return undefined;
  const message = `${WORDS[outcome]} from acl "${name}"`;
  return outcome === 'defer' ? forcedFail(message) : failed(message);
}
