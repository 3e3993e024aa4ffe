import * as Flags from '@oclif/core/flags';
import { addressFamily, type Failure, ok, type Report, type Result } from '../base/index.ts';
import { formatServer, readResolvConf } from '../core/dns/index.ts';
import {
  type DoctorData,
  type DoctorPorts,
  type DoctorQuestion,
  examineHost,
  type HostFacts,
  type RootsFacts,
  readHostFacts,
} from '../core/doctor/index.ts';
import { type Certificate, isValidAt, loadRoots, parseReference } from '../core/pki/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../ui/command/index.ts';

type Input = Pick<DoctorQuestion, 'addresses' | 'target'>;

const SMTP_PORT = 25;
const MAX_TARGET_ADDRESSES = 8;

export default class Doctor extends CheckCommand<Input, DoctorData> {
  static override summary = 'This host: is it fit to look at mail, and to send it?';
  static override description =
    'Looks at each resolver (does it answer, how fast, does it validate DNSSEC or strip it), the clock, the addresses of this ' +
    'host and their names, the name for EHLO, trust roots, Node and its limits, and settings of the environment. Nobody is ' +
    'connected to but the resolvers; --target names a mail server to see whether port 25 leads out.';
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --target mx.example.org',
    '<%= config.bin %> doctor --address 192.0.2.1 --ehlo mail.example.org',
  ];
  static override flags = {
    target: Flags.string({ helpValue: 'HOST[:PORT]', description: 'a mail server to try, on port 25 or another' }),
    address: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'IP',
      description: 'an address that others see, where a translator stands between (repeatable)',
    }),
  };

  protected readonly facts: CommandFacts<DoctorData> = {
    command: 'doctor',
    schema: 'doctor',
    needs: 'network',
    view: async () => (await import('../ui/views/doctor.ts')).doctorView,
    parts: async () => (await import('../ui/views/doctor.ts')).doctorParts,
  };

  protected readInput(fields: Fields): Input {
    const target = readTarget(fields);
    const addresses = fields.texts('address');
    const wrong = addresses.find((text) => addressFamily(text) === 0);
    if (wrong !== undefined) fields.problem(`"address" must be an IP address such as 192.0.2.1, and is "${wrong}"`);
    return { addresses, ...(target !== undefined && { target }) };
  }

  protected target(): string | undefined {
    return undefined;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<DoctorData>, Failure>> {
    const { settings, network, clock, signal } = context;
    const [host, conf, roots] = await Promise.all([readHostFacts(), readResolvConf(), rootsOf(context)]);
    const problems = settings.resolvers.length === 0 ? conf.problems : [];
    const facts: HostFacts = { ...host, resolvConfProblems: problems, roots };
    const servers = network.servers.map((server) => ({ label: formatServer(server), ...network.resolverOf(server) }));
    const visit = visitor(context);
    const report = await examineHost(
      { ...input, ehlo: settings.ehlo },
      { host: facts, servers, resolver: network.informed, visit, clock, signal },
    );
    await Promise.all(servers.map(({ exchange }) => exchange.close()));
    return ok(report);
  }
}

function readTarget(fields: Fields): DoctorQuestion['target'] {
  const text = fields.optionalText('target');
  if (text === undefined) return undefined;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? (addressFamily(text) === 6 ? text : '');
  const port = match?.[3] === undefined ? SMTP_PORT : Number(match[3]);
  if (port < 1 || port > 65_535) fields.problem(`"${text}" names no port: it must be from 1 to 65535`);
  if (host === '') {
    fields.problem(`"target" must be HOST or HOST:PORT, and is "${text}"`);
    return undefined;
  }
  const reference = fields.take(parseReference(host), undefined);
  return { host: reference?.kind === 'host' ? reference.name : host, port };
}

async function rootsOf({ settings: { caFile, caPath }, clock }: Context): Promise<RootsFacts> {
  let isBundled = false;
  const loaded = await loadRoots({
    ...(caFile !== undefined && { caFile }),
    ...(caPath !== undefined && { caPath }),
    bundled: async () => {
      isBundled = true;
      return (await import('../core/net/index.ts')).bundledRoots();
    },
  });
  const source = caFile !== undefined || caPath !== undefined ? 'given' : isBundled ? 'bundled' : 'system';
  if (!loaded.ok) return { count: 0, expired: 0, source, error: loaded.error.message };
  const has = (certificate: Certificate): boolean => !isValidAt(certificate, clock.now());
  return { count: loaded.value.length, expired: loaded.value.filter(has).length, source };
}

function visitor({ network, settings, signal }: Context): DoctorPorts['visit'] {
  const { ehlo, timeoutMs } = settings;
  return async (host, port) => {
    const found = await network.addressesOf(host, port);
    if (!found.ok) return { error: found.error.message };
    const protocol = port === 465 ? 'none' : 'smtp';
    const name = addressFamily(host) === 0 ? { serverName: host } : {};
    const common = { port, protocol, ehlo, timeoutMs, signal, ...name } as const;
    return await Promise.all(
      found.value
        .slice(0, MAX_TARGET_ADDRESSES)
        .map(async (ip) => ({ ip, outcome: await network.probe({ ...common, address: ip }) })),
    );
  };
}
