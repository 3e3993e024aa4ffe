/**
 * deliver: messages out of the spool (Exim spec ch. 3 "How Exim receives and delivers mail").
 *
 * `deliverMessage` tries a message once, under a claim, so that nobody else has it meanwhile (lease.ts). Who has just taken a
 * message has its claim, and the message itself, from storing it: nothing of it is read again. The recipients for whom there is
 * something to do are routed (plan/route.ts) and become *targets*: addresses, files, commands, with those in between. Targets
 * that can go together make a *batch* (plan/), which a transport delivers in one go (attempt/). What came of each is a
 * `Settled`; the end of the attempt (settle/) logs it, remembers failures (retry/), tells senders (report/), freezes what
 * somebody must look at, and takes a message with nothing left out of the spool.
 *
 * A list may have 100,000 addresses. They are routed one at a time as they are needed (plan/leaves.ts), planned and delivered in
 * slices of some thousands, and of what has gone and is written down a tally keeps no more than somebody will ask for
 * (settle/tally.ts), so that memory is bounded by a slice. Local deliveries come before others within a slice, and addresses
 * have their turn in Exim's order there (plan/order.ts).
 *
 * Delivered at least once: what has gone is written down before the next batch is tried, and a message is removed only when
 * everybody who is to hear of a failure has a bounce in the spool. Between the other side's 250 and that note a crash makes a
 * second copy, of one batch at most for each delivery that was under way (`remote_max_parallel`); between a bounce's own note
 * and the message's, a second bounce. Nothing whose time is not ours stands before that note: no program that hears of events, no
 * hint that is written, no report. The suite `nothing-lost` kills everything at any moment, and counts them.
 *
 * Terms. *Round*: one attempt, with what is fixed as long as it lasts. *Book*: what is remembered of earlier failures, by keys
 * as Exim has them (`R:` routing, `T:` transport). *Double*: an address that another's delivery serves as well.
 *
 * How much is done at once is bounded (schedule/): messages in work, of which those that wait for a slow other side make room
 * for others, and deliveries to one host and one domain. So a next hop that takes connections and says nothing delays its own
 * mail, and no other.
 *
 * With `mua_wrapper` (wrapper.ts) there is one delivery of all recipients or none, at once, and its caller is answered.
 *
 * A queue run looks at what waits (due.ts) and opens what may have something to try; it claims no other message. It widens as
 * it goes well, a long one never being narrow (schedule/trials.ts), and of each domain one is tried first (schedule/lanes.ts).
 *
 * `whyMessage` (why/) looks at a message as the next queue run will, and says what it would find, and changes nothing.
 *
 * Deliberately absent: when a message is tried (the daemon, and queue runs), transports themselves, filters.
 */
export { type Delivered, deliverMessage } from './deliver.ts';
export { holdClaim, LEASE_MS } from './lease.ts';
export { tellRemoval } from './message/removed.ts';
export { type MessageView, viewMessage } from './message/view.ts';
export type { DeliverPorts } from './ports.ts';
export { type QueueRun, runQueue } from './queue-run.ts';
export type { How } from './round.ts';
export { type Place, Slots } from './schedule/slots.ts';
export { Turns } from './schedule/turns.ts';
export type { Next, Why, WhyHost, WhyRecipient, WhyRetry, WhyTarget } from './why/types.ts';
export { whyMessage } from './why/why.ts';
