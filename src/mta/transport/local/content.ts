/** The content of a local delivery: what fails before it has begun fails where it is read. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { CommandFailure } from '../command.ts';
import type { Filtering } from '../content/filter.ts';
import { type ContentFailure, type Octets, outgoingContent } from '../content/outgoing.ts';
import { ContentTrouble } from '../content/trouble.ts';
import { deferred, failed, panicked } from '../outcome.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { localForm } from './bsmtp.ts';

export interface LocalContent {
  readonly octets: AsyncIterable<Uint8Array>;
  /** Its program is run by who delivers, as that user. */
  readonly filtering?: Filtering;
  readonly close: () => Promise<void>;
}

/** A command of a filter that cannot be made is an outcome before anything is opened. */
export async function localContent(
  delivery: Delivery,
  world: TransportWorld,
  cwd: string,
  form = localForm(delivery),
): Promise<Result<LocalContent, LocalOutcome>> {
  const content = await outgoingContent(delivery, world, form, { cwd });
  if (content.ok) {
    const { octets, unfiltered, filter, close } = content.value;
    return filter === undefined
      ? ok({ octets: oneByOne(octets()), close })
      : ok({ octets: oneByOne(unfiltered()), filtering: { filter, form }, close });
  }
  if (content.error.kind === 'command') return err(outcomeOf(content.error.failure));
  return ok({ octets: failing(content.error), close: async () => {} });
}

async function* oneByOne(octets: Octets): AsyncGenerator<Uint8Array> {
  yield* octets;
}

/** What it means for the delivery. */
export function outcomeOf({ message, kind }: CommandFailure): LocalOutcome {
  if (kind === 'refused') return failed(message);
  return kind === 'temporary' ? deferred(message) : panicked(message);
}

// biome-ignore lint/correctness/useYield: it gives nothing, since there is nothing
async function* failing(trouble: Exclude<ContentFailure, { kind: 'command' }>): AsyncGenerator<Uint8Array> {
  throw new ContentTrouble(trouble);
}
