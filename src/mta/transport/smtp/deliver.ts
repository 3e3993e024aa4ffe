/** A message to other hosts, one host after another, until all recipients have been dealt with (Exim spec ch. 30). */
import { ok, type Result } from '../../../base/index.ts';
import type { Later } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { type OutgoingContent, outgoingContent } from '../content/outgoing.ts';
import { namesUser, worldOfUser } from '../local-facts.ts';
import { deferred, failed, reportOf } from '../outcome.ts';
import { isSet, number } from '../settings.ts';
import type { Deliver, Delivery, DeliveryReport, LocalOutcome } from '../types.ts';
import type { Octets } from './dkim.ts';
import { contentWords, guarded } from './guarded.ts';
import { hostsOf } from './host-list.ts';
import type { Errand } from './load.ts';
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
  const made = outgoingContent(delivery, world, { lineEnd: 'CRLF' });
  const content = made instanceof Promise ? await made : made;
  if (!content.ok) return all(contentOutcome(content.error));
  try {
    const shown = signedIfWanted({ delivery, world }, content.value);
    const octets = shown instanceof Promise ? await shown : shown;
    if (!octets.ok) return all(octets.error);
    return await new Tour(
      { delivery, world, content: content.value, octets: guarded(octets.value) },
      port.value,
      began,
    ).visit(found);
  } finally {
    await content.value.close();
  }
};

function signedIfWanted(errand: Errand, content: OutgoingContent): Later<Result<Octets, LocalOutcome>> {
  return isSet(errand.delivery.transport, 'dkim_domain') ? signed(errand, content) : ok(content.octets);
}

/** The code for it is loaded where it is wanted. */
async function signed(errand: Errand, content: OutgoingContent): Promise<Result<Octets, LocalOutcome>> {
  const { signedOctets } = await import('./dkim.ts');
  return signedOctets(errand, content, content.fields);
}

/** RFC 5321 §4.5.3.1.6: lines of more octets may be cut on their way. */
function judgeLines({ transport, message }: Delivery): LocalOutcome | undefined {
  const limit = number(transport, 'message_linelength_limit');
  const longest = message.stored.body.maxLineOctets ?? 0;
  const text = 'message has lines too long for transport';
  return limit > 0 && longest > limit ? failed(text, { userText: text }) : undefined;
}

type ContentFailures = Extract<Awaited<ReturnType<typeof outgoingContent>>, { ok: false }>['error'];

function contentOutcome(failure: ContentFailures): LocalOutcome {
  if (failure.kind === 'command') return deferred(failure.message);
  const { errno, text } = contentWords(failure);
  return deferred(text, { errno });
}
