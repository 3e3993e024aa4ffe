/** Header fields of a message on its way out: what is taken away, rewritten and added (Exim spec ch. 24, "headers_add"). */
import { err, ok, type Result } from '../../../base/index.ts';
import { headersRewriteRules, type RewriteRule } from '../../config/index.ts';
import { type ExpansionHost, expandOption, type Later, type Outcome, readList } from '../../expand/index.ts';
import { placeOfHeader, type RewriteWorld, rewriteHeader } from '../../rewrite/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import { flag, isSet, text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import { deliveryVariables } from '../variables.ts';

/** A header option that could not be expanded, and why. */
export type HeaderFailure = { readonly message: string };

/**
 * Fields as they go out, in their order, each with its line ends (LF).
 *
 * Removals look at what came with the message alone; what routers and the transport add comes behind it and stays.
 *
 * @param more  what is known beside the delivery: of the host that is to have it
 */
export function outgoingFields(
  delivery: Delivery,
  world: TransportWorld,
  more?: AddressVariables,
): Later<Result<readonly string[], HeaderFailure>> {
  return isLeftAlone(delivery) ? ok(keptFields(delivery, [])) : changedFields(delivery, world, more);
}

const CHANGING = [
  'headers_add',
  'headers_remove',
  'headers_rewrite',
  'return_path_add',
  'envelope_to_add',
  'delivery_date_add',
] as const;

/** Nothing is added, taken away or rewritten: most messages go as they came. */
const isLeftAlone = ({ transport, props }: Delivery): boolean =>
  props.headersAdd.length === 0 &&
  props.headersRemove.length === 0 &&
  CHANGING.every((option) => !isSet(transport, option));

const keptFields = ({ message }: Delivery, removed: readonly string[]): readonly string[] =>
  message.stored.headers
    .filter(({ letter, text: field }) => letter !== '*' && !isRemoved(field, removed))
    .map(({ text: field }) => withLf(field));

async function changedFields(
  delivery: Delivery,
  world: TransportWorld,
  more: AddressVariables | undefined,
): Promise<Result<readonly string[], HeaderFailure>> {
  let made: ExpansionHost | undefined;
  const host = (): ExpansionHost => (made ??= world.host(delivery.message, deliveryVariables(delivery, more)));
  const removed = await removedNames(delivery, host);
  if (!removed.ok) return removed;
  const added = await addedFields(delivery, host);
  if (!added.ok) return added;
  const rewritten = await rewriteFields(keptFields(delivery, removed.value), delivery, world, more);
  return ok([...(await tracesOf(delivery, host)), ...rewritten, ...added.value]);
}

const withLf = (field: string): string => (field.includes('\r') ? field.replaceAll('\r\n', '\n') : field);

/** The transport's names before those of routers, as Exim looks at them. */
async function removedNames(
  { transport, props }: Delivery,
  host: () => ExpansionHost,
): Promise<Result<readonly string[], HeaderFailure>> {
  const names: string[] = [];
  for (const item of readList(text(transport, 'headers_remove') ?? '').items) {
    const expanded = await expandOption(item, host());
    if (isHard(expanded)) return err({ message: expanded.message });
    if (expanded.kind === 'text') names.push(expanded.text);
  }
  return ok([...names, ...props.headersRemove].filter((name) => name !== '').map((name) => name.toLowerCase()));
}

/** A name, or the beginning of one with an asterisk behind it. */
function isRemoved(field: string, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const lower = field.toLowerCase();
  return names.some((name) =>
    name.endsWith('*')
      ? lower.startsWith(name.slice(0, -1))
      : lower.startsWith(name) && /^[ \t]*:/.test(lower.slice(name.length)),
  );
}

async function addedFields(
  { transport, props }: Delivery,
  host: () => ExpansionHost,
): Promise<Result<readonly string[], HeaderFailure>> {
  const fields = props.headersAdd.map(ended);
  for (const item of readList(`<\n${text(transport, 'headers_add') ?? ''}`).items) {
    const expanded = await expandOption(item, host());
    if (isHard(expanded)) return err({ message: expanded.message });
    if (expanded.kind === 'text' && expanded.text !== '') fields.push(ended(expanded.text));
  }
  return ok(fields);
}

/** What is made to fail is left out. */
const isHard = (outcome: Outcome): outcome is Exclude<Outcome, { kind: 'text' }> =>
  outcome.kind !== 'text' && outcome.kind !== 'forced-fail';

const ended = (field: string): string => (field.endsWith('\n') ? field : `${field}\n`);

async function rewriteFields(
  fields: readonly string[],
  delivery: Delivery,
  world: TransportWorld,
  more: AddressVariables | undefined,
): Promise<readonly string[]> {
  const { transport, message } = delivery;
  const written = text(transport, 'headers_rewrite');
  if (written === undefined || written === '') return fields;
  const rules: readonly RewriteRule[] = headersRewriteRules(written).map((rule) => ({
    ...rule,
    place: transport.place,
  }));
  const rewriting: RewriteWorld = {
    rules,
    charset: plainOf(await world.host(message, () => undefined).variable('headers_charset')) || undefined,
    host: (variables) =>
      world.host(
        message,
        deliveryVariables(delivery, (name) => variables(name) ?? more?.(name)),
      ),
    qualifyDomain: async () => plainOf(await world.host(message, () => undefined).variable('qualify_domain')),
    log: (line, kind) => {
      if (kind === 'mistake' || kind === 'fatal') world.log(line, true);
      else if (kind === 'malformed') world.log(line);
      else world.logRewritten?.(line);
    },
  };
  return await Promise.all(fields.map((field) => rewriteField(field, rewriting)));
}

const plainOf = (value: string | { readonly text: string } | undefined): string =>
  typeof value === 'string' ? value : (value?.text ?? '');

async function rewriteField(field: string, world: RewriteWorld): Promise<string> {
  const colon = field.indexOf(':');
  const place = colon < 0 ? undefined : placeOfHeader(field.slice(0, colon).trim());
  if (place === undefined) return field;
  const column = colon + 1;
  return field.slice(0, column) + (await rewriteHeader(field.slice(column), { place, column }, world));
}

/** Return-path, Envelope-to and Delivery-date, where the transport adds them, before all others. */
async function tracesOf(
  { transport, sender, recipients }: Delivery,
  host: () => ExpansionHost,
): Promise<readonly string[]> {
  const fields: string[] = [];
  if (flag(transport, 'return_path_add')) fields.push(`Return-path: <${sender}>\n`);
  if (flag(transport, 'envelope_to_add')) {
    const originals = recipients.flatMap(({ original, others = [] }) => [...others, original]);
    fields.push(`Envelope-to: ${originals.join(',\n ')}\n`);
  }
  if (flag(transport, 'delivery_date_add')) {
    const now = await expandOption('$tod_full', host());
    fields.push(`Delivery-date: ${now.kind === 'text' ? now.text : ''}\n`);
  }
  return fields;
}
