/** `-bi`: the program of `bi_command`, which builds databases of aliases on hosts that have such. */
import { systemErrorText } from '../../../base/index.ts';
import { runProgram } from '../../../base/process/index.ts';
import { mainValue, readConfiguration } from '../../config/index.ts';
import type { Mode } from '../types.ts';

export const rebuildMode: Mode = {
  matches: (flag) => flag === '-bi',
  run: async ({ configuration, aliases }, { out, complain }) => {
    const read = configuration && readConfiguration(configuration.source, { macros: configuration.macros });
    const command = read?.ok === true ? mainValue(read.value, 'bi_command') : undefined;
    if (typeof command !== 'string' || command === '') return 0;
    const args = aliases === undefined ? [] : [aliases];
    const ended = await runProgram({ command, args, timeoutMs: LONGEST_MS, encoding: 'latin1' });
    if (ended.kind === 'not-started') {
      complain(`exim: exec '${command}' failed: ${systemErrorText(ended.why)}\n`);
      return 1;
    }
    await out(ended.output);
    return ended.kind === 'exit' ? ended.status : 1;
  },
};

/** No database of aliases takes longer. */
const LONGEST_MS = 3600 * 1000;
