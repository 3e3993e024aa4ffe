/** The contract of a spool: `contract(name, world)` is a test of every promise that `Spool` makes, for one engine. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Spool } from '../../../../src/mta/spool/index.ts';
import { attemptContract } from './attempts.ts';
import { claimContract } from './claims.ts';
import { hintContract } from './hints.ts';
import { listingContract } from './listing.ts';
import { messageContract } from './messages.ts';
import { spaceContract } from './space.ts';
import { type FakeClock, fakeClock, type MakeWorld, type SpoolWorld } from './world.ts';

/** What a part of the suite works on; new for every test. */
export interface Bench {
  readonly world: SpoolWorld;
  readonly clock: FakeClock;
  readonly spool: Spool;
}

export function contract(name: string, makeWorld: MakeWorld): void {
  describe(`a spool in ${name}`, () => {
    const bench = {} as { world: SpoolWorld; clock: FakeClock; spool: Spool };
    beforeEach(async () => {
      bench.clock = fakeClock();
      bench.world = await makeWorld(bench.clock);
      bench.spool = await bench.world.open();
    });
    afterEach(() => bench.world.dispose());
    messageContract(bench);
    listingContract(bench);
    claimContract(bench);
    attemptContract(bench);
    hintContract(bench);
    spaceContract(bench);
  });
}
