/** A level as a node of the tree, the addresses made of it left out. */
import type { Driver } from '../config/index.ts';
import type { Level, LevelEnd } from './level.ts';
import { flag, text } from './settings.ts';
import { traitsOf } from './traits.ts';
import type { Accepted, Deferred, Item, Routed, RoutedOutcome, RouterStep } from './types.ts';
import type { Visit } from './visit.ts';

export function nodeOf(level: Level): Routed {
  const { item, trail, end, visit } = level;
  const base = { ...baseOf(item, trail), ...seenBy(visit) };
  const router = item.router?.name ?? '';
  switch (end.kind) {
    case 'accept':
      return { ...base, props: end.props, outcome: acceptedOutcome(end, item.router!) };
    case 'children':
      return { ...base, outcome: { kind: 'redirect', router, children: [] } };
    case 'discard':
      return { ...base, outcome: { kind: 'discard', router, how: end.how } };
    case 'fail':
      return { ...base, outcome: { ...failedOutcome(end), ...traitsOf(item.router) } };
    default:
      return { ...base, outcome: { ...deferredOutcome(end), ...traitsOf(item.router) } };
  }
}

/** A file, a command, a reply: no router sees it. */
export const specialNode = (item: Item, delivery: NonNullable<Item['special']>): Routed => ({
  ...baseOf(item, []),
  outcome: { kind: 'special', delivery, router: item.parent?.router?.name ?? '' },
});

const baseOf = (item: Item, trail: readonly RouterStep[]) => ({
  address: item.address,
  isTainted: item.special?.isTainted ?? item.isTainted,
  unique: item.unique,
  trail,
  props: item.props,
  localPart: item.seen ?? item.localPart,
  domain: item.domain,
  ...(item.oneTimeParent !== undefined && { oneTimeParent: item.oneTimeParent }),
  ...(item.hidden === true && { hidden: true }),
});

const seenBy = (visit: Visit | undefined) =>
  visit === undefined
    ? {}
    : {
        localPart: visit.localPart,
        ...(visit.prefix !== undefined && { prefix: visit.prefix.text }),
        ...(visit.suffix !== undefined && { suffix: visit.suffix.text }),
      };

function acceptedOutcome({ transport, hosts, facts }: Accepted, router: Driver): RoutedOutcome {
  const fallbackHosts = text(router, 'fallback_hosts');
  return {
    kind: 'accept',
    hosts,
    facts,
    logsAsLocal: flag(router, 'log_as_local', router.driver === 'accept'),
    ...(transport !== undefined && { transport: transport.name }),
    ...(fallbackHosts !== undefined && { fallbackHosts }),
    ...traitsOf(router),
    router: router.name,
  };
}

function failedOutcome({ message, isReported, userMessage: told }: Extract<LevelEnd, { kind: 'fail' }>) {
  const userMessage = told ?? (isReported === true ? message : undefined);
  return { kind: 'fail', message, children: [], ...(userMessage !== undefined && { userMessage }) } as const;
}

const deferredOutcome = ({ message, userMessage, errno, freezes }: Deferred) =>
  ({
    kind: 'defer',
    message,
    freezes: freezes === true,
    ...(errno !== undefined && { errno }),
    ...(userMessage !== undefined && { userMessage }),
  }) as const;
