/** Messages tried by who asks for it, and not by the daemon: all that a worker has, but clients; loaded when it is wanted. */
import { randomBytes } from 'node:crypto';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { Configuration } from '../config/index.ts';
import { type QueueSource, readQueueConfiguration } from '../queue/index.ts';
import { defaultConfiguration, stateFolder } from './default-configuration.ts';
import { accountOf, goOnAs } from './privileges.ts';
import type { ReceptionService } from './reception-port.ts';

/** @param given  undefined: the user's own queue, with the default configuration */
export async function openQueueDeliverer(
  given: QueueSource | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<{ readonly deliverer: Deliverer; readonly configuration: Configuration }, Failure>> {
  const text = defaultConfiguration(stateFolder(env));
  const configuration = readQueueConfiguration(
    given ?? { source: { text, name: 'the default configuration' }, macros: {} },
  );
  if (!configuration.ok) return configuration;
  const opened = await openDeliverer(configuration.value);
  return opened.ok ? ok({ deliverer: opened.value, configuration: configuration.value }) : opened;
}

export type Deliverer = Pick<ReceptionService, 'deliver' | 'runQueue' | 'why' | 'close'>;

export async function openDeliverer(configuration: Configuration): Promise<Result<Deliverer, Failure>> {
  const account = accountOf(configuration);
  if (account.ok && account.value !== undefined) goOnAs(account.value); // what is made in the spool is the server's
  const { makeReception } = await import('./compose/reception.ts');
  const made = await makeReception({ configuration, ticketSecret: randomBytes(32), tell: () => {} });
  if (made.ok) return ok(made.value);
  return err({ code: 'deliver/unready', message: made.error.join('; '), fault: 'configuration', temporary: false });
}
