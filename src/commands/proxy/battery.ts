import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, nearest, ok, type Report, type Result } from '../../base/index.ts';
import { type BatteryData, batteryReport, caseIds, runBattery } from '../../core/proxy/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readMailServer } from '../../ui/command/mail-server-place.ts';
import { showServerPlace } from '../../ui/command/server-place.ts';

interface Input {
  readonly host: string;
  readonly port: number;
  readonly cases: readonly string[];
}

export default class ProxyBattery extends CheckCommand<Input, BatteryData> {
  static override summary = 'What a mail server makes of PROXY headers, right and wrong.';
  static override description =
    `Puts ${caseIds.length} cases to one address of the server, each on a connection of its own and at most four at a time: no header, ` +
    'right ones of both versions, headers in pieces, malformed ones, lengths that lie, two at once. After each it waits for the ' +
    'banner and says EHLO, and tables what came and when: accepted (and which client the server shows), refused, closed, silent. ' +
    'A malformed header that is accepted is an error or a warning, as is a server that takes clients with a header and without. ' +
    'A server that reads no headers gets three cases only. Each wait is bounded by --timeout.';
  static override examples = [
    '<%= config.bin %> proxy battery mx.example.org:25',
    '<%= config.bin %> proxy battery [2001:db8::25]:10025 --timeout 5 --json',
    '<%= config.bin %> proxy battery 192.0.2.25:25 --case v1-bare-lf --case v2-length-short',
  ];
  static override args = {
    server: Args.string({ description: 'HOST:PORT of a server that speaks SMTP; HOST is port 25' }),
  };
  static override flags = {
    case: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ID',
      description: 'only this case, or the cases whose names begin so',
    }),
  };

  protected readonly facts: CommandFacts<BatteryData> = {
    command: 'proxy battery',
    schema: 'proxy-battery',
    needs: 'network',
    view: async () => (await import('../../ui/views/proxy-battery.ts')).proxyBatteryView,
  };

  protected readInput(fields: Fields): Input {
    const cases = fields.texts('case').flatMap((name) => {
      const found = caseIds.includes(name) ? [name] : caseIds.filter((id) => id.startsWith(name));
      const near = nearest(name, caseIds);
      if (found.length === 0)
        fields.problem(
          `there is no case "${name}": ${near === undefined ? caseIds.join(', ') : `did you mean ${near}?`}`,
        );
      return found;
    });
    return { ...readMailServer(fields, 'server'), cases };
  }

  protected target(input: Input): string {
    return showServerPlace(input);
  }

  protected async inspect(
    { host, port, cases }: Input,
    context: Context,
  ): Promise<Result<Report<BatteryData>, Failure>> {
    const { network, settings, clock, signal } = context;
    const addresses = await network.addressesOf(host, port);
    if (!addresses.ok) return addresses;
    const [address] = addresses.value as readonly [string];
    const { ehlo, timeoutMs, jobs } = settings;
    const tried = await runBattery(
      { net: network.net, clock, signal },
      { address, port, ehlo, timeoutMs, jobs },
      cases,
    );
    return ok(batteryReport(tried, { host, port, address }));
  }
}
