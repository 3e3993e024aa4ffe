/** Which fields a line of a batch may have, and what is said of the others (cli.md "Batch lines"). */
import { describe, expect, it } from 'vitest';
import { commonFlags, RUN_WIDE } from '../../../src/ui/command/flags.ts';
import { sortLine } from '../../../src/ui/command/line-fields.ts';
import { camelCase } from '../../../src/ui/command/settings.ts';

const NAMES = ['name', 'type', 'reverse'];

function complaint(line: Record<string, unknown>): string {
  const sorted = sortLine(line, NAMES);
  return sorted.ok ? '' : `${sorted.error.message}\n${sorted.error.hint}`;
}

describe('a line', () => {
  it("has the command's fields, common flags of its own, and an id of any shape", () => {
    const line = { id: { a: [1] }, name: 'a.test', at: '2026-11-24', timeout: 3, allowSha1: true, trust: null };
    expect(sortLine(line, NAMES)).toEqual({
      ok: true,
      value: {
        id: { a: [1] },
        own: { name: 'a.test' },
        common: { at: '2026-11-24', timeout: 3, allowSha1: true },
      },
    });
  });
  it('a field of the command goes before a common flag of that name', () => {
    expect(sortLine({ source: 'x' }, ['source'])).toMatchObject({
      ok: true,
      value: { own: { source: 'x' }, common: {} },
    });
  });
  it.each([
    [{ nmae: 'a.test' }, 'there is no field "nmae": did you mean "name"?'],
    [{ 'allow-sha1': true }, 'there is no field "allow-sha1": did you mean "allowSha1"?'],
    [{ '--type': 'MX' }, 'there is no field "--type": did you mean "type"?'],
    [
      { qqqqqqqq: 1 },
      'there is no field "qqqqqqqq"\nfields of a line here: id, name, type, reverse; of every command: allow',
    ],
    [{ tpye: 1, Name: 1 }, '"tpye": did you mean "type"?\nthere is no field "Name": did you mean "name"?'],
    [JSON.parse('{"__proto__":{"name":"a"}}'), 'there is no field "__proto__"'],
    [{ output: 'text' }, 'the field "output" belongs to the whole run: give it on the command line'],
    [{ jobs: 2 }, '"jobs" belongs to the whole run'],
  ])('%j is told what is wrong', (line, expected) => {
    expect(complaint(line)).toContain(expected);
  });
  it('each flag of the whole run is a common flag', () => {
    expect(Object.keys(camelCase(commonFlags))).toEqual(expect.arrayContaining([...RUN_WIDE]));
  });
});
