/** What conditions of ACLs ask beside the session. */
import type { Hints as AclHints, AclServices } from '../../acl/index.ts';
import type { Spool } from '../../spool/index.ts';

export const aclServices = (spool: Spool): AclServices => ({
  hints: aclHints(spool),
  wait: (seconds) => new Promise((resolve) => void setTimeout(resolve, seconds * 1000)),
});

/** Records of ratelimit and seen, which all processes share. */
function aclHints(spool: Spool): AclHints {
  const spaces = { ratelimit: spool.hints<string>('ratelimit'), seen: spool.hints<string>('seen') };
  return {
    async update(space, key, change) {
      let answer: ReturnType<typeof change>['answer'] | undefined;
      await spaces[space].update(key, (before) => {
        const changed = change(before?.value);
        answer = changed.answer;
        return changed.keep === undefined ? before : { value: changed.keep };
      });
      return answer as ReturnType<typeof change>['answer'];
    },
  };
}
