import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { accountsNamed, type ConfigCheckData, configCheckReport, missingAccounts } from '../../mta/config/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openConfiguration,
  readConfigurationPlace,
} from '../../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';

export default class ConfigCheck extends CheckCommand<GivenConfiguration, ConfigCheckData> {
  static override summary = "Is Exim's configuration right? Every mistake at once, with its line.";
  static override description =
    'Reads the configuration with all it includes, and tells what is wrong: unknown options with the nearest name there is, ' +
    'values that are not of their type, lines of ACLs, retry and rewriting rules; then what Exim finds only when a message ' +
    'comes: strings that cannot be expanded, with a caret under the place, conditions and controls that are not for their ' +
    'ACL, lists, ACLs, routers and transports that are named and not there. Older names are warnings, ' +
    'and so are users and groups that this host does not have. A configuration with a ' +
    'mistake is status 2.';
  static override examples = [
    '<%= config.bin %> config check -C /etc/exim4/exim4.conf',
    '<%= config.bin %> config check -C exim.conf -D SITE=example.org --json',
    `echo '{"config":"qualify_domian = example.org"}' | <%= config.bin %> config check --batch -`,
  ];
  static override flags = configurationFlags;
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<ConfigCheckData> = {
    command: 'config check',
    schema: 'config-check',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/config-check.ts')).configCheckView,
    misconfigured: ({ valid }) => !valid,
  };

  protected readInput(fields: Fields): GivenConfiguration {
    return readConfigurationPlace(fields);
  }

  protected target({ source }: GivenConfiguration): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected async inspect({ macros, source }: GivenConfiguration): Promise<Result<Report<ConfigCheckData>, Failure>> {
    const opened = await openConfiguration(source);
    if (!opened.ok) return opened;
    const missing = await missingAccounts(accountsNamed(opened.value, { macros }));
    return ok(configCheckReport(opened.value, { macros }, missing));
  }
}
