import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type TlsRptQueryData, type TlsRptQuestion, tlsRptReport } from '../../core/tlsrpt/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readPolicyDomain } from '../../ui/command/policy-domain.ts';

export default class TlsRptQuery extends CheckCommand<TlsRptQuestion, TlsRptQueryData> {
  static override summary = 'Where reports on TLS go: the record at _smtp._tls, and what is wrong with it.';
  static override description =
    'Reads the record as senders do: exactly one that begins with v=TLSRPTv1;, and in it mailto: and https: addresses. Tells which ' +
    'of them belong to other domains.';
  static override examples = ['<%= config.bin %> tlsrpt query example.org'];
  static override args = { domain: Args.string({ description: 'mail domain' }) };
  static override flags = {
    record: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TEXT',
      description: 'text of the TXT record, which is not looked up then; again for several',
    }),
  };
  static override batchFields = { record: 'texts of TXT records, a list: none are looked up then' };

  protected readonly facts: CommandFacts<TlsRptQueryData> = {
    command: 'tlsrpt query',
    schema: 'tlsrpt-query',
    needs: 'network',
    view: async () => (await import('../../ui/views/tlsrpt-query.ts')).tlsRptQueryView,
  };

  protected readInput(fields: Fields): TlsRptQuestion {
    return { domain: readPolicyDomain(fields), ...(fields.has('record') && { records: fields.texts('record') }) };
  }

  protected target({ domain }: TlsRptQuestion): string {
    return domain;
  }

  protected async inspect(
    question: TlsRptQuestion,
    { network, signal }: Context,
  ): Promise<Result<Report<TlsRptQueryData>, Failure>> {
    return ok(await tlsRptReport(question, network.informed, signal));
  }
}
