/**
 * doctor: is this host fit to look at mail, and to send it?
 *
 * An *exam* is one thing to look at: each resolver, the clock, the addresses that others see and their names, the name for
 * EHLO, the way out on port 25, trust roots, the runtime, settings (exams/, a file each, registry.ts their order). What the
 * system says of itself is read once (system.ts) and handed in as values, so that an exam is a function of them.
 *
 * Nobody is connected to but the resolvers that are configured, and a mail server that was named.
 * Deliberately absent: anything that changes the host.
 */
export { examineHost } from './examine.ts';
export { doctorFindings } from './findings/registry.ts';
export { readHostFacts } from './system.ts';
export type * from './types.ts';
