/** A message to other hosts, one host after another, until all recipients have been dealt with (Exim spec ch. 30). */
import { ok } from '../../../base/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { namesUser, worldOfUser } from '../local-facts.ts';
import { failed, reportOf } from '../outcome.ts';
import { number } from '../settings.ts';
import type { Deliver, Delivery, DeliveryReport, LocalOutcome } from '../types.ts';
import { hostContent } from './host-content.ts';
import { hostsOf } from './host-list.ts';
import { portOf } from './port.ts';
import { Tour } from './tour.ts';

export const deliverBySmtp: Deliver = async (delivery, given) => {
  const began = given.clock.monotonicMs();
  const all = (outcome: LocalOutcome): DeliveryReport => reportOf(outcome, delivery, given.clock.monotonicMs() - began);
  const seen = namesUser(delivery) ? await worldOfUser(delivery, given) : ok(given);
  if (!seen.ok) return all(seen.error);
  const world = seen.value;
  const tooLong = judgeLines(delivery);
  if (tooLong !== undefined) return all(tooLong);
  const listed = hostsOf(delivery, world);
  const hosts = listed instanceof Promise ? await listed : listed;
  // Where the hosts lead back here, there are still those to fall back on.
  if (!hosts.ok && hosts.error.errno !== ERRNO.hostIsLocal) return all(hosts.error);
  const found = hosts.ok ? { hosts: hosts.value } : { hosts: [], local: hosts.error };
  const wanted = portOf(delivery, world);
  const port = wanted instanceof Promise ? await wanted : wanted;
  if (!port.ok) return all(port.error);
  const made = hostContent({ delivery, world });
  const content = made instanceof Promise ? await made : made;
  if (!content.ok) return all(content.error);
  try {
    return await new Tour({ delivery, world, content: content.value }, port.value, began).visit(found);
  } finally {
    await content.value.close();
  }
};

/** RFC 5321 §4.5.3.1.6: lines of more octets may be cut on their way. */
function judgeLines({ transport, message }: Delivery): LocalOutcome | undefined {
  const limit = number(transport, 'message_linelength_limit');
  const longest = message.stored.body.maxLineOctets ?? 0;
  const text = 'message has lines too long for transport';
  return limit > 0 && longest > limit ? failed(text, { userText: text }) : undefined;
}
