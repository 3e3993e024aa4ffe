/** A message of the spool as strings see it that somebody tries by hand (`-Mset`): nothing of it is claimed or changed. */
import { type Configuration, mainValue } from '../../config/index.ts';
import { after, type Later, type Text } from '../../expand/index.ts';
import { readFact } from '../../facts/index.ts';
import type { HeaderField } from '../../host/index.ts';
import type { OutgoingMessage } from '../../transport/index.ts';
import { showOf } from '../options.ts';
import { readEnds, type Show } from './ends.ts';
import { storedFacts } from './facts.ts';
import { fieldsOf } from './host.ts';

/** Of a user's own queue, which has no configuration. */
const AS_BY_DEFAULT: Show = { visibleOctets: 500, keepsNewlines: false };

export interface MessageView {
  readonly fields: readonly HeaderField[];
  /** Undefined: the message says nothing of it. */
  readonly variable: (name: string) => Later<string | Text | undefined>;
}

/** @param hostname  in the place of `primary_hostname` where the configuration has none */
export function viewMessage(
  message: OutgoingMessage,
  configuration: Configuration | undefined,
  hostname: string,
): MessageView {
  const name = configuration && mainValue(configuration, 'primary_hostname');
  const facts = storedFacts(message.stored, typeof name === 'string' ? name : hostname);
  const show = configuration === undefined ? AS_BY_DEFAULT : showOf(configuration);
  let ends: ReturnType<typeof readEnds> | undefined;
  const ofBody = (which: 'beginning' | 'end'): Later<string> => {
    ends ??= readEnds(message, show);
    return after(ends, (found) => found[which]);
  };
  return {
    fields: fieldsOf(message.stored.headers),
    variable: (name) => {
      if (name === 'message_body') return ofBody('beginning');
      return name === 'message_body_end' ? ofBody('end') : readFact(facts, name);
    },
  };
}
