/**
 * The content of a message as each host is to have it (Exim spec ch. 24, "headers_add"): made once for all of them, or anew for
 * each conversation where an option asks whom it is with, and by which TLS.
 */
import { ok, type Result } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { type OutgoingContent, outgoingContent } from '../content/outgoing.ts';
import { deferred } from '../outcome.ts';
import { isSet, text } from '../settings.ts';
import type { Delivery, LocalOutcome } from '../types.ts';
import type { Octets } from './dkim.ts';
import { contentWords, guarded, Unmade } from './guarded.ts';
import type { HostFacts } from './host-facts.ts';
import type { Errand, HostContent } from './load.ts';

export function hostContent(errand: Errand): Later<Result<HostContent, LocalOutcome>> {
  return asksForHost(errand.delivery) ? ok(madeForEach(errand)) : madeOnce(errand);
}

const OPTIONS = ['headers_add', 'headers_remove', 'headers_rewrite', 'transport_filter'] as const;

/** Variables of the host and of the connection to it; an ACL that is called may ask anything. */
const OF_HOST = /\b(?:tls_\w|sending_\w|host\b|host_address\b|host_port\b|acl\b)/;

const asksForHost = ({ transport }: Delivery): boolean =>
  OPTIONS.some((option) => OF_HOST.test(text(transport, option) ?? ''));

function madeOnce(errand: Errand): Later<Result<HostContent, LocalOutcome>> {
  return after(contentFor(errand), (content) => {
    if (!content.ok) return content.error.errno === ERRNO.headersFailed ? ok(unmade(content.error)) : content;
    return after(signedIfWanted(errand, content.value), (signed): Result<HostContent, LocalOutcome> => {
      if (!signed.ok) return signed;
      const octets = guarded(signed.value);
      return ok({ octets: () => octets, close: () => content.value.close() });
    });
  });
}

/** Exim has said DATA by the time that it makes the header. */
const unmade = (outcome: LocalOutcome): HostContent => ({
  octets: () =>
    guarded(() => {
      throw new Unmade(outcome);
    }),
  close: async () => {},
});

const madeForEach = (errand: Errand): HostContent => ({
  octets: (facts) => guarded(() => octetsFor(errand, facts)),
  close: async () => {},
});

async function* octetsFor(errand: Errand, facts: HostFacts): AsyncGenerator<Uint8Array> {
  const content = await contentFor(errand, facts);
  if (!content.ok) throw new Unmade(content.error);
  try {
    const signed = await signedIfWanted(errand, content.value);
    if (!signed.ok) throw new Unmade(signed.error);
    yield* signed.value();
  } finally {
    await content.value.close();
  }
}

function contentFor({ delivery, world }: Errand, facts?: HostFacts): Later<Result<OutgoingContent, LocalOutcome>> {
  const filterName = `${delivery.transport.name} transport filter`;
  const options = facts === undefined ? { filterName } : { filterName, variables: facts.variables };
  return after(
    outgoingContent(delivery, world, { lineEnd: 'CRLF' }, options),
    (made): Result<OutgoingContent, LocalOutcome> =>
      made.ok ? made : { ok: false, error: contentOutcome(made.error) },
  );
}

function signedIfWanted(errand: Errand, content: OutgoingContent): Later<Result<Octets, LocalOutcome>> {
  return isSet(errand.delivery.transport, 'dkim_domain') ? signed(errand, content) : ok(content.octets);
}

/** The code for it is loaded where it is wanted. */
async function signed(errand: Errand, content: OutgoingContent): Promise<Result<Octets, LocalOutcome>> {
  const { signedOctets } = await import('./dkim.ts');
  return signedOctets(errand, content, content.fields);
}

type ContentFailures = Extract<Awaited<ReturnType<typeof outgoingContent>>, { ok: false }>['error'];

function contentOutcome(failure: ContentFailures): LocalOutcome {
  if (failure.kind === 'command') return deferred(failure.message, { errno: 0 });
  const { errno, text: words } = contentWords(failure);
  return deferred(words, { errno });
}
