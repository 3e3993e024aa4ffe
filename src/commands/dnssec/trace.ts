import * as Args from '@oclif/core/args';
import { formatQuestion, parseQuestion, type Question, type TraceData, traceReport } from '../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

export default class DnssecTrace extends CheckCommand<Question, TraceData> {
  static override summary = 'The chain of trust from the root to a name, and where it stops.';
  static override description =
    'Each zone with its DS records and keys (tags, algorithms, sizes) and the dates of its signatures, then the records ' +
    'asked for or the proof that there are none. Where trust stops short, the reason and how to mend it; beside it advice: ' +
    'signatures about to expire, SHA-1, NSEC3 iterations, DS records that lead nowhere, short keys.';
  static override examples = [
    '<%= config.bin %> dnssec trace example.org',
    '<%= config.bin %> dnssec trace _25._tcp.mx.example.org TLSA',
    '<%= config.bin %> dnssec trace example.org MX --at 2026-12-24',
  ];
  static override args = {
    name: Args.string({ description: 'domain name' }),
    type: Args.string({ description: 'record type, as MX or TYPE52 [default: A]' }),
  };

  protected readonly facts: CommandFacts<TraceData> = {
    command: 'dnssec trace',
    schema: 'dnssec-trace',
    needs: 'network',
    view: async () => (await import('../../ui/views/dnssec-trace.ts')).dnssecTraceView,
  };

  protected readInput(fields: Fields): Question {
    const nothing: Question = { name: '', type: 0 };
    const name = fields.text('name', 'a domain name such as example.org');
    if (name === '') return nothing;
    return fields.take(parseQuestion(name, fields.optionalText('type') ?? 'A'), nothing);
  }

  protected target(question: Question): string {
    return formatQuestion(question);
  }

  protected inspect(question: Question, { network, clock, signal }: Context): ReturnType<typeof traceReport> {
    return traceReport(network.resolver, question, clock.now(), signal);
  }
}
