/** A whole check as it runs, on a terminal: a line a subject, which goes away when the plain result is there. */
import { Spinner } from '@inkjs/ui';
import { Box, render, Text } from 'ink';
import type { ReactNode } from 'react';
import type { CheckEvent, SubjectName } from '../../core/check/index.ts';
import { SUBJECT_TITLES } from './check-titles.ts';

/** What is done, by subject. */
export type DoneSubjects = Readonly<Partial<Record<SubjectName, CheckEvent>>>;

export interface CheckLive {
  tell(event: CheckEvent): void;
  /** Takes the drawing away, so that the result stands where it was. */
  stop(): void;
}

const NAMES = Object.keys(SUBJECT_TITLES) as readonly SubjectName[];
const MIN_COLUMNS = 40;

/** On stderr, as standard output carries the result alone; nothing is drawn where it does not fit. */
export function startCheckLive(target: string): CheckLive {
  const { columns = 0, rows = 0 } = process.stderr;
  if (columns < MIN_COLUMNS || rows < NAMES.length + 2) return { tell() {}, stop() {} };
  let done: DoneSubjects = {};
  const drawn = render(<Subjects target={target} done={done} />, {
    stdout: process.stderr as unknown as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    tell(event) {
      done = { ...done, [event.subject]: event };
      drawn.rerender(<Subjects target={target} done={done} />);
    },
    stop() {
      drawn.rerender(null); // unmounting draws once more: nothing, over what was there
      drawn.unmount();
    },
  };
}

interface SubjectsProps {
  readonly target: string;
  readonly done: DoneSubjects;
}

export function Subjects({ target, done }: SubjectsProps): ReactNode {
  return (
    <Box flexDirection="column">
      <Text bold>{target}</Text>
      {NAMES.map((name) => (
        <Subject key={name} name={name} event={done[name]} />
      ))}
    </Box>
  );
}

function Subject({ name, event }: { readonly name: SubjectName; readonly event: CheckEvent | undefined }): ReactNode {
  const title = SUBJECT_TITLES[name];
  if (event === undefined) return <Spinner label={title} />;
  const { color, mark } = LOOKS[event.verdict];
  return (
    <Text wrap="truncate-end">
      <Text color={color}>{mark}</Text> {title} <Text dimColor>{event.summary}</Text>
    </Text>
  );
}

const LOOKS = {
  pass: { color: 'green', mark: '✓' },
  warn: { color: 'yellow', mark: '!' },
  fail: { color: 'red', mark: '✗' },
  unknown: { color: 'magenta', mark: '?' },
} as const;
