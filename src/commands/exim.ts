import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { ok, systemClock } from '../base/index.ts';
import { createAddressTests } from '../mta/address-test/index.ts';
import { toOctets } from '../mta/host/index.ts';
import { type PersonalityPorts, runAsExim } from '../mta/personality/index.ts';
import type { SubmissionFlags } from '../mta/submission/index.ts';
import { DEFAULT_FILES } from '../ui/command/configuration-place.ts';
import { endInput, inputPieces, writeAside, writeOctets } from '../ui/command/filter-input.ts';
import { TOOL_VERSION } from '../ui/command/index.ts';
import { upToDot, withCrlf } from '../ui/command/submitted-text.ts';

export default class Exim extends Command {
  static override summary = 'Called with Exim’s own flags, answers as Exim does, with its statuses.';
  static override description =
    'A message handed in (recipients or -t, -bm, -bs, -bS, -f, -oM…, -oe…, -od…), the queue (-bp with a, i, r, u; -bpc), runs of it (-q with q, i, f, ff, l, G; -R, -S, together as well), another queue (-qGname before a flag), single messages (-M -Mc -Mg -Mf -Mt -Mrm -Mes -Mar -Mmd -Mmad -MG, -Mvh -Mvb -Mvc -Mvl), the ' +
    'configuration (-bV, -bP), expansions (-be; of what -f and -oM… say, for a message of the queue with -Mset, for one in a file with -bem), what the program can do (-bI:), addresses (-bt, -bv, -bvs, with -f and -v), rules (-brw, -brt), a forward file (-bf, with -bfd, -bfl, -bfp, -bfs; filters are not run), and -C, -D, -n. A flag that is ' +
    'another command here is told; any other is Exim’s error, status 1.';
  static override examples = [
    '<%= config.bin %> exim -C /etc/exim4/exim4.conf -t -oep < message',
    '<%= config.bin %> exim -bp',
    '<%= config.bin %> exim -C /etc/exim4/exim4.conf -Mrm 1vNtQc-0000000001A-0001',
    '<%= config.bin %> exim -- -bP spool_directory',
  ];
  static override args = {
    flags: Args.string({ multiple: true, description: 'Exim’s flags and what belongs to them' }),
  };
  static override strict = false;
  static override enableJsonFlag = false;

  protected override async init(): Promise<void> {} // oclif's own prepares for plugins, of which there are none

  override async run(): Promise<void> {
    process.exitCode = await runAsExim(this.argv.map(toOctets), this.ports());
  }

  protected override async catch(error: Error & { readonly code?: string }): Promise<void> {
    if (error.code === 'EPIPE') return;
    writeAside(`mxray: a bug in mxray: ${error.message}\n`);
    process.exitCode = 70;
  }

  private ports(): PersonalityPorts {
    return {
      clock: systemClock,
      env: process.env,
      version: TOOL_VERSION,
      hostname: hostname(),
      defaultFile: DEFAULT_FILES.find((file) => existsSync(file)),
      out: writeOctets,
      complain: writeAside,
      input: inputPieces,
      handIn,
      openDeliverer: async (configuration) => {
        const { openDeliverer } = await import('../mta/daemon/index.ts');
        return openDeliverer(configuration);
      },
      addressTests: (configuration, told) =>
        createAddressTests({ configuration, clock: systemClock, resolver, ask: noService, ...told }),
      resolver,
    };
  }
}

async function handIn(program: 'exim' | 'sendmail', flags: SubmissionFlags): Promise<number> {
  const daemon = await import('../mta/daemon/index.ts');
  const file = flags.configFile ?? DEFAULT_FILES.find((path) => existsSync(path));
  const text = (): string => daemon.defaultConfiguration(daemon.stateFolder(process.env));
  return daemon.handIn({
    program,
    flags,
    source: file === undefined ? { text: text(), name: 'the default configuration' } : { file },
    message: () => (flags.ignoresDots || flags.kind === 'batch' ? inputPieces() : upToDot(inputPieces())),
    endInput,
    spoken: () => withCrlf(inputPieces()),
    out: writeOctets,
    complain: writeAside,
  });
}

/** The system's, opened when a router asks for it. */
async function resolver() {
  const { createNetwork } = await import('../ui/command/network.ts');
  const { readSettings } = await import('../ui/command/settings.ts');
  const { openTrace } = await import('../ui/command/trace.ts');
  const settings = readSettings({});
  if (!settings.ok) return settings;
  const network = await createNetwork(settings.value, openTrace(settings.value).trace, systemClock, false);
  return network.ok ? ok(network.value.informed) : network;
}

const noService = async (): Promise<undefined> => undefined;
