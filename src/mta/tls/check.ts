/** The settings tried before anybody connects: what is wrong is told with its option and its file. */

import type { Result } from '../../base/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import type { Later } from '../expand/index.ts';
import { filesRead, type Material } from './material.ts';
import { isProblem, type Matches, type Texts } from './options.ts';
import type { TlsCheck, TlsProblem } from './types.ts';

export interface CheckParts {
  readonly configuration: Configuration;
  readonly bits: Result<number, TlsProblem>;
  readonly texts: () => Later<Texts | TlsProblem>;
  readonly load: (texts: Texts, matches: Matches, log: (line: string) => void) => Promise<Result<Material, TlsProblem>>;
  readonly nowMs: () => number;
}

/**
 * What cannot be expanded without a connection is left for then. Without a certificate nothing is read or made here:
 * that costs more than the start of a server should.
 */
export async function checkMaterial(parts: CheckParts): Promise<TlsCheck> {
  const { configuration, bits } = parts;
  if (mainValue(configuration, 'tls_advertise_hosts') === '' && !configuration.main.has('tls_on_connect_ports'))
    return { problems: [], warnings: [], files: [] };
  const problems = bits.ok ? [] : [bits.error];
  const texts = await parts.texts();
  const isUnsettled = ({ option }: TlsProblem, by: RegExp): boolean =>
    by.test(String(mainValue(configuration, option) ?? ''));
  if (isProblem(texts))
    return isUnsettled(texts, /\$/)
      ? { problems, warnings: [texts], files: [] }
      : { problems: [...problems, texts], warnings: [], files: [] };
  if (texts.tls_certificate === undefined) return { problems, warnings: [NO_CERTIFICATE], files: [] };
  const matches = verifying(configuration);
  const asksCertificate = matches.tls_verify_hosts || matches.tls_try_verify_hosts;
  const warnings: TlsProblem[] = [];
  const loaded = await parts.load(texts, matches, (line) =>
    warnings.push({ option: 'tls_ocsp_file', message: line.replace(/^TLS: /, '') }),
  );
  if (!loaded.ok)
    return isUnsettled(loaded.error, OF_CONNECTION)
      ? { problems, warnings: [...warnings, loaded.error], files: [] }
      : { problems: [...problems, loaded.error], warnings, files: [] };
  const files = filesRead({ texts, asksCertificate });
  return { problems, warnings: [...warnings, ...expired(loaded.value, parts.nowMs())], files };
}

/** Another file for another client, or another address of ours: which, is known when somebody comes. */
const OF_CONNECTION = /\$\{?(?:sender_host|sender_helo|received_ip|received_port|interface_|smtp_active_hostname)/;

const NO_CERTIFICATE: TlsProblem = {
  option: 'tls_certificate',
  message: 'no certificate is set; clients that want TLS are shown a self-signed one',
  hint: 'set tls_certificate, or make tls_advertise_hosts empty',
};

/** Roots and lists of revocations are read where some client would be held against them. */
function verifying({ main }: Configuration): Matches {
  const wants = (name: string): boolean => main.has(name) && main.get(name)?.value !== '';
  return {
    tls_verify_hosts: wants('tls_verify_hosts'),
    tls_try_verify_hosts: wants('tls_try_verify_hosts'),
    tls_resumption_hosts: false,
    hosts_require_alpn: false,
  };
}

function expired({ own }: Material, nowMs: number): readonly TlsProblem[] {
  return [...own.values()]
    .filter(({ chain: [leaf] }) => nowMs > leaf.notAfter.getTime() || nowMs < leaf.notBefore.getTime())
    .map(({ file, chain: [leaf] }) => ({
      option: 'tls_certificate',
      message: `the certificate in ${file} is valid from ${leaf.notBefore.toISOString()} to ${leaf.notAfter.toISOString()} alone`,
      hint: 'renew it',
    }));
}
