/** `transport_filter` of a transport to other hosts, run by a process that is its user, while the conversation is this one's. */
import { ContentTrouble } from '../content/trouble.ts';
import type { AnswerLate, FilterAs, LocalJob, LocalOutcome, RunAs } from '../types.ts';

/** No folder is named for those transports. */
const DIRECTORY = '/';

export function filterAs(runAs: RunAs, user: Pick<LocalJob, 'uid' | 'gid' | 'initgroups'>): FilterAs {
  return async function* (content, filtering) {
    const hatch = new Hatch();
    const job: LocalJob = { ...user, currentDirectory: DIRECTORY, task: { kind: 'filter' }, filtering };
    const done = runAs(job, content, NOTHING_LATE, (octets) => hatch.put(octets));
    void done.then((outcome) => hatch.end(outcome));
    try {
      for (;;) {
        const next = await hatch.take();
        if (!('octets' in next)) return judge(next.outcome);
        yield next.octets;
      }
    } finally {
      hatch.close();
    }
  };
}

const NOTHING_LATE: AnswerLate = async () => ({ failure: 'nothing is asked', forced: false });

function judge({ status, text = '', trouble }: LocalOutcome): void {
  if (trouble !== undefined) throw new ContentTrouble(trouble);
  if (status !== 'delivered') throw new ContentTrouble({ kind: 'body', message: text });
}

type Handed = { readonly octets: Uint8Array } | { readonly outcome: LocalOutcome };

/** From the one who has parts to the one who wants them: the first waits until each is wanted. */
class Hatch {
  private readonly handed: { readonly what: Handed; readonly taken: (isWanted: boolean) => void }[] = [];
  private wanting: (() => void) | undefined;
  private isClosed = false;

  put(octets: Uint8Array): Promise<boolean> {
    return this.hand({ octets });
  }

  end(outcome: LocalOutcome): void {
    void this.hand({ outcome });
  }

  async take(): Promise<Handed> {
    if (this.handed.length === 0)
      await new Promise<void>((resolve) => {
        this.wanting = resolve;
      });
    const { what, taken } = this.handed.shift()!;
    taken(true);
    return what;
  }

  close(): void {
    this.isClosed = true;
    for (const { taken } of this.handed.splice(0)) taken(false);
  }

  private hand(what: Handed): Promise<boolean> {
    if (this.isClosed) return Promise.resolve(false);
    return new Promise((taken) => {
      this.handed.push({ what, taken });
      this.wanting?.();
    });
  }
}
