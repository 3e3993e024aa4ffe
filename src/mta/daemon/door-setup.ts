import type { Configuration } from '../config/index.ts';
import { logSettings } from './compose/logs.ts';
import { readDoorOptions } from './door-options.ts';
import type { DoorSetup } from './messages.ts';

export function doorSetup(configuration: Configuration): DoorSetup {
  const logs = logSettings(configuration);
  return { door: readDoorOptions(configuration), ...(logs.ok && { logs: logs.value }) };
}
