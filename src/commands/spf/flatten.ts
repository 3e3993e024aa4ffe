import * as Args from '@oclif/core/args';
import type { Failure, Report, Result } from '../../base/index.ts';
import type { Name } from '../../core/dns/index.ts';
import { flatten, type SpfFlattenData } from '../../core/spf/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readPolicyDomain } from '../../ui/command/policy-domain.ts';

export default class SpfFlatten extends CheckCommand<Name, SpfFlattenData> {
  static override summary = 'An SPF record with addresses in the place of names, split into records that fit.';
  static override description =
    'Puts the addresses of a, mx, include and redirect in their place, joins neighbouring networks, and splits what is longer ' +
    'than 450 octets over records _spf1, _spf2, … that the domain includes. What hangs on the client (macros, ptr, exists), or ' +
    'would change the result of any sender, stays as it is. Flattened records hold still: make them again when providers move.';
  static override examples = [
    '<%= config.bin %> spf flatten example.org',
    `<%= config.bin %> spf flatten example.org --json | jq -r '.data.zone[]'`,
  ];
  static override args = { domain: Args.string({ description: 'whose policy' }) };

  protected readonly facts: CommandFacts<SpfFlattenData> = {
    command: 'spf flatten',
    schema: 'spf-flatten',
    needs: 'network',
    view: async () => (await import('../../ui/views/spf-flatten.ts')).spfFlattenView,
  };

  protected readInput(fields: Fields): Name {
    return readPolicyDomain(fields);
  }

  protected target(name: Name): string {
    return name;
  }

  protected inspect(name: Name, { network, signal }: Context): Promise<Result<Report<SpfFlattenData>, Failure>> {
    return flatten(name, { dns: network.informed, signal });
  }
}
