import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { labFolder } from '../../src/lab/control/index.ts';
import { formatEnv, labEnv } from '../../src/lab/env.ts';

const awkward = '/tmp/it\'s a \\ $HOME `id` "lab"';

describe('labEnv', () => {
  it('names the resolver, the connect map, the trust anchor and the CA', () => {
    expect(labEnv(labFolder('/run/lab'))).toEqual({
      MXRAY_RESOLVER: '192.0.2.53:53',
      MXRAY_CONNECT_FILE: '/run/lab/connect.map',
      MXRAY_TRUST_ANCHOR: '/run/lab/trust-anchor',
      MXRAY_CA_FILE: '/run/lab/ca.pem',
    });
  });
});

describe('formatEnv', () => {
  it('survives a shell whatever the path holds', () => {
    const script = `${formatEnv({ A: awkward, B: 'plain' }, 'sh')}\nprintf '%s|%s' "$A" "$B"`;
    expect(execFileSync('/bin/sh', ['-c', script]).toString()).toBe(`${awkward}|plain`);
  });

  it('escapes for fish the two characters it knows', () => {
    expect(formatEnv({ A: "a'b\\c" }, 'fish')).toBe("set -gx A 'a\\'b\\\\c'");
  });

  it('is an object in JSON', () => {
    expect(JSON.parse(formatEnv({ A: awkward }, 'json'))).toEqual({ A: awkward });
  });
});
