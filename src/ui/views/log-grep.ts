import type { GrepGroup, LogGrepData } from '../../mta/log/index.ts';
import type { View } from '../types.ts';

/** The lines as exigrep shows them: an empty line behind each message, a mark where it is not done. */
export const logGrepView: View<LogGrepData> = ({ data }, _paint, verbosity) => {
  if (verbosity < 0) return `${data.messages} messages, ${data.otherLines} other lines`;
  if (data.groups.length === 0) return '';
  return data.groups.map((group) => `${mark(group)}${group.lines.join('\n')}\n`).join('\n');
};

const mark = ({ id, completed }: GrepGroup): string => (completed ? '' : `+++ ${id} has not completed +++\n`);
