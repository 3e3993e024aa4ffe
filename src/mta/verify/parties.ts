/** Who is asked for, and in whose name. */
import { mainValue } from '../config/index.ts';
import { expandOption } from '../expand/index.ts';
import type { Errand } from '../transport/index.ts';
import type { CalloutTask } from './types.ts';

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Empty: the null path, which is what answers nothing and starts no loop of callouts. */
export async function senderFor({ callout, party, options }: CalloutTask, errand: Errand): Promise<string> {
  if (callout.mailFrom !== undefined) return callout.mailFrom;
  if (callout.from === 'sender') return party.sender;
  if (callout.from === 'transport') return senderOfTransport(party.sender, errand);
  if (callout.from === 'postmaster')
    return `postmaster@${String(mainValue(options.configuration, 'qualify_domain') ?? party.activeHostname)}`;
  return '';
}

/** As a delivery would have it: the transport's `return_path`, or where its router wants bounces. */
async function senderOfTransport(sender: string, { delivery, world }: Errand): Promise<string> {
  const usual = delivery.props.errorsTo ?? sender;
  const written = delivery.transport.settings.get('return_path')?.value;
  if (typeof written !== 'string') return usual;
  const expanded = await expandOption(
    written,
    world.host(delivery.message, () => undefined),
  );
  return expanded.kind === 'text' ? expanded.text : usual;
}
