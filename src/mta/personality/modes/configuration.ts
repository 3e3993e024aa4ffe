/** `-bV` and `-bP`: the configuration. */
import {
  accountsIn,
  configShowReport,
  missingAccounts,
  readConfiguration,
  whatForbidsUse,
} from '../../config/index.ts';
import type { Call, Mode } from '../types.ts';
import { type Problem, tellProblems } from './problems.ts';

export const versionMode: Mode = {
  matches: (flag) => flag === '-bV' || flag === '--version',
  run: async ({ configuration }, ports) => {
    await ports.out(`Exim version 4.99, as spoken by mxray ${ports.version}\n`);
    if (configuration === undefined) {
      await ports.out('There is no configuration file: the embedded one is used\n');
      return 0;
    }
    const read = readConfiguration(configuration.source, { macros: configuration.macros });
    if (!read.ok) return tellProblems(read.error, ports);
    const wrong = whatForbidsUse(read.value);
    if (wrong.length > 0) return tellProblems(wrong, ports);
    const missing = await missingAccounts(accountsIn(read.value));
    if (missing.length > 0) return tellProblems(missing.map(asProblem), ports);
    if ('file' in configuration.source) await ports.out(`Configuration file is ${configuration.source.file}\n`);
    return 0;
  },
};

/** Exim looks users and groups up as it reads them; what else a start needs (keys, ports, folders) it leaves to the start. */
const asProblem = ({ kind, name, place }: Awaited<ReturnType<typeof missingAccounts>>[number]): Problem => ({
  place,
  message: `${kind} ${name} was not found`,
  severity: 'error',
});

export const optionsMode: Mode = {
  matches: (flag) => flag === '-bP',
  run: async (call: Call, ports) => {
    if (call.configuration === undefined) {
      ports.complain('exim: there is no configuration file: give it with -C\n');
      return 1;
    }
    const { source, macros } = call.configuration;
    const report = configShowReport(source, call.words, { macros, bare: call.bare, hostname: ports.hostname });
    if (!report.ok) {
      ports.complain(`exim: ${report.error.message}\n`);
      return 1;
    }
    const { shown } = report.value.data;
    for (const { entries, heading, kind } of shown) {
      if (heading !== undefined) await ports.out(`\n${heading}\n`);
      const isBare = call.bare && kind !== 'unknown';
      await ports.out(entries.map(({ line, value }) => `${isBare ? value : line}\n`).join(''));
    }
    return shown.some(({ kind }) => kind === 'unknown') ? 1 : 0;
  },
};
