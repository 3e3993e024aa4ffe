/** `-bV` and `-bP`: the configuration. */
import type { Clock } from '../../../base/index.ts';
import {
  accountsIn,
  type Configuration,
  configShowReport,
  missingAccounts,
  readConfiguration,
  type ShownGroup,
  whatForbidsUse,
} from '../../config/index.ts';
import { environmentUnder, isPurged } from '../../host/index.ts';
import { dateAndTime, PURGING } from '../../log/index.ts';
import { isAdmin } from '../admin.ts';
import type { Call, Mode } from '../types.ts';
import { abilitiesText } from './abilities.ts';
import { type Problem, PURGING_SHOWN, tellProblems } from './problems.ts';

export const versionMode: Mode = {
  matches: (flag) => flag === '-bV' || flag === '--version',
  readsItself: true,
  run: async (call, ports) => {
    const { configuration } = call;
    await ports.out(`Exim version 4.99, as spoken by mxray ${ports.version}\n${abilitiesText()}`);
    if (configuration === undefined) {
      await ports.out('There is no configuration file: the embedded one is used\n');
      return 0;
    }
    const read = readConfiguration(configuration.source, { macros: configuration.macros });
    if (!read.ok) return tellProblems(read.error, call, ports);
    const wrong = whatForbidsUse(read.value);
    if (wrong.length > 0) return tellProblems(wrong, call, ports);
    const missing = await missingAccounts(accountsIn(read.value));
    if (missing.length > 0) return tellProblems(missing.map(asProblem), call, ports);
    if (isPurged(read.value, ports.env)) ports.complain(purging(call, ports.clock));
    if ('file' in configuration.source) await ports.out(`Configuration file is ${configuration.source.file}\n`);
    return 0;
  },
};

const purging = ({ verbose }: Call, clock: Clock): string =>
  verbose ? PURGING_SHOWN : `${dateAndTime(clock.now())} ${PURGING.text}\n${PURGING.secondLine}\n`;

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
    const read = readConfiguration(source, { macros });
    const revealsAll = read.ok && (await isAdmin(read.value, ports));
    if (!revealsAll && call.words.some((word) => OF_MACROS.test(word))) {
      ports.complain('exim: permission denied\n');
      return 1;
    }
    const environment = (configuration: Configuration) => environmentUnder(configuration, ports.env);
    const { bare } = call;
    const question = { macros, bare, hostname: ports.hostname, revealsAll, environment };
    const report = configShowReport(source, call.words, question);
    if (!report.ok) {
      ports.complain(`exim: ${report.error.message}\n`);
      return 1;
    }
    const { shown } = report.value.data;
    for (const group of shown) await ports.out(printed(group, bare));
    return shown.at(-1)?.kind === 'unknown' ? 1 : 0; // the last one decides, as with Exim
  },
};

/** What they stand for is not for everybody to see. */
const OF_MACROS = /^macro(?:s|_list)?$/;

/** A line of nothing is left out where there are no names either. */
function printed({ entries, heading, kind }: ShownGroup, bare: boolean): string {
  const isBare = bare && kind !== 'unknown';
  const lines = kind === 'listing' && isBare ? entries.filter(({ value }) => value !== '') : entries;
  const text = lines.map(({ line, value }) => `${isBare ? value : line}\n`).join('');
  return heading === undefined ? text : `\n${heading}\n${text}`;
}
