import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { addressFamily, type Failure, ok, type Report, type Result, systemRandom } from '../../base/index.ts';
import { type Certificate, loadRoots, parseReference } from '../../core/pki/index.ts';
import { type SurveyData, survey } from '../../core/survey/index.ts';
import { STARTTLS_PROTOCOLS } from '../../core/tls/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readServerPlace, type ServerPlace, showServerPlace } from '../../ui/command/server-place.ts';

interface Input extends ServerPlace {
  /** Whom to ask for, and whom the certificate should name; an address asks for nobody. */
  readonly serverName?: string;
  readonly fast: boolean;
}

/** A survey of one address may take so many time-outs: a server that makes every client wait some seconds is seen as well. */
const TIMEOUTS_IN_ALL = 12;

export default class TlsProbe extends CheckCommand<Input, SurveyData> {
  static override summary =
    'What a server’s TLS can do: versions, suites, groups, certificates, staples, and its manners.';
  static override description =
    'Asks every address of the host, for mail by STARTTLS: versions from SSL 2 to TLS 1.3, cipher suites in the server’s order, groups (also post-quantum ' +
    'ones), signature schemes, the certificate of each key type as sent, the stapled proof and whether it verifies, resumption, ' +
    'ALPN, and hellos that old servers do not bear. At most 320 connections an address, three at a time; --fast makes it 60.';
  static override examples = [
    '<%= config.bin %> tls probe mx.example.org:25',
    '<%= config.bin %> tls probe imap.example.org --starttls imap',
    '<%= config.bin %> tls probe 192.0.2.1:465 --sni mx.example.org --fast',
  ];
  static override args = { target: Args.string({ description: 'HOST:PORT' }) };
  static override flags = {
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: "how to come to TLS; none is TLS on connect [default: the port's]",
    }),
    sni: Flags.string({
      helpValue: 'NAME',
      description: 'the name to ask for, and to look for in the certificate [default: HOST]',
    }),
    fast: Flags.boolean({ description: 'no lists of suites and signatures, no odd hellos' }),
  };

  protected readonly facts: CommandFacts<SurveyData> = {
    command: 'tls probe',
    schema: 'tls-probe',
    needs: 'network',
    view: async () => (await import('../../ui/views/tls-probe.ts')).tlsProbeView,
  };

  protected readInput(fields: Fields): Input {
    const place = readServerPlace(fields, 'target');
    const sni = fields.optionalText('sni');
    const asked = sni === undefined ? undefined : fields.take(parseReference(sni), undefined);
    if (asked?.kind === 'ip') fields.problem(`"sni" must be a name, and is the address "${sni}"`);
    const isName = place.host !== '' && addressFamily(place.host) === 0;
    const serverName = asked?.kind === 'host' ? asked.name : isName ? place.host : undefined;
    return { ...place, fast: fields.flag('fast'), ...(serverName !== undefined && { serverName }) };
  }

  protected target(input: Input): string {
    return showServerPlace(input);
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<SurveyData>, Failure>> {
    const { network, settings, clock, trace, signal } = context;
    const addresses = await network.addressesOf(input.host, input.port);
    if (!addresses.ok) return addresses;
    const roots = await readTrust(context);
    if (!roots.ok) return roots;
    const { host, port, protocol, serverName, fast } = input;
    const { ehlo, timeoutMs } = settings;
    const options = { port, protocol, ehlo, timeoutMs, fast, deadlineMs: TIMEOUTS_IN_ALL * timeoutMs };
    const ports = {
      net: network.net,
      probe: network.probe,
      clock,
      random: systemRandom,
      roots: roots.value,
      trace,
      signal,
    };
    return ok(
      await survey(host, addresses.value, { ...options, ...(serverName !== undefined && { serverName }) }, ports),
    );
  }
}

async function readTrust({ settings: { caFile, caPath } }: Context): Promise<Result<readonly Certificate[], Failure>> {
  return loadRoots({
    ...(caFile !== undefined && { caFile }),
    ...(caPath !== undefined && { caPath }),
    bundled: async () => (await import('../../core/net/index.ts')).bundledRoots(),
  });
}
