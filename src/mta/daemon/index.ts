/**
 * daemon: the processes that serve mail, and what they share (design: one master, one acceptor, several workers).
 *
 * The *master* reads the configuration, looks at everything a start needs (start.ts), binds and then only watches: it alone
 * keeps root. The *acceptor* keeps the listening sockets and counts connections (gate.ts). The *workers*, its children, accept
 * on those sockets and serve each connection from the first word to the last. Only as many of them do as there is work for
 * (duty.ts), since what one process takes together costs less; one that has many more connections than the others passes new
 * ones on. Each is a program of its own (roles/), started while the master still reads. What they say to one another is in messages.ts; the configuration travels
 * as a value. A process that dies is started again, ever later where that does not help.
 *
 * Departs from the design in one thing: there the acceptor accepts and passes connections on. Node lets one handle at a time
 * be on its way to a process and waits for its receipt, so that a busy worker got one connection a turn of its event loop.
 * What the design asks for holds: limits over all workers, and places that no death of a worker closes.
 *
 * Children that the master starts deliver as users, run programs of routers, and look at files that only their users may
 * see. Who tries messages by hand as root (`exim -M`, `queue run`) gives root up as well, and has a *keeper* beside it that
 * starts such children.
 *
 * Reloading makes a new reception beside the old one, so that no session notices. Ending is a *drain*: no new connections,
 * no delivery begins, sessions end when nothing is in hand, and the rest is cut off when the time is up; deliveries in hand
 * are waited for, since a next hop's 250 that nobody hears makes a second copy. A process whose parent is gone drains.
 *
 * What goes on is counted from what is logged (figures/, a row for each), where a place to ask for it is set.
 *
 * Who serves is asked through `ReceptionService`. Deliberately absent: what SMTP is (core/smtp), what policy is (mta/receive).
 */

export { type Crew, hireCrew } from './crew.ts';
export { DEFAULT_PORT, defaultConfiguration, stateFolder } from './default-configuration.ts';
export { type Deliverer, openDeliverer, withQueueDeliverer } from './deliverer.ts';
export { findingOfFault, serveFindings } from './findings.ts';
export { type MasterPorts, type RunningDaemon, startMaster } from './master.ts';
export { pathOf } from './paths.ts';
export { placesOf } from './places.ts';
export type { ListeningPlace } from './posts.ts';
export { planStart, type StartOptions } from './start.ts';
export { type HandIn, handIn } from './submission/hand-in.ts';
export type * from './types.ts';
