/** `verify = recipient/quota`: would the mailbox that routing leads to take the message (Exim 4.95 on)? */
import type { QuotaOptions, VerifyAnswer } from '../acl/index.ts';
import type { Later } from '../expand/index.ts';
import type { Routed, Verified } from '../route/index.ts';
import { hasRoom } from '../transport/index.ts';
import { NO_CACHE } from './cache.ts';
import { deliveryOf, hostOf, transportOf } from './errand.ts';
import type { VerifierOptions, VerifyParty } from './types.ts';

export interface RoomTask {
  readonly options: VerifierOptions;
  readonly party: VerifyParty;
  readonly address: string;
  readonly route: () => Later<Verified>;
}

/** No limit is asked of what is no mailbox of ours, nor of an address that leads to several. */
export async function verifyRoom(task: RoomTask, quota: QuotaOptions): Promise<VerifyAnswer> {
  const { address, options } = task;
  const cache = quota.cache ? options.cache : NO_CACHE;
  const known = await cache.quota(address);
  if (known !== undefined) return known === 'ok' ? OK : full('Previous (cached) quota verification failure');
  const found = await task.route();
  if (found.kind !== 'ok')
    return { came: found.kind, message: found.userMessage ?? found.message, failure: 'route', isUntold: true };
  const fits = await mailboxHasRoom(task, found.routed);
  await cache.keepQuota(address, fits ? 'ok' : 'fail', fits ? quota.positiveSeconds : quota.negativeSeconds);
  return fits ? OK : full('Over quota');
}

const OK: VerifyAnswer = { came: 'ok' };

const full = (message: string): VerifyAnswer => ({ came: 'fail', message, failure: 'quota', isUntold: true });

async function mailboxHasRoom(task: RoomTask, routed: Routed): Promise<boolean> {
  const { options, party, address } = task;
  const { outcome } = routed;
  if (outcome.kind !== 'accept') return true;
  const transport = transportOf(options, outcome);
  if (transport?.driver !== 'appendfile') return true;
  const { configuration, runAs, doAs } = options;
  const delivery = deliveryOf({ party, routed, given: address }, transport, outcome);
  const world = {
    configuration,
    host: hostOf(task),
    ...(runAs !== undefined && { runAs }),
    ...(doAs !== undefined && { doAs }),
  };
  return await hasRoom(delivery, await octetsToCome(party), world);
}

/** As the client has said it with MAIL (SIZE, RFC 1870). */
async function octetsToCome({ host }: VerifyParty): Promise<number> {
  const size = await host.variable('message_size');
  return Math.max(Number(typeof size === 'string' ? size : (size?.text ?? 0)), 0);
}
