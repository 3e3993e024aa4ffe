import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type ConfigLintData, configLintReport } from '../../mta/lint/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openConfiguration,
  readConfigurationPlace,
} from '../../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';

export default class ConfigLint extends CheckCommand<GivenConfiguration, ConfigLintData> {
  static override summary = "Does Exim's configuration do what was meant, and no more?";
  static override description =
    'Beside what config check says: recipients accepted for anybody to anywhere, names of files and queries made of what a ' +
    'sender wrote, weak ciphers and old versions of TLS, passwords without it, statements of ACLs and routers that are never ' +
    'reached, conditions that never hold, ACLs, lists and transports nobody names, missing retry rules. Each remark has its ' +
    'line and what to do; mxray explain tells more.';
  static override examples = [
    '<%= config.bin %> config lint -C /etc/exim4/exim4.conf',
    '<%= config.bin %> config lint -C exim.conf --fail-on warn',
    `echo '{"config":"tls_require_ciphers = RC4"}' | <%= config.bin %> config lint --batch -`,
  ];
  static override flags = configurationFlags;
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<ConfigLintData> = {
    command: 'config lint',
    schema: 'config-lint',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/config-lint.ts')).configLintView,
    misconfigured: ({ valid }) => !valid,
  };

  protected readInput(fields: Fields): GivenConfiguration {
    return readConfigurationPlace(fields);
  }

  protected target({ source }: GivenConfiguration): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected async inspect({ macros, source }: GivenConfiguration): Promise<Result<Report<ConfigLintData>, Failure>> {
    const opened = await openConfiguration(source);
    return opened.ok ? ok(configLintReport(opened.value, { macros })) : opened;
  }
}
