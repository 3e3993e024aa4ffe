/** Routers nothing comes to, and failures that are not tried again. */
import type { Driver, Place } from '../../config/index.ts';
import { noDefaultRetry, noRetry, unreachableRouter } from '../findings/sense.ts';
import { type Rule, textOf } from '../remark.ts';

export const routingRules: Rule = ({ routers }) => {
  const end = routers.findIndex(takesAll);
  const next = routers[end + 1];
  if (end < 0 || next === undefined) return [];
  const detail = `router ${routers[end]!.name} takes every address, so nothing comes to ${next.name}`;
  return [{ def: unreachableRouter, place: next.place, subject: next.name, detail }];
};

const PRECONDITIONS = [
  ...['check_local_user', 'condition', 'local_parts', 'require_files', 'senders', 'verify_only'],
  ...['bmi_deliver_alternate', 'bmi_dont_deliver', 'bmi_rule'],
];
const PURPOSES = ['address_test', 'expn', 'verify', 'verify_recipient', 'verify_sender'];

function takesAll(router: Driver): boolean {
  const { driver, settings } = router;
  const set = (name: string): string | undefined => textOf(settings.get(name));
  if (PRECONDITIONS.some((name) => settings.has(name)) || PURPOSES.some((name) => set(name) === 'false')) return false;
  if (settings.has('domains') && set('domains')?.trim() !== '*') return false;
  if (hasAffix(router, 'prefix') || hasAffix(router, 'suffix')) return false;
  if (settings.has('unseen') && set('unseen') !== 'false') return false;
  if (driver === 'accept') return true;
  if (driver === 'manualroute' && /^\s*\*\s/.test(set('route_list') ?? '')) return true;
  return set('more') === 'false' && !settings.has('pass_router') && set('self') !== 'pass';
}

const hasAffix = ({ settings }: Driver, end: 'prefix' | 'suffix'): boolean =>
  settings.has(`local_part_${end}`) && textOf(settings.get(`local_part_${end}_optional`)) !== 'true';

export const retryRules: Rule = ({ file, retry, transports }) => {
  if (transports.length === 0) return [];
  const place: Place = retry.at(-1)?.place ?? { file: file ?? 'configuration', line: 0, lastLine: 0 };
  if (retry.length === 0)
    return [{ def: noRetry, place, subject: 'retry', detail: 'the retry section is empty or missing' }];
  const general = retry.some(
    ({ pattern, error, senders }) => pattern === '*' && error === '*' && senders === undefined,
  );
  if (general) return [];
  return [{ def: noDefaultRetry, place, subject: 'retry', detail: 'there is no rule that begins with * *' }];
};
