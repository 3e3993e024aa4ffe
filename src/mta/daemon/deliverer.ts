/** Messages tried by who asks for it, and not by the daemon: all that a worker has, but clients; loaded when it is wanted. */
import { randomBytes } from 'node:crypto';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { startChild } from '../../base/process/index.ts';
import type { Configuration } from '../config/index.ts';
import { type QueueSource, readQueueConfiguration } from '../queue/index.ts';
import { defaultConfiguration, stateFolder } from './default-configuration.ts';
import { type Account, accountOf, goOnAs } from './privileges.ts';
import type { ReceptionService } from './reception-port.ts';
import type { FromKeeper, ToKeeper } from './roles/keeper.ts';
import { createRunners, type Runners } from './runners/pool.ts';

/** @param source  undefined: the user's own queue, with the default configuration */
export async function withQueueDeliverer<T>(
  source: QueueSource | undefined,
  env: Readonly<Record<string, string | undefined>>,
  act: (opened: {
    readonly deliverer: Deliverer;
    readonly configuration: Configuration;
  }) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const text = defaultConfiguration(stateFolder(env));
  const configuration = readQueueConfiguration(
    source ?? { source: { text, name: 'the default configuration' }, macros: {} },
  );
  if (!configuration.ok) return configuration;
  const opened = await openDeliverer(configuration.value);
  if (!opened.ok) return opened;
  try {
    return await act({ deliverer: opened.value, configuration: configuration.value });
  } finally {
    await opened.value.close();
  }
}

export type Deliverer = Pick<ReceptionService, 'deliver' | 'runQueue' | 'why' | 'close'>;

export async function openDeliverer(configuration: Configuration): Promise<Result<Deliverer, Failure>> {
  const account = accountOf(configuration);
  const runners = account.ok && account.value !== undefined ? giveUpRoot(configuration, account.value) : undefined;
  const { makeReception } = await import('./compose/reception.ts');
  const made = await makeReception({
    configuration,
    ticketSecret: randomBytes(32),
    tell: () => {},
    ...(runners !== undefined && { runAs: runners.runAs, doAs: runners.doAs }),
  });
  if (made.ok) {
    const { deliver, runQueue, why } = made.value;
    const close = async (): Promise<void> => {
      await made.value.close();
      runners?.close();
    };
    return ok({ deliver, runQueue, why, close });
  }
  runners?.close();
  return err({ code: 'deliver/unready', message: made.error.join('; '), fault: 'configuration', temporary: false });
}

/** What is made in the spool is the server's; a child stays root, for deliveries to users. */
function giveUpRoot(configuration: Configuration, account: Account): Runners {
  const tell = (line: string): void => console.error(line);
  const keeper = startChild<ToKeeper, FromKeeper>({ role: 'keeper', args: ['serve'], exited: () => {} });
  keeper.send({ kind: 'keep', configuration, account });
  keeper.hear(({ line }) => tell(line));
  goOnAs(account);
  const runners = createRunners({ request: (order) => keeper.send({ kind: 'runner', order }), tell });
  return {
    ...runners,
    close: () => {
      runners.close();
      keeper.leave();
    },
  };
}
