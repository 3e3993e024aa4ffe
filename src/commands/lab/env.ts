import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { askLab, formatEnv, LAB_DIR_HELP, type LabFolder, labFolderAt, type Shell } from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabEnvData } from '../../ui/views/lab-env.ts';

interface Input {
  readonly folder: LabFolder;
  readonly shell: Shell;
}

const SHELLS = ['sh', 'fish', 'json'] as const;

export default class LabEnv extends CheckCommand<Input, LabEnvData> {
  static override summary = 'What to export so that every command runs against the running lab.';
  static override description =
    'The resolver, the connect map, the trust anchor and the certificate authority of the lab, as lines for a shell to evaluate.';
  static override examples = [
    'eval "$(<%= config.bin %> lab env)"',
    '<%= config.bin %> lab env --shell fish | source',
    '<%= config.bin %> lab env --shell json',
  ];
  static override flags = {
    shell: Flags.option({ options: SHELLS, default: 'sh' as const })({ description: 'whose syntax to write' }),
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabEnvData> = {
    command: 'lab env',
    schema: 'lab-env',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-env.ts')).labEnvView,
  };

  protected readInput(fields: Fields): Input {
    const folder = labFolderAt(fields.optionalText('labDir'), process.env);
    return { folder, shell: fields.oneOf('shell', SHELLS) ?? 'sh' };
  }

  protected target({ folder }: Input): string {
    return folder.path;
  }

  protected async inspect({ folder, shell }: Input): Promise<Result<Report<LabEnvData>, Failure>> {
    const status = await askLab(folder, { op: 'status' });
    if (!status.ok) return status;
    const { env } = status.value;
    return ok({ findings: [], data: { env, script: formatEnv(env, shell) } });
  }
}
