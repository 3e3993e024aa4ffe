import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../base/index.ts';
import {
  type AddressTests,
  createAddressTests,
  problemText,
  readForTests,
  type TestQuestion,
} from '../mta/address-test/index.ts';
import { readMailbox } from '../mta/mailbox/index.ts';
import { askService, findingsOf, listRoute, listVerified, type RouteData } from '../mta/route/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openConfiguration,
  readConfigurationPlace,
} from '../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../ui/command/index.ts';

interface Input {
  readonly question: TestQuestion;
  readonly configuration: GivenConfiguration;
}

export default class Route extends CheckCommand<Input, RouteData> {
  static override summary = 'Where an address goes: the routers of a configuration, tried without sending mail.';
  static override description =
    'Prints what exim -bt prints: for each address where it is delivered to, by which router and transport and to which hosts, ' +
    'what it is redirected to, or why it fails or waits. With --verify it is verified as exim -bv does, with --verbose all ' +
    'the way down. --explain adds every router that was tried, and the precondition that kept it from being used. An ' +
    'address that fails is status 1; one whose way cannot be decided now is status 3.';
  static override examples = [
    '<%= config.bin %> route ann@example.org postmaster',
    '<%= config.bin %> route -C /etc/exim4/exim4.conf --explain ann@example.org',
    "<%= config.bin %> route --sender '<>' --verify recipient ann@example.org",
    `echo '{"address":"ann@example.org"}' | <%= config.bin %> route -C exim.conf --batch -`,
  ];
  static override args = {
    address: Args.string({ multiple: true, description: 'address, or several' }),
  };
  static override flags = {
    ...configurationFlags,
    sender: Flags.string({
      helpValue: 'ADDRESS',
      description: 'the envelope sender, <> for a bounce [default: you]',
    }),
    verify: Flags.string({
      options: ['sender', 'recipient'],
      description: 'verify the address as a sender or as a recipient',
    }),
    explain: Flags.boolean({ description: 'every router that was tried, and what came of it' }),
  };
  static override batchFields = CONFIGURATION_FIELDS;
  static override several = 'address';

  /** Deliveries shown so far: one that comes again is a double. */
  private readonly seen = new Set<string>();
  private explains = false;

  protected readonly facts: CommandFacts<RouteData> = {
    command: 'route',
    schema: 'route',
    needs: 'nothing',
    view: async () => {
      const { routeView } = await import('../ui/views/route.ts');
      return routeView((data, full) => this.listing(data, full), this.explains);
    },
  };

  /** One for each configuration: lines of a batch share what it remembers. */
  private readonly tests = new Map<string, Promise<Result<AddressTests, Failure>>>();
  private readonly closing: (() => Promise<void>)[] = [];

  override async run(): Promise<void> {
    try {
      await super.run();
    } finally {
      for (const close of this.closing) await close();
    }
  }

  private listing(data: RouteData, full: boolean): string {
    return data.verified !== undefined && !full ? listVerified(data).text : listRoute(data, this.seen).text;
  }

  protected readInput(fields: Fields): Input {
    this.explains = fields.flag('explain');
    const sender = fields.optionalText('sender')?.replace(/^<(.*)>$/s, '$1');
    const wrong = sender === undefined || sender === '' ? undefined : readMailbox(sender);
    if (typeof wrong === 'string') fields.problem(`"sender": ${quoted(sender ?? '')} is no address: ${wrong}`);
    const as = fields.optionalText('verify');
    if (as !== undefined && as !== 'sender' && as !== 'recipient')
      fields.problem('"verify" must be "sender" or "recipient"');
    return {
      configuration: readConfigurationPlace(fields),
      question: {
        address: fields.text('address', 'an address'),
        ...(sender !== undefined && { sender }),
        ...((as === 'sender' || as === 'recipient') && { as }),
      },
    };
  }

  protected target({ question }: Input): string {
    return question.address;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<RouteData>, Failure>> {
    const tests = await this.testsFor(input, context);
    if (!tests.ok) return tests;
    const data = await tests.value.run({ ...input.question, full: context.settings.verbosity > 0 });
    if (!data.ok)
      return err(
        usageError(`${quoted(input.question.address)} is no address: ${data.error}`, 'write it as ann@example.org'),
      );
    return ok({ findings: findingsOf(data.value), data: data.value });
  }

  private testsFor({ configuration }: Input, context: Context): Promise<Result<AddressTests, Failure>> {
    const name = JSON.stringify([configuration, context.settings]);
    const known = this.tests.get(name) ?? this.openTests(configuration, context);
    this.tests.set(name, known);
    return known;
  }

  private async openTests(given: GivenConfiguration, context: Context): Promise<Result<AddressTests, Failure>> {
    const source = await openConfiguration(given.source);
    if (!source.ok) return source;
    const read = readForTests(source.value, given.macros);
    if (!read.ok) return err(usageError(read.error.map(problemText).join('\n'), 'mxray config check tells more'));
    const network = this.networkFor(context);
    const tests = createAddressTests({
      configuration: read.value,
      clock: context.clock,
      resolver: async () => {
        const opened = await network();
        return opened.ok ? ok(opened.value.informed) : opened;
      },
      ask: async (question) => {
        const opened = await network();
        return opened.ok ? askService(opened.value.net, question) : undefined;
      },
      log: (line, to) => {
        if (context.settings.verbosity > 0) process.stderr.write(`LOG: ${to.join(' ').toUpperCase()}\n  ${line}\n`);
      },
    });
    this.closing.push(tests.close);
    return ok(tests);
  }

  /** Opened when a router asks for it. */
  private networkFor({ settings, trace, clock }: Context) {
    let opened: ReturnType<typeof open> | undefined;
    const open = async () => {
      const { createNetwork } = await import('../ui/command/network.ts');
      const network = await createNetwork(settings, trace, clock, false);
      if (network.ok) {
        const { resolver, net } = network.value;
        this.closing.push(
          () => resolver.close(),
          () => net.close(),
        );
      }
      return network;
    };
    return () => {
      opened ??= open();
      return opened;
    };
  }
}

/** As much of a word as a person needs to find it. */
const quoted = (word: string): string => `"${word.slice(0, 80)}${word.length > 80 ? '…' : ''}"`;
