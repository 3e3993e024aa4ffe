import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { askLab, LAB_DIR_HELP, type LabFolder, labFolderAt } from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabChangeData } from '../../ui/views/lab-change.ts';

interface Input {
  readonly folder: LabFolder;
  /** All that are broken, when absent. */
  readonly domain?: string;
}

export default class LabFix extends CheckCommand<Input, LabChangeData> {
  static override summary = 'Mend a domain of the running lab, or all that were broken.';
  static override description = 'The domain has its certificate, records and keys of before.';
  static override examples = ['<%= config.bin %> lab fix good.test', '<%= config.bin %> lab fix'];
  static override args = {
    domain: Args.string({ description: 'a domain of the lab [default: all that are broken]' }),
  };
  static override flags = {
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabChangeData> = {
    command: 'lab fix',
    schema: 'lab-fix',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-change.ts')).labChangeView,
  };

  protected readInput(fields: Fields): Input {
    const domain = fields.optionalText('domain')?.toLowerCase();
    const folder = labFolderAt(fields.optionalText('labDir'), process.env);
    return { folder, ...(domain !== undefined && { domain }) };
  }

  protected target({ domain }: Input): string | undefined {
    return domain;
  }

  protected async inspect({ folder, domain }: Input): Promise<Result<Report<LabChangeData>, Failure>> {
    const before = await askLab(folder, { op: 'status' });
    if (!before.ok) return before;
    const after = await askLab(folder, { op: 'fix', ...(domain !== undefined && { domain }) });
    if (!after.ok) return after;
    const changed = domain === undefined ? Object.keys(before.value.broken) : [domain];
    return ok({ findings: [], data: { changed, broken: after.value.broken } });
  }
}
