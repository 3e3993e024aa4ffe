/** The command line as Exim 4.96 reads it: what is asked of the queue, and what does not go together. */
import { describe, expect, it } from 'vitest';
import { formatRun } from '../../../src/mta/personality/run-words.ts';
import { readCall } from '../../../src/mta/personality/words.ts';

const [FIRST, SECOND] = ['19dJ4L-0006mw-Hx', '19dJ4M-0006mw-Hy'];
const read = (typed: string) => readCall(typed.split(' '), { defaultFile: undefined });

describe('a run of the queue', () => {
  it.each([
    ['-q', ''],
    ['-qqiffl', '-qqiffl'],
    ['-R later', '-R later'],
    ['-Rrf ^later', '-qf -Rr ^later'],
    ['-Rlater', '-R later'],
    ['-qR later', '-R later'],
    ['-qSf ann', '-qf -S ann'],
    ['-R a -S b', '-R a -S b'],
    ['-q -R later', '-R later'],
    ['-qf -Sff ann -Rr x$', '-qff -Rr x$ -S ann'],
    ['-Sff ann -qi', '-qiff -S ann'],
    ['-R a -R b', '-R b'],
  ])('of %j is logged as %j', (typed, shown) => {
    const call = read(typed);
    expect(call.ok && call.value.flag).toBe('-q');
    expect(call.ok && call.value.run && formatRun(call.value.run)).toBe(shown);
  });

  it('goes from one message to another, of a queue that has a name', () => {
    const call = read(`-qfGsales ${FIRST} ${SECOND}`);
    expect(call.ok && call.value).toMatchObject({ queue: 'sales', run: { from: FIRST, to: SECOND, force: 'f' } });
  });

  it.each(['-q -bp', '-bp -q', '-qGsales -bp'])('is not made where the queue is listed: %s', (typed) => {
    const call = read(typed);
    expect(call.ok && call.value.flag).toBe('-bp');
  });

  it.each([
    ['-q -q', 'exim: -q specified more than once'],
    ['-q 10', 'exim: bad time value 10: abandoned'],
    ['-qGother/x', 'exim: bad time value -qGother/x: abandoned'],
    ['-q10m', 'exim: option -q10m is mxray serve with queue_run_interval = 10m here'],
    ['-R', 'exim: string expected after -R'],
    ['-R x y', 'exim: incompatible command-line options or arguments'],
    [`-q ${FIRST} ${SECOND} x`, 'exim: incompatible command-line options or arguments'],
  ])('%j: %s', (typed, complaint) => {
    expect(read(typed)).toEqual({ ok: false, error: `${complaint}\n` });
  });
});

describe('a message that strings are about', () => {
  it.each([`-Mset ${FIRST} -be $h_subject:`, `-be -Mset ${FIRST} $h_subject:`])('%s', (typed) => {
    const call = read(typed);
    expect(call.ok && call.value).toMatchObject({ flag: '-be', loaded: FIRST, words: ['$h_subject:'] });
  });

  it.each([
    ['-be -Mset', 'exim: no message ids given after -Mset option'],
    ['-Mset x -be', 'exim: malformed message id x after -Mset option'],
    [`-Mset ${FIRST}`, 'exim: incompatible command-line options or arguments'],
    [`-Mset ${FIRST} -bp`, 'exim: incompatible command-line options or arguments'],
    [`-Mset ${FIRST} ${SECOND} -be x`, 'exim: incompatible command-line options or arguments'],
  ])('%j: %s', (typed, complaint) => {
    expect(read(typed)).toEqual({ ok: false, error: `${complaint}\n` });
  });
});

it.each([
  ['-bv -bt a@b', 'exim: incompatible command-line options or arguments\n'],
  ['-bv -t a@b', 'exim: incompatible command-line options or arguments\n'],
  ['-bi x', 'exim: incompatible command-line options or arguments\n'],
  ['-Dx=1 -bP', 'exim: macro name set by -D must start with an upper case letter\n'],
])('%j is refused in Exim’s words', (typed, words) => expect(read(typed)).toEqual({ ok: false, error: words }));
