/** Events (Exim spec ch. "Events"): in the stream alone, since lines about them are for their actions to write. */
import { entry, type LogEntry } from '../entry.ts';

export interface EventFacts {
  /** `tcp:connect`, `msg:delivery`, … */
  readonly name: string;
  readonly data: string;
}

export const eventEntry = (facts: EventFacts): LogEntry =>
  entry('event', facts, facts.data === '' ? facts.name : `${facts.name} ${facts.data}`, []);
