import { hostname } from 'node:os';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type ConfigShowData, configShowReport } from '../../mta/config/index.ts';
import { environmentUnder } from '../../mta/host/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openConfiguration,
  readConfigurationPlace,
} from '../../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';

interface Input extends GivenConfiguration {
  readonly words: readonly string[];
  readonly bare: boolean;
}

export default class ConfigShow extends CheckCommand<Input, ConfigShowData> {
  static override summary = 'What a configuration comes to, printed as exim -bP prints it.';
  static override description =
    'Without words: every main option with its value, set or default. Words are options, named lists (+NAME), routers, ' +
    'transports, authenticators, macros, the same with _list for the names alone (router_list, macro_list), config_file, or ' +
    'one thing by its kind and name (router NAME, macro NAME); config is the configuration as it is read, macros put in and files ' +
    'included, and environment what it leaves of the environment. What was set with hide is not shown. A word that means nothing ' +
    'is status 1.';
  static override examples = [
    '<%= config.bin %> config show -C exim.conf',
    '<%= config.bin %> config show -C exim.conf message_size_limit +local_domains',
    '<%= config.bin %> config show -C exim.conf router smarthost --json',
    '<%= config.bin %> config show -C exim.conf -n qualify_domain',
  ];
  static override args = {
    words: Args.string({ multiple: true, description: 'what to show; nothing: every main option' }),
  };
  static override flags = {
    ...configurationFlags,
    'no-names': Flags.boolean({ char: 'n', description: 'values without the names' }),
  };
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<ConfigShowData> = {
    command: 'config show',
    schema: 'config-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/config-show.ts')).configShowView,
  };

  protected readInput(fields: Fields): Input {
    return { ...readConfigurationPlace(fields), words: fields.texts('words'), bare: fields.flag('noNames') };
  }

  protected target({ source }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected async inspect({ bare, macros, source, words }: Input): Promise<Result<Report<ConfigShowData>, Failure>> {
    const opened = await openConfiguration(source);
    if (!opened.ok) return opened;
    const report = configShowReport(opened.value, words, {
      macros,
      bare,
      hostname: hostname(),
      environment: environmentUnder,
    });
    if (report.ok) return ok(report.value);
    return err({ code: 'config/invalid', ...report.error, fault: 'configuration', temporary: false });
  }
}
