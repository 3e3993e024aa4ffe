/** Judges that do not validate: `--trust ad` believes the resolver's AD bit, `--trust none` believes nobody. */
import { ok } from '../../../base/index.ts';
import { because } from '../dnssec/findings/define.ts';
import { notVouched } from '../dnssec/findings/insecure.ts';
import { believed } from '../dnssec/findings/steps.ts';
import { adNotTrusted, notValidated } from '../dnssec/findings/undecided.ts';
import type { Reason, SecurityStatus } from '../types.ts';
import type { Judge, Judgement } from './judge.ts';
import type { Response } from './sections.ts';
import { negativeTtl } from './validating-judge.ts';

/** Whose AD bit is believed. */
export type BelievesServer = (server: string) => boolean;

export function createBelievingJudge(believes: BelievesServer): Judge {
  return constantJudge((response) => {
    const { server, message } = response;
    if (!believes(server))
      return [
        'indeterminate',
        because(adNotTrusted, `the AD bit of ${server} is not believed: it is not on this host`),
      ];
    return message.flags.ad
      ? ['secure', because(believed, `${server} says that it validated the answer (AD)`)]
      : ['insecure', because(notVouched, `${server} left the AD bit clear`)];
  });
}

export function createUnconcernedJudge(): Judge {
  return constantJudge(({ server }) => [
    'indeterminate',
    because(notValidated, `the answer of ${server} was not validated`),
  ]);
}

/**
 * Is the server on this host (RFC 4035 §4.9.3, RFC 6840 §5.8)?
 *
 * @param server  as `address:port`, `[address]:port` or URL
 */
export function isLoopback(server: string): boolean {
  return /^(?:[a-z]+:\/\/)?(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d+)?(?:\/|$)/.test(server);
}

function constantJudge(decide: (response: Response) => readonly [SecurityStatus, Reason]): Judge {
  const judge = (response: Response, ttlSeconds: number): Promise<{ ok: true; value: Judgement }> => {
    const [status, reason] = decide(response);
    return Promise.resolve(ok({ status, reasons: [reason], ttlSeconds }));
  };
  return {
    positive: (rrset, response) => judge(response, rrset.ttlSeconds),
    negative: (_name, _type, response) => judge(response, negativeTtl(response)),
  };
}
