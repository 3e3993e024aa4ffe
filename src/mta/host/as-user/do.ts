/** A question of an expansion, answered as who this process is. */
import type { ExpansionHost, Later } from '../../expand/index.ts';
import { NO_CONFIGURATION } from '../configuration.ts';
import { createHost } from '../create.ts';
import type { SystemAnswer, SystemErrand } from './types.ts';

/** Keys of a file may be expansions: they see this process alone, so that what its user writes there learns nothing of ours. */
export function doSystemErrand({ asked, options }: SystemErrand): Later<SystemAnswer> {
  const { system, lookups } = hostWith(options);
  switch (asked.kind) {
    case 'read':
      return system.readFile(asked.path);
    case 'stat':
      return system.stat(asked.path);
    case 'run':
      return system.run(asked.command);
    case 'socket':
      return system.readSocket(asked.question);
    case 'lookup':
      return lookups.find(asked.question);
  }
}

const hostWith = (options: SystemErrand['options']): Pick<ExpansionHost, 'system' | 'lookups'> =>
  createHost({ configuration: { ...NO_CONFIGURATION, options } });
