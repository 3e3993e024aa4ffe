import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  askLab,
  type DomainRow,
  FAMILIES,
  FAULTS,
  LAB_DIR_HELP,
  type LabFolder,
  labFolderAt,
} from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabListData, LabListDomain } from '../../ui/views/lab-list.ts';

export default class LabList extends CheckCommand<LabFolder, LabListData> {
  static override summary = 'Every domain of the lab, what it shows, and what a check should say of it.';
  static override description =
    'Also the faults that "lab break" knows. Where a lab is running, its broken domains are marked.';
  static override examples = ['<%= config.bin %> lab list', '<%= config.bin %> lab list --json'];
  static override flags = {
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabListData> = {
    command: 'lab list',
    schema: 'lab-list',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-list.ts')).labListView,
  };

  protected readInput(fields: Fields): LabFolder {
    return labFolderAt(fields.optionalText('labDir'), process.env);
  }

  protected target(): undefined {
    return undefined;
  }

  protected async inspect(folder: LabFolder): Promise<Result<Report<LabListData>, Failure>> {
    const status = await askLab(folder, { op: 'status' });
    if (!status.ok && status.error.code !== 'lab/not-running') return status;
    const broken = status.ok ? status.value.broken : {};
    const domains = Object.entries(FAMILIES).flatMap(([family, rows]) =>
      rows.map((row) => listed(row, family, broken[row.name])),
    );
    const faults = FAULTS.map(({ name, about }) => ({ name, about }));
    return ok({ findings: [], data: { running: status.ok, domains, faults } });
  }
}

function listed({ name, shows, expect }: DomainRow, family: string, broken: string | undefined): LabListDomain {
  const { verdict, policy, exit } = expect;
  const expected = { verdict, policy, exit };
  return { name, family, shows, expected, ...(broken !== undefined && { broken }) };
}
