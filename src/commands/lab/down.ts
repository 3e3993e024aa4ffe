import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { askLab, LAB_DIR_HELP, type LabFolder, labFolderAt } from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabDownData } from '../../ui/views/lab-down.ts';

export default class LabDown extends CheckCommand<LabFolder, LabDownData> {
  static override summary = 'End the running lab.';
  static override examples = ['<%= config.bin %> lab down'];
  static override flags = {
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabDownData> = {
    command: 'lab down',
    schema: 'lab-down',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-down.ts')).labDownView,
  };

  protected readInput(fields: Fields): LabFolder {
    return labFolderAt(fields.optionalText('labDir'), process.env);
  }

  protected target({ path }: LabFolder): string {
    return path;
  }

  protected async inspect(folder: LabFolder): Promise<Result<Report<LabDownData>, Failure>> {
    const ended = await askLab(folder, { op: 'down' });
    if (!ended.ok) return ended;
    return ok({ findings: [], data: { pid: ended.value.pid, folder: folder.path } });
  }
}
