/** A running check as it is drawn: a line a subject, with a spinner until it is done. */
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { CheckEvent } from '../../../src/core/check/index.ts';
import { type DoneSubjects, Subjects } from '../../../src/ui/views/check.live.tsx';

const frameOf = (done: DoneSubjects): readonly string[] => {
  const { lastFrame, unmount } = render(<Subjects target="good.test" done={done} />);
  const frame = (lastFrame() ?? '').replace(/\u001b\[[0-9;]*m/g, '');
  unmount();
  return frame.split('\n').map((line) => line.trimEnd());
};
const mx: CheckEvent = { kind: 'done', subject: 'mx', verdict: 'pass', summary: 'mx.good.test, 2 addresses' };
const dane: CheckEvent = { kind: 'done', subject: 'dane', verdict: 'fail', summary: 'refused' };

describe('the drawing of a running check', () => {
  it('has a line for each subject from the beginning', () => {
    const lines = frameOf({});
    expect(lines[0]).toBe('good.test');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toMatch(/^\S MX$/);
  });

  it('puts the mark and the summary in the place of the spinner', () => {
    const lines = frameOf({ mx, dane });
    expect(lines[1]).toBe('✓ MX mx.good.test, 2 addresses');
    expect(lines[3]).toBe('✗ DANE refused');
    expect(lines[2]).toMatch(/^\S DNSSEC$/);
  });
});
