/** Fields of certificates as `certextract` names and shows them (Exim spec §11.5). */
import { type Certificate, type GeneralName, nameAlgorithm, parseCertificates } from '../../../core/pki/index.ts';
import { zone } from './dates.ts';

/** How a list is separated, and what of it is wanted. */
interface Manner {
  readonly separator: string;
  readonly words: readonly string[];
}

type Field = (certificate: Certificate, manner: Manner) => string | undefined;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const FIELDS: Readonly<Record<string, Field>> = {
  version: ({ version }) => String(version),
  serial_number: ({ serial }) => serial.toLowerCase(),
  subject: (certificate, manner) => distinguished(certificate.x509()?.subject, manner),
  issuer: (certificate, manner) => distinguished(certificate.x509()?.issuer, manner),
  notbefore: ({ notBefore }, manner) => instant(notBefore, manner),
  notafter: ({ notAfter }, manner) => instant(notAfter, manner),
  sig_algorithm: ({ signatureAlgorithm }) => gnutlsName(nameAlgorithm(signatureAlgorithm)),
  signature: ({ signature }) => Buffer.from(signature).toString('hex'),
  subj_altname: (certificate, manner) => alternatives(certificate, manner),
  ocsp_uri: ({ extensions }, manner) => listed(extensions.authorityInfoAccess.ocsp, manner),
  crl_uri: ({ extensions }, manner) =>
    listed(
      extensions.crlDistributionPoints.flatMap(({ fullNames }) =>
        fullNames.flatMap((name) => (name.kind === 'uri' ? [name.value] : [])),
      ),
      manner,
    ),
};

/** @returns undefined where the certificate has no such field, an error where nothing has */
export function certificateField(pem: string, written: string): string | undefined | { readonly message: string } {
  const [name = '', ...words] = written.split(',').map((word) => word.trim());
  const field = FIELDS[name];
  if (field === undefined) return { message: `bad field selector for certextract: "${name}"` };
  const read = parseCertificates(pem, 'certificate');
  const certificate = read.ok ? read.value[0] : undefined;
  if (certificate === undefined) return undefined;
  const separator = words.find((word) => word.startsWith('>'))?.[1] ?? '\n';
  return field(certificate, { separator, words: words.filter((word) => !word.startsWith('>')) });
}

/** As Exim over GnuTLS has it: `RSA-SHA256`, `ECDSA-SHA384`, `RSA-PSS-SHA256`, `EdDSA-Ed25519`. */
const gnutlsName = (name: string): string =>
  name
    .replace(/^RSASSA/, 'RSA')
    .replace(/ with (?:SHA-)?(?=\d)/, '-SHA')
    .replace(' with ', '-')
    .replace(/^Ed/, 'EdDSA-Ed');

/** In the order of the certificate, as Exim over GnuTLS has it: deviates from RFC 4514 §2.1, which has the last one first. */
function distinguished(name: string | undefined, { separator, words }: Manner): string | undefined {
  if (name === undefined) return undefined;
  const attributes = name.split('\n');
  const [wanted] = words;
  if (wanted === undefined) return attributes.join(',');
  const values = attributes
    .filter((attribute) => attribute.toUpperCase().startsWith(`${wanted.toUpperCase()}=`))
    .map((attribute) => attribute.slice(wanted.length + 1).replace(/\\([,+"\\<>;=# ])/g, '$1'));
  return listed(values, { separator, words });
}

function instant(date: Date, { words }: Manner): string {
  if (words.includes('int')) return String(Math.floor(date.getTime() / 1000));
  const day = String(date.getDate()).padStart(2, ' ');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${MONTHS[date.getMonth()]} ${day} ${time.join(':')} ${date.getFullYear()} ${zone(date)}`;
}

const TAGS = { dns: 'DNS', uri: 'URI', email: 'MAIL' } as const;
type Tagged = Extract<GeneralName, { kind: keyof typeof TAGS }>;
const isTagged = (name: GeneralName): name is Tagged => name.kind in TAGS;

function alternatives({ extensions }: Certificate, manner: Manner): string | undefined {
  const names = extensions.alternativeNames.filter(isTagged);
  const wanted = manner.words.map((word) => (word === 'mail' ? 'email' : word));
  return wanted.length === 0
    ? listed(
        names.map(({ kind, value }) => `${TAGS[kind]}=${value}`),
        manner,
      )
    : listed(
        names.filter(({ kind }) => wanted.includes(kind)).map(({ value }) => value),
        manner,
      );
}

function listed(values: readonly string[], { separator }: Manner): string | undefined {
  return values.length === 0
    ? undefined
    : values.map((value) => value.replaceAll(separator, separator + separator)).join(separator);
}
