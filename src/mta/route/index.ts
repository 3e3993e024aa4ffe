/**
 * route: where an address goes (Exim spec ch. 3 "How Exim receives and delivers mail", ch. 15–22).
 *
 * An address is offered to the routers of the configuration in their order. A router is passed over where one of its
 * *preconditions* fails (preconditions/); else its *driver* (drivers/, a file each) accepts the address, makes other
 * addresses of it, declines, passes, fails or defers. What is made of it begins anew, so that an address becomes a tree:
 * `routeAddress` gives all of it, with a *trail* of each router and what came of it, `routeStep` a level at a time; `verifyByRouting` goes as far down as
 * verification does; `listRoute` says it as `exim -bt` does.
 *
 * Terms. *Visit*: an address at a router, with the local part and the variables it has there. *Level*: one address up to
 * the router that ended its way. *Special*: a file, a command or a reply in the place of an address. *Settled*: what is the
 * same for all that is accepted (settle/): where bounces go, headers, transport, user. Hosts are found in hosts/, the data of
 * redirection read in redirect/.
 *
 * Limits: 101 ancestors; lists and included files of a mebibyte; 50 files that include one another.
 *
 * Deliberately absent: filters of Exim and Sieve (recognised, and refused), retry times, delivery itself (mta/deliver). Users are not
 * become: what a user may read is judged by the modes of files, and what this process may not see, or run, is asked of one
 * that is the user (errands.ts).
 */

export { findPrefix, findSuffix } from './affixes.ts';
export { askService } from './ask-service.ts';
export { type HostData, type RouteData, routeData, verifiedData } from './data.ts';
export { type DoAs, doErrand, type Errand, type ErrandAnswer, type FileErrand } from './errands.ts';
export { expandBoolean } from './expansion.ts';
export { findingsOf, routeFindings } from './findings.ts';
export { type Listing, listRoute, listVerified } from './listing.ts';
export { neverUser } from './never-users.ts';
export { type FilterKind, filterKind, notRun } from './redirect/filter.ts';
export { tryForward } from './redirect/tried.ts';
export { isLocal, transportNamed } from './settle/transport.ts';
export { routeAddress, routeStep, type Sprout } from './tree.ts';
export type {
  AcceptedOutcome,
  AddressVariables,
  Deferred,
  DeliveryFacts,
  Propagated,
  Purpose,
  Routed,
  RoutedHost,
  RoutedOutcome,
  RouterStep,
  RouterTraits,
  RouteWorld,
  ServiceQuestion,
  SpecialDelivery,
  SyntaxComplaint,
} from './types.ts';
export { findGroup, findUserOrNumber } from './users.ts';
export { type Verified, type VerifyOptions, verifyByRouting } from './verify.ts';
