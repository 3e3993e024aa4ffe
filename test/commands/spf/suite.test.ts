/** The published suite through the built program: a name server has the zone, `spf query --batch -` the questions. */
import { describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';
import { spfDns } from '../../support/spf-dns.ts';
import { serveSpf } from '../../support/spf-server.ts';
import { scenarios, zoneOf } from '../../support/spf-suite.ts';

describe('spf query --batch passes the published suite', () => {
  it.each(scenarios)('$description', async ({ tests, zonedata }) => {
    const server = await serveSpf(spfDns(zoneOf(zonedata)));
    const lines = Object.entries(tests).map(([id, { host, mailfrom, helo }]) =>
      JSON.stringify({ id, ip: host, sender: mailfrom, helo }),
    );
    const words = ['spf', 'query', '--batch', '-', '-o', 'jsonl', `--resolver=127.0.0.1:${server.port}`];
    const { out } = await mxray(words, {}, `${lines.join('\n')}\n`);
    await server.close();
    const results = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BatchResult);
    expect(results.map(({ id }) => id)).toEqual(Object.keys(tests));
    for (const { id, data } of results) {
      const { result, explanation } = tests[id]!;
      expect(result, id).toContain(data.result);
      if (explanation !== undefined) expect(data.explanation ?? 'DEFAULT', id).toBe(explanation);
    }
  });
});

interface BatchResult {
  readonly id: string;
  readonly data: { readonly result: string; readonly explanation?: string };
}
