import { formatInterval } from '../../base/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import { logSettings } from './compose/logs.ts';
import { readDoorOptions } from './door-options.ts';
import type { DoorSetup } from './messages.ts';

export function doorSetup(configuration: Configuration): DoorSetup {
  const logs = logSettings(configuration);
  return {
    door: readDoorOptions(configuration),
    queueRuns: queueRuns(configuration),
    ...(logs.ok && { logs: logs.value }),
  };
}

/** As `exim -bd -q30m` would have them. */
function queueRuns(configuration: Configuration): string {
  const seconds = mainValue(configuration, 'queue_run_interval');
  return typeof seconds === 'number' && seconds > 0 ? `-q${formatInterval(seconds)}` : 'no queue runs';
}
