/** A process that stores, changes and removes messages as fast as it can, and says what it was promised, until it is killed. */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../../src/base/index.ts';
import { createMessageIds } from '../../../../src/mta/message-id/index.ts';
import { type Claim, openSpool } from '../../../../src/mta/spool/index.ts';
import { bodyFor, INLINE_OCTETS, messageFor } from './life.ts';
import { watchFiles } from './moments.ts';

const LANES = 8;
/** Full soon, so that there are several. */
const TRAY_OCTETS = 256 * 1024;

async function main(): Promise<void> {
  await watchFiles();
  const isAtOnce = process.env.AT_ONCE !== undefined;
  const opened = await openSpool({
    directory: process.env.SPOOL!,
    inlineOctets: INLINE_OCTETS,
    trayOctets: isAtOnce ? 0 : TRAY_OCTETS,
    trayAtOnce: true,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const spool = opened.value;
  const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' });
  const say = (word: string, id: string): number => writeSync(1, `${word} ${id}\n`);
  say('ready', '');
  const claimOf = async (id: string): Promise<Claim | undefined> => {
    const claimed = await spool.claim(id, 60_000);
    if (!claimed.ok && claimed.error.code !== 'spool/claimed') throw new Error(claimed.error.message);
    return claimed.ok ? claimed.value : undefined;
  };
  const removed = async (claim: Claim): Promise<void> => {
    say('removing', claim.id);
    const gone = await claim.remove();
    if (!gone.ok) throw new Error(gone.error.message);
    say('removed', claim.id);
  };
  const lane = async (): Promise<void> => {
    for (let n = 0; ; n++) {
      const id = ids.next();
      const writer = spool.begin(id);
      const body = bodyFor(id);
      for (let at = 0; at < body.length; at += 1500) await writer.write(body.subarray(at, at + 1500));
      const isClaimedLater = n % 8 === 6;
      const stored = await writer.commit(messageFor(id), isClaimedLater ? undefined : 60_000);
      if (!stored.ok) throw new Error(stored.error.message);
      say('stored', id);
      if (n % 4 === 0) continue; // claimed, and left so
      const claim = stored.value ?? (await claimOf(id));
      if (claim === undefined) continue; // somebody else has it
      if (n % 4 === 2) {
        await removed(claim);
        continue;
      }
      const changed = await claim.update({
        progress: [{ address: 'b@example.net', status: 'done', atMs: 1 }],
        warnings: 1,
      });
      if (!changed.ok) throw new Error(changed.error.message);
      say('changed', id);
      if (n % 4 === 1) continue;
      await removed(claim);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

void main();
