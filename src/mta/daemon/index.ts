/**
 * daemon: the processes that serve mail, and what they share (design: one master, one acceptor, several workers).
 *
 * The *master* reads the configuration, looks at everything a start needs (start.ts), binds and then only watches: it alone
 * keeps root. The *acceptor* owns the listening sockets, counts connections, and passes each to one of the *workers*, its
 * children, who serve it from the first word to the last. What they say to one another is in messages.ts; the configuration
 * travels as a value. A process that dies is started again, ever later where that does not help.
 *
 * Reloading makes a new reception beside the old one, so that no session notices. Ending is a *drain*: no new connections,
 * sessions end when nothing is in hand, and the rest is cut off when the time is up. A process whose parent is gone drains.
 *
 * Who serves is asked through `ReceptionService`. Deliberately absent: what SMTP is (core/smtp), what policy is (mta/receive).
 */
export { makeReception } from './compose/reception.ts';
export { DEFAULT_PORT, defaultConfiguration, stateFolder } from './default-configuration.ts';
export { findingOfFault, serveFindings } from './findings.ts';
export { type ListeningPlace, type MasterPorts, type RunningDaemon, showPlace, startMaster } from './master.ts';
export { pathOf } from './paths.ts';
export { placesOf } from './places.ts';
export type { Guest, MakeReception, ReceptionService, Served } from './reception-port.ts';
export { runRole } from './roles.ts';
export { planStart, type StartOptions } from './start.ts';
export type * from './types.ts';
