/** A message taken out of the queue by hand is gone, which the main section's `event_action` hears of (Exim spec ch. "Events"). */
import { type Clock, err } from '../../../base/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import { raiseEvent, withEvent } from '../../event/index.ts';
import { createWorld, hostConfiguration, type WorldOptions } from '../../host/index.ts';
import { entry, type Log, MAIN_AND_PANIC } from '../../log/index.ts';
import type { StoredMessage } from '../../spool/index.ts';
import { showOf, textOption } from '../options.ts';
import { messageHost, NO_VARIABLES } from './host.ts';

export interface RemovalPorts {
  readonly clock: Clock;
  readonly resolver: NonNullable<WorldOptions['resolver']>;
  /** In the place of `primary_hostname` where the configuration has none. */
  readonly hostname: string;
  readonly log: Log;
}

/** msg:complete, once it is out of the spool: its body is not there any more. */
export async function tellRemoval(
  stored: StoredMessage,
  configuration: Configuration | undefined,
  { clock, resolver, hostname, log }: RemovalPorts,
): Promise<void> {
  const action = configuration && textOption(configuration, 'event_action');
  if (configuration === undefined || action === undefined) return;
  const own = hostConfiguration(configuration);
  const world = createWorld({ configuration: own, clock, resolver });
  const written = mainValue(configuration, 'primary_hostname');
  const host = messageHost(
    {
      stored,
      body: () => err({ code: 'spool/missing', message: `${stored.id} is gone`, fault: 'local', temporary: false }),
    },
    {
      configuration,
      world,
      hostConfiguration: own,
      primaryHostname: typeof written === 'string' ? written : hostname,
      logFormat: log.format,
      log: (made, id) => log.write(made, id),
    },
    showOf(configuration),
  );
  await raiseEvent('msg:complete', {
    option: 'event_action',
    where: 'main',
    action,
    host: host(withEvent({ name: 'msg:complete', data: '' }, NO_VARIABLES)),
    complain: (line) => log.write(entry('trouble', {}, line, MAIN_AND_PANIC), stored.id),
  });
  await world.close();
}
