import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../base/index.ts';
import { type DmarcQueryData, dmarcQueryReport, domainOf, type QueryQuestion } from '../../core/dmarc/index.ts';
import { parseName } from '../../core/dns/index.ts';
import {
  type DmarcSource,
  dmarcPorts,
  RECORDS_FIELD,
  RFCS,
  readDmarcSource,
  readRules,
} from '../../ui/command/dmarc-ports.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

interface Input extends QueryQuestion {
  readonly source: DmarcSource;
}

export default class DmarcQuery extends CheckCommand<Input, DmarcQueryData> {
  static override summary = 'The DMARC policy of a domain: how it is found, what it means, what is wrong with it.';
  static override description =
    'Shows each question on the way to the policy and what came, the policy for the domain, for names below it and for names ' +
    'that do not exist, faults of the record, and whether other organizations that would get reports agreed to them. RFC 9989 ' +
    'walks up the DNS tree, RFC 7489 goes by a list of public suffixes (--psl); --rfc both shows where they part.';
  static override examples = [
    '<%= config.bin %> dmarc query example.org',
    '<%= config.bin %> dmarc query mail.example.org --rfc both',
  ];
  static override args = { domain: Args.string({ description: 'domain as behind the @ of From' }) };
  static override flags = {
    rfc: Flags.string({ helpValue: RFCS.join('|'), description: 'which rules [default: 9989]' }),
    psl: Flags.string({ helpValue: 'FILE', description: 'list of public suffixes, for RFC 7489' }),
  };
  static override batchFields = { records: RECORDS_FIELD };

  protected readonly facts: CommandFacts<DmarcQueryData> = {
    command: 'dmarc query',
    schema: 'dmarc-query',
    needs: 'network',
    view: async () => (await import('../../ui/views/dmarc-query.ts')).dmarcQueryView,
  };

  protected readInput(fields: Fields): Input {
    const text = fields.text('domain', 'a domain such as example.org');
    const domain = text.includes('@') ? domainOf(text) : fields.take(parseName(text || 'x'), 'x');
    if (domain === undefined || domain === '') fields.problem(`"${text}" is no domain that could have a policy`);
    return { domain: domain ?? '', rules: readRules(fields), source: readDmarcSource(fields) };
  }

  protected target({ domain }: Input): string {
    return domain;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<DmarcQueryData>, Failure>> {
    const ports = await dmarcPorts(input.source, context);
    return ports.ok ? { ok: true, value: await dmarcQueryReport(input, ports.value) } : ports;
  }
}
