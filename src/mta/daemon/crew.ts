/** The acceptor and, below it, the workers: started as soon as it is likely that there will be something to do for them. */
import { cpus } from 'node:os';
import { type Child, startChild } from '../../base/process/index.ts';
import type { FromAcceptor, ToAcceptor } from './messages.ts';

export interface Crew {
  readonly acceptor: Child<ToAcceptor, FromAcceptor>;
  /** Told how it ended, should it have done so already. */
  readonly onFallen: (fell: (how: string) => void) => void;
  /** There is nothing to do. */
  readonly dismiss: () => void;
}

/** Each connection leaves some garbage in the acceptor, and nothing else does. */
const YOUNG_MIB = 1;

/** @param workers  as many as there are likely to be; what they are told later decides */
export function hireCrew(workers = cpus().length): Crew {
  let fallen: string | undefined;
  let tell = (how: string): void => {
    fallen = how;
  };
  const acceptor = startChild<ToAcceptor, FromAcceptor>({
    role: 'acceptor',
    args: ['serve'],
    youngMiB: YOUNG_MIB,
    exited: (how) => tell(how),
  });
  acceptor.send({ kind: 'prepare', workers });
  return {
    acceptor,
    onFallen: (fell) => {
      tell = fell;
      if (fallen !== undefined) fell(fallen);
    },
    dismiss: () => acceptor.send({ kind: 'drain', withinMs: 0 }),
  };
}
