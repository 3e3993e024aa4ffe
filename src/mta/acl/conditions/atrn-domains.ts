import { after, readList } from '../../expand/index.ts';
import { defer, error, type TextCondition } from '../rows.ts';

/** The domains whose mail ATRN hands over; true where there is some in the queue. */
export const atrnDomains: TextCondition = {
  name: 'atrn_domains',
  takes: 'text',
  test: ({ text, tainted }, { world: { facts, services } }) => {
    // What a client asks for is no permission to have it: a look-up makes one of it.
    if (tainted) return error(`attempt to use tainted value '${text}' for atrn_domains`);
    const { items } = readList(text);
    const domains = items.filter((item) => item !== '').map((item) => item.toLowerCase());
    facts.connection.atrnDomains = domains;
    return services.waitsFor === undefined ? defer() : after(services.waitsFor(domains), (waits) => waits);
  },
};
