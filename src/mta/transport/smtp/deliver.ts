/** A message to other hosts, one host after another, until all recipients have been dealt with (Exim spec ch. 30). */
import { outgoingContent } from '../content/outgoing.ts';
import { deferred, failed, reportOf } from '../outcome.ts';
import { number } from '../settings.ts';
import type { Deliver, Delivery, DeliveryReport, LocalOutcome } from '../types.ts';
import { REMOTE } from './errno.ts';
import { hostsOf } from './host-list.ts';
import { portOf } from './port.ts';
import { Tour } from './tour.ts';

export const deliverBySmtp: Deliver = async (delivery, world) => {
  const began = world.clock.monotonicMs();
  const all = (outcome: LocalOutcome): DeliveryReport => reportOf(outcome, delivery, world.clock.monotonicMs() - began);
  const tooLong = judgeLines(delivery);
  if (tooLong !== undefined) return all(tooLong);
  const hosts = await hostsOf(delivery, world);
  if (!hosts.ok) return all(hosts.error);
  const port = await portOf(delivery, world);
  if (!port.ok) return all(port.error);
  const content = await outgoingContent(delivery, world, { lineEnd: 'CRLF' });
  if (!content.ok) return all(contentOutcome(content.error));
  try {
    const { octets } = content.value;
    return await new Tour({ delivery, world, content: content.value, octets }, port.value, began).visit(hosts.value);
  } finally {
    await content.value.close();
  }
};

/** RFC 5321 §4.5.3.1.6: lines of more octets may be cut on their way. */
function judgeLines({ transport, message }: Delivery): LocalOutcome | undefined {
  const limit = number(transport, 'message_linelength_limit');
  const longest = message.stored.body.maxLineOctets ?? 0;
  return limit > 0 && longest > limit ? failed('message has lines too long for transport') : undefined;
}

type ContentTroubles = Extract<Awaited<ReturnType<typeof outgoingContent>>, { ok: false }>['error'];

function contentOutcome(trouble: ContentTroubles): LocalOutcome {
  switch (trouble.kind) {
    case 'header':
      return deferred(`failed to expand headers_add or headers_remove: ${trouble.message}`, {
        errno: REMOTE.headersFailed,
      });
    case 'filter':
      return deferred(`transport filter process failed (${trouble.status})`, { errno: REMOTE.filterFailed });
    case 'filter-timeout':
      return deferred('transport filter timed out', { errno: REMOTE.filterFailed });
    case 'command':
    case 'body':
      return deferred(trouble.message);
  }
}
