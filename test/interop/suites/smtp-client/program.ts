/** The built program, and swaks, as they are run. */
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export interface Sent {
  readonly status: number | null;
  readonly data: {
    readonly accepted: boolean;
    readonly outcome: string;
    readonly detail: string;
    readonly recipients: readonly {
      readonly address: string;
      readonly status: string;
      readonly stage: string;
      readonly reply?: { readonly code: number };
    }[];
    readonly attempts: readonly {
      readonly offered: readonly string[];
      readonly steps: readonly {
        readonly stage: string;
        readonly sent?: string;
        readonly isSecure: boolean;
        readonly reply?: { readonly code: number };
      }[];
    }[];
  };
}

const FROM = ['--from', 'sender@example.net', '--ehlo', 'client.invalid', '--timeout', '15'];

export async function smtpSend(words: readonly string[], input = ''): Promise<Sent> {
  const args = [PROGRAM, 'smtp', 'send', ...FROM, '--json', ...words];
  const { status, stdout, stderr } = await run(process.execPath, args, { input });
  if (stdout === '') throw new Error(`smtp send ${words.join(' ')}: ${stderr}`);
  return { status, ...(JSON.parse(stdout) as { data: Sent['data'] }) };
}

/** Commands as sent, in order. */
export const commands = ({ data }: Sent): readonly string[] =>
  data.attempts.at(-1)!.steps.flatMap(({ sent }) => (sent === undefined ? [] : [sent]));

export async function swaks(words: readonly string[]): Promise<void> {
  const args = ['--from', 'sender@example.net', '--ehlo', 'client.invalid', ...words];
  const { status, stdout, stderr } = await run(programs.swaks, args);
  if (status !== 0) throw new Error(`swaks ended with ${status}: ${stderr}${stdout.slice(-400)}`);
}
