/** `queue freeze`, `thaw`, `remove`: the same act on each of some messages, as a report. */
import { type Clock, type Failure, type Finding, ok, type Report, type Result } from '../../base/index.ts';
import { completedEntry, frozenEntry, type LogEntry, type LogFormat, removedEntry, thawedEntry } from '../log/index.ts';
import type { Spool, SpoolError } from '../spool/index.ts';
import { type Act, changeMessage, freeze, remove, thaw } from './change.ts';
import { type QueueFindingName, sayQueue } from './findings.ts';
import { callerName, openQueueLog } from './logging.ts';
import type { OpenedQueue } from './open.ts';

export type QueueAct = 'freeze' | 'thaw' | 'remove';

export interface QueueChangeData {
  readonly action: QueueAct;
  readonly results: readonly QueueChangeResult[];
}

export interface QueueChangeResult {
  readonly messageId: string;
  readonly outcome: 'done' | 'unchanged' | 'missing' | 'claimed' | 'unreadable' | 'failed';
  readonly error?: string;
}

interface ActRow {
  readonly act: (clock: Clock) => Act;
  readonly entries: (by: string, format: LogFormat) => readonly LogEntry[];
  readonly done: string;
  /** When there was nothing to do. */
  readonly before: string;
}

const ACTS: Readonly<Record<QueueAct, ActRow>> = {
  freeze: { act: freeze, entries: (by) => [frozenEntry({ by })], done: 'frozen', before: 'frozen already' },
  thaw: { act: () => thaw, entries: (by) => [thawedEntry({ by })], done: 'thawed', before: 'not frozen' },
  remove: {
    act: () => remove,
    entries: (by, format) => [removedEntry({ by }), completedEntry({}, format)],
    done: 'removed',
    before: 'removed already',
  },
};

export async function queueChangeReport(
  queue: OpenedQueue,
  action: QueueAct,
  ids: readonly string[],
  clock: Clock,
): Promise<Result<Report<QueueChangeData>, Failure>> {
  const log = openQueueLog(queue, clock);
  if (!log.ok) return log;
  const by = callerName();
  const results: QueueChangeResult[] = [];
  for (const id of ids) {
    const { result, receivedAtMs } = await changeOne(queue.spool, action, id, clock);
    results.push(result);
    if (receivedAtMs === undefined) continue;
    for (const entry of ACTS[action].entries(by, log.value.format)) log.value.write(entry, id);
  }
  const trouble = log.value.flush();
  await log.value.close();
  const findings = results.map((result) => findingOf(result, action));
  const unlogged = trouble === undefined ? [] : [sayQueue('unlogged', { detail: trouble.message })];
  return ok({ findings: [...findings, ...unlogged], data: { action, results } });
}

interface Changed {
  readonly result: QueueChangeResult;
  /** When a message that was changed arrived. */
  readonly receivedAtMs?: number;
}

async function changeOne(spool: Spool | undefined, action: QueueAct, id: string, clock: Clock): Promise<Changed> {
  if (spool === undefined) return { result: { messageId: id, outcome: 'missing' } };
  const changed = await changeMessage(spool, id, ACTS[action].act(clock));
  if (!changed.ok)
    return { result: { messageId: id, outcome: outcomeOf(changed.error), error: changed.error.message } };
  const { outcome, message } = changed.value;
  if (outcome === 'unchanged') return { result: { messageId: id, outcome } };
  return { result: { messageId: id, outcome: 'done' }, receivedAtMs: message.receivedAtMs };
}

function outcomeOf({ code }: SpoolError): QueueChangeResult['outcome'] {
  if (code === 'spool/missing') return 'missing';
  if (code === 'spool/claimed' || code === 'spool/lost') return 'claimed';
  return code === 'spool/corrupt' ? 'unreadable' : 'failed';
}

const NAMES: Readonly<Record<QueueChangeResult['outcome'], QueueFindingName>> = {
  done: 'changed',
  unchanged: 'unchanged',
  missing: 'missing',
  claimed: 'claimed',
  unreadable: 'unreadable',
  failed: 'failed',
};

function findingOf({ messageId, outcome, error }: QueueChangeResult, action: QueueAct): Finding {
  const { done, before } = ACTS[action];
  const words = outcome === 'done' ? `: ${done}` : outcome === 'unchanged' ? `: ${before}` : '';
  return sayQueue(NAMES[outcome], { detail: error ?? `${messageId}${words}`, evidence: { messageId } });
}
