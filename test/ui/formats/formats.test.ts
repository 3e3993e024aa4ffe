/** Every format: what it shows of each severity, that it is well-formed, and that a peer's words stay words. */
import { describe, expect, it } from 'vitest';
import { FORMATS, type FormatName } from '../../../src/ui/formats/names.ts';
import { loadFormat } from '../../../src/ui/formats/registry.ts';
import type { RenderOptions } from '../../../src/ui/formats/types.ts';
import { allWell, envelope, everySeverity, everything, failed, finding, hostile, options } from './outcomes.ts';

const render = async (
  name: FormatName,
  outcomes: readonly (typeof failed)[],
  more: Partial<RenderOptions> = {},
): Promise<string> => (await loadFormat(name)).render(outcomes, { ...options, ...more });

/** Lines that begin so, in order. */
const lines = (text: string, start: RegExp): string[] => text.split('\n').filter((line) => start.test(line));

describe('every format', () => {
  it.each(FORMATS)('%s shows no control character and no bidirectional override of a peer', async (name) => {
    expect(await render(name, everything)).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
  });
  it.each(FORMATS)('%s is the same each time, and ends in one line feed', async (name) => {
    const text = await render(name, everything);
    expect(await render(name, everything)).toBe(text);
    expect(text).toMatch(/[^\n]\n$/);
  });
});

describe('text', () => {
  it('is the view of each result, an empty line between two', async () => {
    expect(await render('text', [everySeverity, allWell])).toBe('example.org: fail\n\nexample.org: pass\n');
  });
  it('has no character beyond ASCII under --ascii', async () => {
    const view = () => '✓ grüße → §';
    expect(await render('text', [allWell], { ascii: true, view })).toBe('+ gr\\u{fc}\\u{df}e -> section \n');
  });
});

describe('json, jsonl', () => {
  it('are the very values, whatever they contain', async () => {
    expect(JSON.parse(await render('json', [hostile]))).toEqual(hostile);
    expect(JSON.parse(await render('json', everything))).toEqual(everything);
    const read = (await render('jsonl', everything)).trimEnd().split('\n');
    expect(read.map((line) => JSON.parse(line))).toEqual(everything);
  });
});

describe('junit', () => {
  it('counts a failure for what --fail-on reaches, and an error for what is undecided', async () => {
    expect(await counted('error')).toBe('tests="5" failures="1" errors="1"');
    expect(await counted('warn')).toBe('tests="5" failures="2" errors="1"');
    expect(await counted('info')).toBe('tests="5" failures="3" errors="1"');
    expect(await counted('never')).toBe('tests="5" failures="0" errors="1"');
  });
  it('has as many elements of each kind as it counts', async () => {
    const text = await render('junit', [everySeverity], { failOn: 'warn' });
    expect([/<testcase /g, /<failure /g, /<error /g].map((tag) => text.match(tag)?.length)).toEqual([5, 2, 1]);
  });
  it('makes an error case of a command that could not run, and a case of a report without findings', async () => {
    const text = await render('junit', [failed, allWell]);
    expect(text).toContain('<error type="dns/timeout" message="no answer within 10 s"/>');
    expect(text).toContain('<testcase name="no findings" classname="test run"/>');
  });
  it.each([['junit'], ['html']] as const)('%s is well-formed around hostile texts (XML 1.0 §2.4)', async (name) => {
    expect(openElements(await render(name, everything))).toEqual([]);
  });

  const counted = async (failOn: RenderOptions['failOn']): Promise<string | undefined> =>
    /tests="\d+" failures="\d+" errors="\d+"/.exec(await render('junit', [everySeverity], { failOn }))?.[0];
});

describe('tap', () => {
  it('numbers its points from 1 to the plan', async () => {
    const text = await render('tap', everything);
    const points = lines(text, /^(not )?ok /);
    expect(text.split('\n').slice(0, 2)).toEqual(['TAP version 14', `1..${points.length}`]);
    expect(points.map((point) => Number(/\d+/.exec(point)![0]))).toEqual(points.map((_, i) => i + 1));
  });
  it('fails what --fail-on reaches and what is undecided; a milder warning is TODO', async () => {
    expect(await words('error')).toEqual(['ok', 'ok', 'not ok TODO', 'not ok', 'not ok']);
    expect(await words('warn')).toEqual(['ok', 'ok', 'not ok', 'not ok', 'not ok']);
    expect(await words('never')).toEqual(['ok', 'ok', 'not ok TODO', 'not ok TODO', 'not ok']);
  });
  it('takes no directive from a peer', async () => {
    const evil = envelope([finding('error', { scope: { mx: 'x # SKIP\nok 2' } })]);
    expect(lines(await render('tap', [evil]), /./)[2]).toBe(
      'not ok 1 - test run example.org: test.error x \\# SKIP ok 2',
    );
  });

  const words = async (failOn: RenderOptions['failOn']): Promise<string[]> =>
    lines(await render('tap', [everySeverity], { failOn }), /^(not )?ok /).map((point) =>
      [/^(not )?ok/.exec(point)![0], ...(point.includes(' # TODO ') ? ['TODO'] : [])].join(' '),
    );
});

describe('nagios', () => {
  const pass = 'OK - test run example.org: no findings | errors=0;;0 warnings=0;0 unknown=0 time=0.812s\n';
  it.each<[string, typeof failed, string]>([
    ['OK for pass', allWell, pass],
    [
      'WARNING for warn',
      envelope([finding('warn', { scope: {} })]),
      'WARNING - test run example.org: A finding that is warn |',
    ],
    ['CRITICAL for fail', everySeverity, 'CRITICAL - test run example.org: mx.example.org 192.0.2.1 port 25 ecdsa: '],
    ['UNKNOWN for unknown', envelope([finding('unknown'), finding('warn')]), 'UNKNOWN - '],
    ['UNKNOWN for an error', failed, 'UNKNOWN - mxray: no answer within 10 s\n'],
  ])('says %s', async (_, outcome, start) => {
    expect((await render('nagios', [outcome])).slice(0, start.length)).toBe(start);
  });
  it('keeps bars and line ends of a peer out of the line', async () => {
    const text = await render('nagios', [hostile]);
    expect(text.split('\n')).toHaveLength(2);
    expect(text.split('|')).toHaveLength(2);
  });
});

describe('prom', () => {
  const SAMPLE = /^[a-z_]+\{([a-z_]+="([^"\\\n]|\\[\\"n])*",?)*\} [0-9.]+$/;

  it('is made of comments and samples, whatever the labels say (exposition format 0.0.4)', async () => {
    const samples = lines(await render('prom', everything), /^[^#]/);
    expect(samples.filter((line) => !SAMPLE.test(line))).toEqual([]);
    expect(samples.length).toBeGreaterThan(20);
  });
  it('gives each series once, though a target comes twice', async () => {
    const samples = lines(await render('prom', [everySeverity, allWell]), /^[^#]/);
    const series = samples.map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
    expect(samples).toContain('mxray_exit_status{command="test run",target="example.org"} 0');
  });
  it('announces each family once, before its samples', async () => {
    const types = lines(await render('prom', everything), /^# TYPE/);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('sarif', () => {
  it('has a result for each finding that is not ok, and a rule for each id', async () => {
    const { runs } = JSON.parse(await render('sarif', [everySeverity, everySeverity, failed]));
    const { results, tool, invocations } = runs[0];
    expect(results.map(({ level }: { level: string }) => level)).toEqual([...LEVELS, ...LEVELS]);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES);
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  const LEVELS = ['note', 'warning', 'error', 'warning'];
  const RULES = ['test.info', 'test.warn', 'test.error', 'test.unknown'];
});

describe('md', () => {
  it('lets a peer make no table cell, no heading, no link and no HTML', async () => {
    const rows = lines(await render('md', [hostile]), /^\| \*\*/);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(rows[0]).not.toMatch(/(?<!\\)[<[]/);
  });
});

describe('parts of a report', () => {
  const parts = () => [{ title: 'MX', verdict: 'warn', summary: 'a | <b>' } as const];

  it('stand before the findings in md, and no summary becomes markup', async () => {
    const rows = lines(await render('md', [everySeverity], { parts }), /^\| \*\*/);
    expect(rows[0]).toBe('| **warn** | MX | a \\| \\<b\\> |');
    expect(rows).toHaveLength(6);
  });

  it('stand before the findings in html', async () => {
    const text = await render('html', [everySeverity], { parts });
    expect(text).toContain('<tr><td class="warn">warn</td><td>MX</td><td>a | &lt;b&gt;</td></tr>');
    expect(openElements(text)).toEqual([]);
  });
});

/** Element names left open, by a reader that knows tags and attributes in double quotes and nothing else. */
function openElements(text: string): string[] {
  const open: string[] = [];
  const body = text.replace(/^<(\?xml[^?]*\?|!doctype html)>/i, '');
  for (const piece of body.split(/(<[^>]*>)/).filter((part) => part !== '')) {
    if (!piece.startsWith('<')) expect(piece).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    else if (piece.startsWith('</')) expect(open.pop()).toBe(piece.slice(2, -1));
    else {
      expect(piece).toMatch(/^<[a-z0-9-]+( [a-z]+="[^"<]*")*\/?>$/);
      if (!piece.endsWith('/>') && !piece.startsWith('<meta')) open.push(/^<([a-z0-9-]+)/.exec(piece)![1]!);
    }
  }
  return open;
}
