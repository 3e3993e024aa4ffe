import type { ConfigurationError } from '../../config/index.ts';
import type { PersonalityPorts } from '../types.ts';

export type Problem = Pick<ConfigurationError, 'place' | 'message' | 'severity'>;

/** What is wrong with a configuration, in Exim's words and with its status. */
export function tellProblems(found: readonly Problem[], ports: PersonalityPorts): number {
  for (const { place, message, severity } of found)
    if (severity === 'error') ports.complain(`${whereOf(place)}\n  ${message}\n`);
  return 1;
}

const whereOf = ({ file, line }: Problem['place']): string =>
  line === 0 ? 'Exim configuration error:' : `Exim configuration error in line ${line} of ${file}:`;
