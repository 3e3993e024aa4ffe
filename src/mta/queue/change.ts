/** Changes of single messages by hand: each under a claim, and told. */
import { type Clock, err, ok, type Result } from '../../base/index.ts';
import type { Claim, Progress, Spool, SpoolError, StoredMessage } from '../spool/index.ts';

/** Long enough to look and to write. */
const LEASE_MS = 30_000;

export type ChangeOutcome = 'changed' | 'unchanged';

/** What somebody does to a message; it knows it as it is when nobody else can change it. */
export type Act = (claim: Claim, message: StoredMessage) => Promise<Result<ChangeOutcome, SpoolError>>;

export interface Changed {
  readonly outcome: ChangeOutcome;
  /** As it was before. */
  readonly message: StoredMessage;
}

export async function changeMessage(spool: Spool, id: string, act: Act): Promise<Result<Changed, SpoolError>> {
  const claim = await spool.claim(id, LEASE_MS);
  if (!claim.ok) return claim;
  const message = await spool.read(id);
  if (!message.ok) {
    await claim.value.release();
    return message;
  }
  const done = await act(claim.value, message.value);
  await claim.value.release();
  return done.ok ? ok({ outcome: done.value, message: message.value }) : done;
}

const outcome = (written: Result<void, SpoolError>): Result<ChangeOutcome, SpoolError> =>
  written.ok ? ok('changed') : err(written.error);

export const freeze =
  (clock: Clock): Act =>
  async (claim, { frozenAtMs }) =>
    frozenAtMs === undefined
      ? outcome(await claim.update({ frozenAtMs: clock.now().getTime(), manualThaw: false }))
      : ok('unchanged');

export const thaw: Act = async (claim, { frozenAtMs }) =>
  frozenAtMs === undefined ? ok('unchanged') : outcome(await claim.update({ frozenAtMs: 'thawed', manualThaw: true }));

export const remove: Act = async (claim) => outcome(await claim.remove());

export const addRecipients =
  (addresses: readonly string[]): Act =>
  async (claim) =>
    outcome(await claim.update({ addRecipients: addresses.map((address) => ({ address })) }));

export const changeSender =
  (sender: string): Act =>
  async (claim) =>
    outcome(await claim.update({ sender }));

/** Into another queue; empty is the ordinary one. */
export const moveQueue =
  (to: string): Act =>
  async (claim) =>
    outcome(await claim.update({ queue: to }));

/** Nothing more is done for these; unchanged where one is no recipient. */
export const markDelivered =
  (addresses: readonly string[] | 'all', clock: Clock): Act =>
  async (claim, { recipients }) => {
    const known = recipients.map(({ address }) => address);
    const wanted = addresses === 'all' ? known : addresses;
    if (!wanted.every((address) => known.includes(address))) return ok('unchanged');
    const atMs = clock.now().getTime();
    return outcome(
      await claim.update({ progress: wanted.map((address): Progress => ({ address, status: 'done', atMs })) }),
    );
  };
