/** TLS that protects less than it looks, and passwords without it. */
import type { Configuration, Driver } from '../../config/index.ts';
import { avoidsTls, noStartTls, oldVersions, passwordInClear, weakCiphers } from '../findings/safety.ts';
import { everySetting, type Remark, type Rule, textOf } from '../remark.ts';

export const tlsRules: Rule = (configuration) => [
  ...everySetting(configuration).flatMap(({ setting, label }): readonly Remark[] => {
    const { place, row } = setting;
    const text = textOf(setting) ?? '';
    const tell = (def: Remark['def'], detail: string): readonly Remark[] => [{ def, place, subject: label, detail }];
    if (row.name === 'tls_require_ciphers' || row.name === 'dane_require_tls_ciphers') {
      const weak = weakWords(text);
      return weak.length === 0 ? [] : tell(weakCiphers, `${label} allows ${weak.join(', ')}`);
    }
    if (row.name === 'openssl_options') {
      const old = text.split(/\s+/).filter((word) => /^-no_(sslv2|sslv3|tlsv1|tlsv1_1)$/i.test(word));
      return old.length === 0 ? [] : tell(oldVersions, `${label} has ${old.join(' ')}`);
    }
    if (row.name === 'tls_advertise_hosts' && text.trim() === '') return tell(noStartTls, `${label} is empty`);
    return row.name === 'hosts_avoid_tls' && text.trim() === '*' ? tell(avoidsTls, `${label} is *`) : [];
  }),
  ...passwords(configuration),
];

/** Names of OpenSSL, and of GnuTLS where they are put in by +. */
function weakWords(text: string): readonly string[] {
  return text
    .split(/[\s:,]+/)
    .filter((word) => !/^[!-]/.test(word))
    .filter((word) => WEAK.some((pattern) => pattern.test(word)));
}

const WEAK = [
  /(^|[+-])(a|e)?NULL($|[+-])/i,
  /(^|[+-])(ADH|AECDH)($|[+-])/,
  /(^|[+-])(RC4|ARCFOUR)/i,
  /(^|[+-])EXP(ORT\d*)?($|[+-])/i,
  /^\+?(LOW|COMPLEMENTOFALL|COMPLEMENTOFDEFAULT)$/,
  /^\+?(VERS-SSL3\.0|ANON-(DH|ECDH))$/i,
];

/** Mechanisms whose password goes over the wire as it is. */
const PLAIN_DRIVERS = new Set(['plaintext', 'dovecot', 'cyrus_sasl', 'gsasl']);
const PLAIN_NAMES = /^(PLAIN|LOGIN)$/i;

function passwords({ authenticators, main }: Configuration): readonly Remark[] {
  const advertised = textOf(main.get('auth_advertise_hosts'));
  if (advertised !== undefined && (advertised.trim() === '' || /tls/.test(advertised))) return [];
  return authenticators
    .filter(
      (driver) => isPlainServer(driver) && !/tls/.test(textOf(driver.settings.get('server_advertise_condition')) ?? ''),
    )
    .map((driver) => ({
      def: passwordInClear,
      place: driver.place,
      subject: driver.name,
      detail: `authenticator ${driver.name} is offered whether there is TLS or not`,
    }));
}

function isPlainServer({ driver, name, settings }: Driver): boolean {
  const server = [...settings.keys()].some((option) => /^server_(?!advertise|debug|mail)/.test(option));
  return server && PLAIN_DRIVERS.has(driver) && PLAIN_NAMES.test(textOf(settings.get('public_name')) ?? name);
}
