import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result, systemRandom } from '../base/index.ts';
import { type CheckData, type CheckPorts, type CheckQuestion, checkDomain } from '../core/check/index.ts';
import { type Name, parseName } from '../core/dns/index.ts';
import { loadRoots } from '../core/pki/index.ts';
import { askOldVersion, survey } from '../core/survey/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, type Live } from '../ui/command/index.ts';
import { readPolicyDomain } from '../ui/command/policy-domain.ts';

interface Input extends Pick<CheckQuestion, 'domain' | 'selectors' | 'port'> {
  readonly full: boolean;
}

const SMTP_PORT = 25;
/** A check waits for no more silent connections than these, one after the other, however many hosts there are. */
const CONNECTIONS_IN_TURN = 6;
/** A survey may take so many time-outs, as `tls probe` has it. */
const SURVEY_TIMEOUTS = 12;
const MAX_SELECTORS = 50;

export default class Check extends CheckCommand<Input, CheckData> {
  static override summary = 'Everything a mail domain shows to the world, in one report, and the records to publish.';
  static override description =
    'Looks at MX, DNSSEC, DANE, MTA-STS, TLS and certificates of every mail host, DMARC, SPF, DKIM, TLSRPT and reverse names, all at once; each ' +
    'question to DNS is asked once, and each handshake serves every subject. A line a subject, then what to mend, first things ' +
    'first, then the records to publish. What cannot be seen from here (port 25 is closed in many networks) is unknown: status ' +
    '3. Several domains are shown as the lines of a batch are.';
  static override examples = [
    '<%= config.bin %> check example.org',
    '<%= config.bin %> check example.org --selector mail,2026a',
    '<%= config.bin %> check example.org example.net -o html=report.html',
    '<%= config.bin %> check example.org --fail-on warn -o nagios',
  ];
  static override args = { domain: Args.string({ multiple: true, description: 'mail domain, or several' }) };
  static override flags = {
    selector: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME,…',
      description: 'DKIM selectors of the domain [default: those that are often used are tried]',
    }),
    port: Flags.string({ helpValue: 'PORT', description: `port of the mail hosts [default: ${SMTP_PORT}]` }),
    full: Flags.boolean({ description: 'the whole of TLS, as mxray tls probe --fast: some 60 connections an address' }),
  };
  static override several = 'domain';

  protected readonly facts: CommandFacts<CheckData> = {
    command: 'check',
    schema: 'check',
    needs: 'network-once',
    view: async () => (await import('../ui/views/check.ts')).checkView,
    parts: async () => (await import('../ui/views/check.ts')).checkParts,
  };

  protected readInput(fields: Fields): Input {
    const selectors = readSelectors(fields);
    const domain = readPolicyDomain(fields);
    if (domain === '' && fields.optionalText('domain') === '.') fields.problem('the root is no mail domain');
    return {
      domain,
      port: fields.integer('port', { min: 1, max: 65535 }) ?? SMTP_PORT,
      full: fields.flag('full'),
      ...(selectors !== undefined && { selectors }),
    };
  }

  protected target({ domain }: Input): string {
    return domain;
  }

  /** Hears how the check goes while it is drawn. */
  private onEvent: CheckPorts['onEvent'];

  protected override async live(input: Input): Promise<Live> {
    const { startCheckLive } = await import('../ui/views/check.live.tsx');
    const live = startCheckLive(this.target(input));
    this.onEvent = live.tell;
    return live;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<CheckData>, Failure>> {
    const { family, ehlo, timeoutMs, caFile, caPath } = context.settings;
    const roots = await loadRoots({
      ...(caFile !== undefined && { caFile }),
      ...(caPath !== undefined && { caPath }),
      bundled: async () => (await import('../core/net/index.ts')).bundledRoots(),
    });
    if (!roots.ok) return roots;
    const { full, ...question } = input;
    const patience = { ehlo, timeoutMs, deadlineMs: timeoutMs * CONNECTIONS_IN_TURN };
    const ports = portsOf(context, roots.value);
    return ok(
      await checkDomain(
        { ...question, ...patience, ...(family !== undefined && { family }) },
        {
          ...ports,
          ...(full && { survey: surveyor(input, context, roots.value) }),
          ...(this.onEvent !== undefined && { onEvent: this.onEvent }),
        },
      ),
    );
  }
}

function portsOf({ network, settings, clock, trace, signal }: Context, roots: CheckPorts['roots']): CheckPorts {
  const { net } = network;
  return {
    resolver: network.resolver,
    informed: network.informed,
    probe: network.probe,
    askOldVersion: (target) => askOldVersion(target, { net, random: systemRandom, trace }),
    addressesOf: network.addressesOf,
    fetch: (request) => net.fetch(request),
    askServer: network.resolverAt,
    clock,
    roots,
    hasSystemRoots: settings.caFile === undefined && settings.caPath === undefined,
    signal,
  };
}

function surveyor(
  { port }: Input,
  { network, settings, clock, trace, signal }: Context,
  roots: CheckPorts['roots'],
): NonNullable<CheckPorts['survey']> {
  const { ehlo, timeoutMs } = settings;
  const { net, probe } = network;
  const options = {
    port,
    protocol: 'smtp',
    ehlo,
    timeoutMs,
    fast: true,
    deadlineMs: SURVEY_TIMEOUTS * timeoutMs,
  } as const;
  return (host, addresses) =>
    survey(
      host,
      addresses,
      { ...options, serverName: host },
      { net, probe, clock, random: systemRandom, roots, trace, signal },
    );
}

/** `a,b` and lists of them; the common flag may stand several times. */
function readSelectors(fields: Fields): readonly Name[] | undefined {
  if (!fields.has('selector')) return undefined;
  const words = fields.texts('selector').flatMap((text) => text.split(','));
  const selectors = words.map((word) => word.trim()).filter((word) => word !== '');
  if (selectors.length === 0) fields.problem('"selector" names none: give one, or several with commas between');
  if (selectors.length > MAX_SELECTORS)
    fields.problem(`"selector" names ${selectors.length}, and at most ${MAX_SELECTORS} are looked up`);
  return [...new Set(selectors.slice(0, MAX_SELECTORS).map((word) => fields.take(parseName(word), '')))];
}
