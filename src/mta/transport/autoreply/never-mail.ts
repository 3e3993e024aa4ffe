/** never_mail: addresses that get no reply are taken out of its recipients. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure, type Text, textOf } from '../../expand/index.ts';
import { itemEnd, PLAIN_MAILBOX, readMailbox } from '../../mailbox/index.ts';
import { failed } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Delivery, LocalOutcome } from '../types.ts';
import type { Fields } from './fields.ts';

/** Undefined in the place of fields: nobody is left. */
export async function withoutNeverMail(
  fields: Fields,
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<Fields | undefined, LocalOutcome>> {
  const written = text(transport, 'never_mail');
  if (written === undefined) return ok(fields);
  const list = await expandOption(written, host);
  if (isFailure(list))
    return err(failed(`Failed to expand "${written}" for "never_mail" in ${transport.name} transport`));
  const { to, cc, bcc, ...rest } = fields;
  const left: Record<string, string> = {};
  for (const [name, value] of Object.entries({ to, cc, bcc })) {
    const kept = value === undefined ? '' : await keptOf(value, list, host);
    if (kept.trim() !== '') left[name] = kept;
  }
  return ok(Object.keys(left).length === 0 ? undefined : { ...rest, ...left });
}

/** What cannot be read ends the search, and stays with all behind it. */
async function keptOf(value: string, list: Text, host: ExpansionHost): Promise<string> {
  const kept: string[] = [];
  for (let at = 0; at < value.length; ) {
    const end = itemEnd(value, at);
    const item = value.slice(at, end);
    const mailbox = readMailbox(item, { ...PLAIN_MAILBOX, literals: true });
    if (typeof mailbox === 'string') {
      kept.push(value.slice(at));
      break;
    }
    const matched = await host.lists.match('address', textOf(mailbox.address, true), list);
    if (isFailure(matched) || !matched.matched) kept.push(item);
    at = end + 1;
  }
  return kept.join(',').trimEnd();
}
