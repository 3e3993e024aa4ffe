import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import type { Name } from '../../core/dns/index.ts';
import { explainDomain, type SpfTree } from '../../core/spf/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readPolicyDomain } from '../../ui/command/policy-domain.ts';

export default class SpfExplain extends CheckCommand<Name, SpfTree> {
  static override summary = 'Where an SPF record leads: the tree of its terms, each with the look-up it is.';
  static override description =
    'Every include and redirect is followed, past the ten look-ups a check may take and past two void ones, so that one sees ' +
    'what is too much; cycles and names that lead nowhere are told. What hangs on the client is not followed.';
  static override examples = [
    '<%= config.bin %> spf explain example.org',
    '<%= config.bin %> spf explain example.org -v',
  ];
  static override args = { domain: Args.string({ description: 'whose policy' }) };

  protected readonly facts: CommandFacts<SpfTree> = {
    command: 'spf explain',
    schema: 'spf-explain',
    needs: 'network',
    view: async () => (await import('../../ui/views/spf-explain.ts')).spfExplainView,
  };

  protected readInput(fields: Fields): Name {
    return readPolicyDomain(fields);
  }

  protected target(name: Name): string {
    return name;
  }

  protected async inspect(name: Name, { network, signal }: Context): Promise<Result<Report<SpfTree>, Failure>> {
    return ok(await explainDomain(name, { dns: network.informed, signal }));
  }
}
