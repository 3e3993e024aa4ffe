import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { askLab, DEFAULT_FAULT, LAB_DIR_HELP, type LabFolder, labFolderAt } from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabChangeData } from '../../ui/views/lab-change.ts';

interface Input {
  readonly folder: LabFolder;
  readonly domain: string;
  readonly fault: string;
}

export default class LabBreak extends CheckCommand<Input, LabChangeData> {
  static override summary = 'Spoil a domain of the running lab.';
  static override description =
    'The domain is as the catalogue has it, save for the fault; a second fault replaces the first. "lab list" shows the faults.';
  static override examples = [
    '<%= config.bin %> lab break good.test',
    '<%= config.bin %> lab break good.test expired-signatures',
  ];
  static override args = {
    domain: Args.string({ description: 'a domain of the lab' }),
    fault: Args.string({ description: `what shall be wrong [default: ${DEFAULT_FAULT}]` }),
  };
  static override flags = {
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabChangeData> = {
    command: 'lab break',
    schema: 'lab-break',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-change.ts')).labChangeView,
  };

  protected readInput(fields: Fields): Input {
    return {
      folder: labFolderAt(fields.optionalText('labDir'), process.env),
      domain: fields.text('domain', 'a domain of the lab such as good.test').toLowerCase(),
      fault: fields.optionalText('fault') ?? DEFAULT_FAULT,
    };
  }

  protected target({ domain }: Input): string {
    return domain;
  }

  protected async inspect({ folder, domain, fault }: Input): Promise<Result<Report<LabChangeData>, Failure>> {
    const status = await askLab(folder, { op: 'break', domain, fault });
    if (!status.ok) return status;
    return ok({ findings: [], data: { changed: [domain], broken: status.value.broken } });
  }
}
