import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../base/index.ts';
import { isFailure } from '../mta/expand/index.ts';
import {
  type CommandHost,
  createHost,
  type HostConfiguration,
  readHostConfiguration,
  toOctets,
} from '../mta/host/index.ts';
import { type LookupData, type LookupWanted, lookupReport, parseLookupType } from '../mta/lookup/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  readConfigurationPlace,
} from '../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../ui/command/index.ts';

interface Input {
  readonly wanted: LookupWanted;
  readonly configuration?: GivenConfiguration;
  /** Main options in the place of those of the configuration. */
  readonly options: Readonly<Record<string, string>>;
}

export default class Lookup extends CheckCommand<Input, LookupData> {
  static override summary =
    'One lookup as Exim’s configuration has them: what is found, who answered, how long it took.';
  static override description =
    'A single-key type takes a key and a file (for dsearch a directory, for spf an address), a query type a query. The type ' +
    'may be decorated as in a configuration: partial-lsearch, lsearch*@, lsearch,ret=key. Servers of database types come ' +
    'from --server, or from the configuration given with -C. Found is status 0, not found 1; what could not be decided, as with a server that ' +
    'is down, is 3; a type that is none or a file that cannot be opened is 2.';
  static override examples = [
    '<%= config.bin %> lookup lsearch ann /etc/aliases',
    "<%= config.bin %> lookup 'partial-lsearch*' mail.example.org /etc/exim4/domains",
    "<%= config.bin %> lookup dnsdb '>: mxh=example.org'",
    '<%= config.bin %> lookup passwd root',
    "<%= config.bin %> lookup redis 'get user:ann' --server 127.0.0.1:6379// --server backup.example//",
    `echo '{"type":"lsearch","key":"ann","file":"/etc/aliases"}' | <%= config.bin %> lookup --batch -`,
  ];
  static override args = {
    type: Args.string({ description: 'lsearch, cdb, dnsdb, … with its decorations and options' }),
    key: Args.string({ description: 'the key of a single-key type, the query of any other' }),
    file: Args.string({ description: 'where a single-key type looks' }),
  };
  static override flags = {
    ...configurationFlags,
    server: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'SERVER',
      description:
        'who is asked, instead of those of the configuration: as in redis_servers, pgsql_servers, mysql_servers or ' +
        'ldap_default_servers, the file for sqlite (repeatable: they are asked in order)',
    }),
    tainted: Flags.boolean({ description: 'the key, or the query, is a stranger’s word' }),
  };
  static override batchFields = {
    query: 'the query of a query type, instead of key',
    ...CONFIGURATION_FIELDS,
  };

  protected readonly facts: CommandFacts<LookupData> = {
    command: 'lookup',
    schema: 'lookup',
    needs: 'nothing',
    view: async () => (await import('../ui/views/lookup.ts')).lookupView,
  };

  /** One for each configuration: lines of a batch share what it remembers, and its connections. */
  private readonly hosts = new Map<string, CommandHost>();
  private readonly closing: (() => Promise<void>)[] = [];

  override async run(): Promise<void> {
    try {
      await super.run();
    } finally {
      for (const host of this.hosts.values()) await host.close();
      for (const close of this.closing) await close();
    }
  }

  protected readInput(fields: Fields): Input {
    const isGiven = fields.has('config') || fields.has('configFile');
    const wanted = readWanted(fields);
    const options = readServers(wanted.type, fields);
    return { wanted, options, ...(isGiven && { configuration: readConfigurationPlace(fields) }) };
  }

  protected target({ wanted }: Input): string {
    return `${wanted.type} ${wanted.key ?? wanted.source}`;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<LookupData>, Failure>> {
    const host = this.hostFor(input, context);
    return host.ok ? lookupReport(host.value.lookups, input.wanted, context.clock) : host;
  }

  private hostFor({ configuration, options }: Input, context: Context): Result<CommandHost, Failure> {
    const name = JSON.stringify([configuration, options, context.settings]);
    const known = this.hosts.get(name);
    if (known !== undefined) return ok(known);
    const read =
      configuration === undefined ? ok(undefined) : readHostConfiguration(configuration.source, configuration.macros);
    if (!read.ok) return err(usageError(read.error.join('\n'), 'mxray config check tells more'));
    const host = createHost({
      clock: context.clock,
      resolver: () => this.openResolver(context),
      configuration: withOptions(read.value, options),
    });
    this.hosts.set(name, host);
    return ok(host);
  }

  /** The network is opened when a lookup asks for it. */
  private async openResolver({ settings, trace, clock }: Context) {
    const { createNetwork } = await import('../ui/command/network.ts');
    const network = await createNetwork(settings, trace, clock, false);
    if (!network.ok) return network;
    const { resolver, net, informed } = network.value;
    this.closing.push(
      () => resolver.close(),
      () => net.close(),
    );
    return ok(informed);
  }
}

const withOptions = (configuration: HostConfiguration = NOTHING, options: Input['options']): HostConfiguration => ({
  ...configuration,
  options: { ...configuration.options, ...options },
});

const NOTHING: HostConfiguration = { options: {}, lists: [], macros: {} };

/** Servers as the main option of the type would have them; lines, since they have colons. */
function readServers(type: string, fields: Fields): Input['options'] {
  const servers = fields.texts('server');
  const parsed = servers.length === 0 || type === '' ? undefined : parseLookupType(type);
  if (parsed === undefined || isFailure(parsed)) return {};
  const { name, option } = parsed.driver;
  if (option === undefined) {
    fields.problem(`"server" is for types that ask servers: ${name} is none`);
    return {};
  }
  const broken = servers.find((server) => /[\r\n]/.test(server));
  if (broken !== undefined) fields.problem(`"server" is one line, and is ${JSON.stringify(broken)}`);
  const list = option === 'sqlite_dbfile' ? servers[0]! : `<\n ${servers.join('\n')}`;
  if (option === 'sqlite_dbfile' && servers.length > 1) fields.problem('"server" is one file: sqlite asks no other');
  return { [option]: toOctets(list) };
}

/** The style of the type decides what is needed. */
function readWanted(fields: Fields): LookupWanted {
  const type = toOctets(fields.text('type', 'a type of lookup, such as lsearch'));
  const parsed = type === '' ? undefined : parseLookupType(type);
  const tainted = fields.flag('tainted') ? { tainted: true } : {};
  if (parsed === undefined || isFailure(parsed)) {
    if (parsed !== undefined) fields.problem(`"type": ${parsed.message}`);
    return { type, source: '' };
  }
  if (parsed.driver.style === 'query') {
    const query = fields.optionalText('query') ?? fields.optionalText('key');
    if (query === undefined) fields.problem(`"query" is missing: ${parsed.driver.name} is asked by a query`);
    if (fields.has('file')) fields.problem(`"file" is for single-key types: ${parsed.driver.name} is asked by a query`);
    return { type, source: toOctets(query ?? ''), ...tainted };
  }
  if (fields.has('query')) fields.problem(`"query" is for query types: ${parsed.driver.name} wants a key and a file`);
  const key = fields.optionalText('key');
  if (key === undefined && !fields.has('key')) fields.problem(`"key" is missing: ${parsed.driver.name} looks a key up`);
  const file = fields.text('file', `the file that ${parsed.driver.name} looks in`);
  return { type, key: toOctets(key ?? ''), source: toOctets(file), ...tainted };
}
