/** What a worker asks for is judged here, where root is: a child becomes nobody whom it must not. */
import { startChild } from '../../../base/process/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { RunnerOrder, RunnerStart } from '../messages.ts';
import type { Account } from '../privileges.ts';
import { isForbidden, refusal } from './order.ts';

/** Processes that deliver as users, of all workers. */
const MOST_RUNNERS = 500;
/** MiB for new objects: a child that delivers makes few. */
const RUNNER_YOUNG_MIB = 1;

export interface StarterPorts {
  /** As they are now, since a configuration may be read anew. */
  readonly now: () => { readonly configuration: Configuration; readonly account: Account };
  /** A line for the log. */
  readonly say: (line: string) => void;
}

export class Starter {
  private readonly ports: StarterPorts;
  private count = 0;

  constructor(ports: StarterPorts) {
    this.ports = ports;
  }

  start(order: RunnerOrder): void {
    const { account, configuration } = this.ports.now();
    const { uid, gid } = account;
    const why = this.count >= MOST_RUNNERS ? 'there are too many' : refusal(order, configuration, account);
    if (why !== undefined) {
      this.ports.say(`no process to deliver as user ${order.uid} was started: ${why}`);
      return;
    }
    this.count += 1;
    const runner = startChild<RunnerStart, never>({
      role: 'runner',
      args: ['serve'],
      youngMiB: RUNNER_YOUNG_MIB,
      exited: () => {
        this.count -= 1;
      },
    });
    const confinement = isForbidden(order.uid, configuration) ? { isConfined: true as const } : {};
    runner.send({ ...order, ...confinement, asker: { uid, gid } });
  }
}
