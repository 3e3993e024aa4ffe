/**
 * queue: the spool as people see it: listed, shown, changed by hand.
 *
 * `queueListReport`, `queueShowReport` and `queueChangeReport` answer the commands of `mxray queue`, `queueImportReport` takes
 * over the spool of an Exim; `queueWhyReport` tells why a message
 * waits, by what mta/deliver finds of it; `queueRetryReport` and `queueRunReport` what a try came to; `formatBp` prints the listing as `exim -bp` does. A change is made under a claim, so that nobody
 * else has the message meanwhile (Exim spec ch. "The Exim command line"). Root opens the store as its owner (as-owner.ts).
 *
 * Deliberately absent: queue runs (mta/deliver).
 */
export { type BpOptions, formatAge, formatBp, formatSize } from './bp.ts';
export {
  type Act,
  addRecipients,
  changeMessage,
  changeSender,
  freeze,
  markDelivered,
  moveQueue,
  remove,
  thaw,
} from './change.ts';
export { type QueueAct, type QueueChangeData, type QueueChangeResult, queueChangeReport } from './changes.ts';
export type { QueueMessage, QueueRecipient, QueueShown } from './data.ts';
export { isMeant, type QueueFilter } from './filter.ts';
export { queueFindings } from './findings.ts';
export { type QueueImportData, queueImportReport } from './import.ts';
export { emptyQueueReport, type QueueListData, queueListReport } from './list.ts';
export { logOnce } from './log-once.ts';
export { callerName, openQueueLog } from './logging.ts';
export { notePanic } from './mistakes.ts';
export {
  type OpenedQueue,
  type QueuePorts,
  type QueueSource,
  readQueueConfiguration,
  spoolDirectory,
  withQueue,
} from './open.ts';
export { ownSpoolDirectory } from './place.ts';
export { type QueueShowData, queueShowReport } from './show.ts';
export {
  type QueueRetryData,
  type QueueRunData,
  type QueueTried,
  queueRetryReport,
  queueRunReport,
  type TriedKind,
} from './tries.ts';
export { queueWhyReport } from './why.ts';
export type {
  QueueWhyData,
  WhyAttempt,
  WhyDelivery,
  WhyFrozen,
  WhyHostData,
  WhyRecipientData,
  WhyRetryData,
} from './why-data.ts';
