import * as Args from '@oclif/core/args';
import { err, type Failure, ok, type Report, type Result } from '../base/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../ui/command/index.ts';
import { type CommandShape, readCommandShapes } from '../ui/completion/manifest.ts';
import type { CompletionData } from '../ui/views/completion.ts';

type Shell = CompletionData['shell'];

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const WRITERS: Readonly<Record<Shell, () => Promise<(commands: readonly CommandShape[]) => string>>> = {
  bash: async () => (await import('../ui/completion/bash.ts')).bashCompletion,
  zsh: async () => (await import('../ui/completion/zsh.ts')).zshCompletion,
  fish: async () => (await import('../ui/completion/fish.ts')).fishCompletion,
};

export default class Completion extends CheckCommand<Shell, CompletionData> {
  static override summary = 'A script that completes commands, flags and their values in your shell.';
  static override examples = [
    'source <(<%= config.bin %> completion bash)',
    '<%= config.bin %> completion zsh > "$' + '{fpath[1]}/_mxray"',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/mxray.fish',
  ];
  static override args = { shell: Args.string({ description: 'bash, zsh or fish' }) };

  protected readonly facts: CommandFacts<CompletionData> = {
    command: 'completion',
    schema: 'completion',
    needs: 'nothing',
    view: async () => (await import('../ui/views/completion.ts')).completionView,
  };

  protected readInput(fields: Fields): Shell {
    fields.text('shell', 'bash, zsh or fish');
    return (fields.has('shell') ? fields.oneOf('shell', SHELLS) : undefined) ?? 'bash';
  }

  protected target(shell: Shell): string {
    return shell;
  }

  protected async inspect(shell: Shell): Promise<Result<Report<CompletionData>, Failure>> {
    const commands = shapes(this.config.root);
    if (!commands.ok) return commands;
    const write = await WRITERS[shell]();
    return ok({ findings: [], data: { shell, script: write(commands.value).trimEnd() } });
  }
}

function shapes(root: string): Result<readonly CommandShape[], Failure> {
  try {
    return ok(readCommandShapes(root));
  } catch (cause) {
    const message = `oclif.manifest.json cannot be read: ${(cause as Error).message}`;
    return err({
      code: 'completion/manifest',
      message,
      hint: 'npm run build makes it',
      fault: 'local',
      temporary: false,
    });
  }
}
