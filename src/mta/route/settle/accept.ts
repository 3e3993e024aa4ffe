/** What is common to all acceptance: where bounces go, headers, the transport, and whom a local delivery runs as. */
import type { Driver } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { flag, text } from '../settings.ts';
import type { Accepted, Deferred, DeliveryFacts, Propagated, RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';
import { settleErrorsTo } from './errors-to.ts';
import { settleHeaders } from './headers.ts';
import { findTransport, isLocal } from './transport.ts';
import { type Identity, settleUser } from './user.ts';

/** errors_to and the headers, on top of what the address brings along. */
export function settleProps(visit: Visit): Later<Propagated | Deferred> {
  return after(settleErrorsTo(visit), (errors) => {
    if ('kind' in errors) return errors;
    return after(settleHeaders(visit), (headers) => {
      if ('kind' in headers) return headers;
      return { ...propsOf(visit), ...errors, ...headers };
    });
  });
}

function propsOf({ item, router, domainData, localPartData, addressData }: Visit): Propagated {
  return {
    headersAdd: item.props.headersAdd,
    headersRemove: item.props.headersRemove,
    variables: item.props.variables,
    ...(addressData !== undefined && { addressData }),
    ...(domainData !== undefined && { domainData }),
    ...(localPartData !== undefined && { localPartData }),
    ...((flag(router, 'dsn_lasthop') || item.props.lastHop === true) && { lastHop: true }),
  };
}

export interface Acceptance {
  readonly hosts?: readonly RoutedHost[];
  readonly props: Propagated;
}

/** With the transport of the router, unless another is given. */
export function acceptWith(visit: Visit, acceptance: Acceptance, own?: Driver): Later<Accepted | Deferred> {
  if (own !== undefined) return acceptFor(visit, acceptance, own);
  return after(
    findTransport(visit, 'transport', false),
    (found): Later<Accepted | Deferred> =>
      found.kind === 'defer' ? found : acceptFor(visit, acceptance, found.transport),
  );
}

function acceptFor(
  visit: Visit,
  { hosts = [], props }: Acceptance,
  transport: Driver | undefined,
): Later<Accepted | Deferred> {
  if (!isLocal(transport)) return { kind: 'accept', transport, hosts, props, facts: {} };
  return after(settleUser(visit), (identity): Accepted | Deferred =>
    'kind' in identity ? identity : { kind: 'accept', transport, hosts, props, facts: factsOf(visit, identity) },
  );
}

/** transport_home_directory, else the local user's, else router_home_directory (Exim spec §23.2). */
export function factsOf(visit: Visit, identity: Identity): DeliveryFacts {
  const { router, user, home, homeIsExpanded } = visit;
  const written = text(router, 'transport_home_directory');
  const currentDirectory = text(router, 'transport_current_directory');
  const base = { ...identity, ...(currentDirectory !== undefined && { currentDirectory }) };
  if (written !== undefined)
    return { ...base, home: { text: { kind: 'text', text: written, tainted: false }, expanded: false } };
  if (user !== undefined)
    return { ...base, home: { text: { kind: 'text', text: user.home, tainted: false }, expanded: true } };
  return homeIsExpanded && home !== undefined ? { ...base, home: { text: home, expanded: true } } : base;
}
