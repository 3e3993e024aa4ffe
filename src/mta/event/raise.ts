/** An event told to an action. */
import { after, type ExpansionHost, expandOption, type Later, type Text, textOf } from '../expand/index.ts';
import type { EventName } from './registry.ts';

/** As the stream of events has it. */
export interface ToldEvent {
  readonly name: EventName;
  readonly data: string;
  /** Of a deferral. */
  readonly errno?: number;
  /** Absent: it was told to the main section. */
  readonly transport?: string;
  /** What the action came to. */
  readonly forced?: string;
  /** What is known of the host and the address it is about, by the names of the variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** @param messageId  of the message it is about; absent: none */
export type TellEvent = (event: ToldEvent, messageId?: string) => void;

export interface Listener {
  /** As the error names it: `event_action`. */
  readonly option: string;
  /** `main`, or the transport's name. */
  readonly where: string;
  /** The option's text. */
  readonly action: string;
  /** Knows the event's own variables already (`withEvent`). */
  readonly host: ExpansionHost;
  /** For the main and the panic log. */
  readonly complain: (line: string) => void;
}

/**
 * The action expanded for what it does, and for what it comes to.
 *
 * @returns undefined: nothing is forced; an action that cannot be expanded forces nothing, and is complained of
 * @see Exim spec ch. "Events"
 */
export function raiseEvent(name: EventName, listener: Listener): Later<string | undefined> {
  const { option, where, action, host, complain } = listener;
  if (action === '') return undefined;
  return after(expandOption(action, host), (outcome) => {
    if (outcome.kind === 'text') return outcome.text === '' ? undefined : outcome.text;
    complain(`failed to expand ${option} ${name} in ${where}: ${outcome.message}`);
    return undefined;
  });
}

/** The variables of an event before those that there are anyway. */
export function withEvent<Value>(
  { name, data, errno }: Pick<ToldEvent, 'name' | 'data' | 'errno'>,
  others: (wanted: string) => Value,
): (wanted: string) => Value | Text | string {
  return (wanted) => {
    switch (wanted) {
      case 'event_name':
        return name;
      case 'event_data':
        return textOf(data, true);
      case 'event_defer_errno':
      case 'tpda_defer_errno':
        return String(errno ?? 0);
      case 'tpda_defer_errstr':
      case 'tpda_delivery_confirmation':
        return textOf(data, true);
      default:
        return others(wanted);
    }
  };
}
