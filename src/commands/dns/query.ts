import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  addressFamily,
  formatQuestion,
  parseQuestion,
  type QueryData,
  type Question,
  queryReport,
} from '../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

export default class DnsQuery extends CheckCommand<Question, QueryData> {
  static override summary = 'A look-up with its DNSSEC status and the reasons for it.';
  static override description =
    'The answer is validated here, from the root down, whatever the resolver says of it (--trust). Status is secure, ' +
    'insecure (proven to be unsigned), bogus (proven wrong; exit status 1) or indeterminate (nobody can tell; exit status 3). ' +
    'A resolver that takes DNSSEC records out of its answers is named.';
  static override examples = [
    '<%= config.bin %> dns query example.org MX',
    '<%= config.bin %> dns query _25._tcp.mx.example.org TLSA -v',
    '<%= config.bin %> dns query -x 192.0.2.1',
    `echo '{"id":1,"name":"example.org","type":"MX"}' | <%= config.bin %> dns query --batch -`,
  ];
  static override args = {
    name: Args.string({ description: 'domain name, or an address with -x' }),
    type: Args.string({ description: 'record type, as MX or TYPE52 [default: A, with -x PTR]' }),
  };
  static override flags = {
    reverse: Flags.boolean({ char: 'x', description: 'NAME is an address: look up its name (PTR)' }),
  };

  protected readonly facts: CommandFacts<QueryData> = {
    command: 'dns query',
    schema: 'dns-query',
    needs: 'network',
    view: async () => (await import('../../ui/views/dns-query.ts')).dnsQueryView,
  };

  protected readInput(fields: Fields): Question {
    const nothing: Question = { name: '', type: 0 };
    const name = fields.text('name', 'a domain name such as example.org');
    if (name === '') return nothing;
    const isReverse = fields.flag('reverse');
    if (isReverse && addressFamily(name) === 0) fields.problem(`"${name}" is no address, which -x needs`);
    return fields.take(parseQuestion(name, fields.optionalText('type') ?? (isReverse ? 'PTR' : 'A')), nothing);
  }

  protected target(question: Question): string {
    return formatQuestion(question);
  }

  protected inspect(question: Question, { network, signal }: Context): ReturnType<typeof queryReport> {
    return queryReport(network.resolver, question, signal);
  }
}
