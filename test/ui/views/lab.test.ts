import { describe, expect, it } from 'vitest';
import type { Envelope, Paint } from '../../../src/ui/types.ts';
import { labChangeView } from '../../../src/ui/views/lab-change.ts';
import { labEnvView } from '../../../src/ui/views/lab-env.ts';
import { labListView } from '../../../src/ui/views/lab-list.ts';
import { labUpView } from '../../../src/ui/views/lab-up.ts';

const same = (text: string): string => text;
const paint: Paint = { good: same, bad: same, warn: same, dim: same, strong: same, mark: (severity) => severity[0]! };

const envelope = <Data>(data: Data): Envelope<Data> => ({
  schema: 'mxray/lab/1',
  tool: { name: 'mxray', version: '0' },
  command: 'lab',
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  verdict: 'pass',
  exit: 0,
  summary: { ok: 0, info: 0, warn: 0, error: 0, unknown: 0 },
  findings: [],
  data,
});

describe('views of the lab', () => {
  it('up says how many domains there are and what to do next', () => {
    const data = { pid: 7, folder: '/run/lab', startedAt: '', env: {}, domains: 70, bulkDomains: 0, background: false };
    const text = labUpView(envelope(data), paint, 0);
    expect(text).toMatch(/^The lab is up: 70 domains \(process 7, \/run\/lab\)\n/);
    expect(text).toContain('eval "$(mxray lab env)"');
    expect(text).toContain('end it, as Ctrl-C does here');
    const more = labUpView(envelope({ ...data, bulkDomains: 1000, background: true }), paint, 0);
    expect(more).toContain('70 domains, 1000 more in bulk.test');
    expect(more).not.toContain('Ctrl-C');
  });

  it('list groups by family and marks what is broken', () => {
    const expected = { verdict: 'fail', policy: 'dane', exit: 1 } as const;
    const domains = [
      {
        name: 'a.test',
        family: 'one',
        shows: 'this',
        expected,
        certificate: { chain: 'expired 1', names: [], ocsp: 'good 0' },
      },
      { name: 'b.test', family: 'two', shows: 'that', expected, broken: 'wrong-ds' },
    ];
    const mood = (name: string, path: string) => ({ name, about: 'so', url: `http://pki/${path}` });
    const data = {
      running: true,
      certificates: '/run/certs',
      domains,
      faults: [{ name: 'wrong-ds', about: 'bad DS' }],
      responder: [mood('good', 'ocsp/good'), mood('html', 'ocsp/html')],
      lists: [mood('good', 'crl/good/x.crl'), mood('base', 'crl/base/x.crl'), mood('html', 'crl/html/x.crl')],
    };
    const text = labListView(envelope(data), paint, 0);
    expect(text.split('\n').map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
      'one',
      'e a.test dane this (cert chain: expired 1; certname test: no rule; ocsp fetch: good 0)',
      '',
      'two',
      'e b.test dane that [broken: wrong-ds]',
      '',
      'faults for "lab break DOMAIN FAULT"',
      'wrong-ds bad DS',
      '',
      'moods of the OCSP responder: http://pki/ocsp/MOOD',
      'good so',
      'html so',
      '',
      'further moods of the CRLs: http://pki/crl/MOOD/x.crl',
      'good so',
      'base so',
      '',
      'certificates, proofs and lists as files: /run/certs',
    ]);
    const one = labListView(envelope({ ...data, domains: domains.slice(0, 1) }), paint, 0);
    expect(one.split('\n')).toHaveLength(2);
  });

  it('env prints the script alone', () => {
    expect(labEnvView(envelope({ env: { A: 'b' }, script: "export A='b'" }), paint, 0)).toBe("export A='b'");
  });

  it('break and fix say what changed and what is still broken', () => {
    const view = (changed: string[], broken: Record<string, string>): string =>
      labChangeView(envelope({ changed, broken }), paint, 0);
    expect(view(['a.test'], { 'a.test': 'wrong-ds' })).toBe('a.test: wrong-ds');
    expect(view(['a.test'], { 'b.test': 'silent' })).toBe('a.test: mended\nb.test: still silent');
    expect(view([], {})).toBe('Nothing was broken.');
  });
});
