import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '../../../src/core/authres/index.ts';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';

const field = async (variables: Readonly<Record<string, string>>): Promise<string> => {
  const outcome = await expand(parseExpansion('${authresults{mx.example}}'), createHost({ variables }));
  return outcome.kind === 'text' ? outcome.text : `!${outcome.message}`;
};

const BREAK = ';\n\t';

describe('authresults of given variables (RFC 8601)', () => {
  it('says nothing where nothing was checked, as exim -be', async () => {
    expect(await field({})).toBe('Authentication-Results: mx.example');
  });

  it.each([
    [{ spf_result: 'pass', sender_address: 'ann@x.example' }, 'spf=pass smtp.mailfrom=x.example'],
    [{ spf_result: 'fail', sender_helo_name: 'h.example', sender_address: '' }, 'spf=fail smtp.helo=h.example'],
    [
      { spf_result: 'pass', spf_result_guessed: 'yes', sender_address: 'a@b' },
      'spf=pass (best guess record for domain) smtp.mailfrom=b',
    ],
    [
      { dkim_verify_status: 'pass', dkim_domain: 'x.example', dkim_selector: 's1', dkim_algo: 'rsa-sha256' },
      'dkim=pass header.d=x.example header.s=s1 header.a=rsa-sha256',
    ],
    [{ dmarc_status: 'reject', dmarc_used_domain: 'x.example' }, 'dmarc=reject header.from=x.example'],
    [{ arc_state: 'pass' }, 'arc=pass'],
    [
      { sender_host_name: 'c.example', sender_host_address: '192.0.2.1' },
      'iprev=pass (c.example) smtp.remote-ip=192.0.2.1',
    ],
    [{ host_lookup_failed: '1', sender_host_address: '2001:db8::1' }, 'iprev=fail smtp.remote-ip=2001:db8::1'],
    [{ sender_host_authenticated: 'plain', authenticated_id: 'ann b' }, 'auth=pass (plain) smtp.auth="ann b"'],
    [{ authentication_failed: '1' }, 'auth=fail'],
  ] as const)('tells %j', async (variables, said) => {
    expect(await field(variables)).toBe(`Authentication-Results: mx.example${BREAK}${said}`);
  });

  it('is a field that readers read, several results in order', async () => {
    const said = await field({
      arc_state: 'none',
      spf_result: 'none',
      sender_address: 'a@b.example',
      dmarc_status: 'none',
    });
    const read = parseAuthenticationResults(said.slice('Authentication-Results:'.length));
    expect(read.ok && read.value.results.map(({ method, result }) => `${method}=${result}`)).toEqual([
      'spf=none',
      'dmarc=none',
      'arc=none',
    ]);
  });
});
