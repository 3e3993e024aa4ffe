/** Every program of another project that the suites run, and where it is. A missing one is a failure, never a skip. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../../.cache/peers');
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const inSystem = (name: string): string => FOLDERS.map((folder) => join(folder, name)).find(isProgram) ?? name;

export const programs = {
  named: inSystem('named'),
  delv: inSystem('delv'),
  dig: inSystem('dig'),
  dnssecKeygen: inSystem('dnssec-keygen'),
  dnssecSignzone: inSystem('dnssec-signzone'),
  dnssecVerify: inSystem('dnssec-verify'),
  dnssecDsfromkey: inSystem('dnssec-dsfromkey'),
  unbound: inSystem('unbound'),
  knotd: inSystem('knotd'),
  kzonesign: inSystem('kzonesign'),
  nsd: inSystem('nsd'),
  ldnsKeygen: inSystem('ldns-keygen'),
  ldnsSignzone: inSystem('ldns-signzone'),
  ldnsVerifyZone: inSystem('ldns-verify-zone'),
  postconf: inSystem('postconf'),
  postqueue: inSystem('postqueue'),
  posttlsFinger: inSystem('posttls-finger'),
  openssl: inSystem('openssl'),
  gnutlsCli: inSystem('gnutls-cli'),
  certtool: inSystem('certtool'),
  gnutlsServ: inSystem('gnutls-serv'),
  gsasl: inSystem('gsasl'),
  curl: inSystem('curl'),
  sslscan: inSystem('sslscan'),
  cdb: inSystem('cdb'),
  spfquery: inSystem('spfquery.libspf2'),
  python: inSystem('python3'),
  perl: inSystem('perl'),
  mtaStsQuery: inSystem('mta-sts-query'),
  exim: join(CACHE, 'exim/usr/sbin/exim4'),
  eximDbmBuild: join(CACHE, 'exim/usr/sbin/exim_dbmbuild'),
  updateEximTemplate: join(CACHE, 'exim/usr/sbin/update-exim4.conf.template'),
  node22: join(CACHE, 'node22/bin/node'),
  node24: join(CACHE, 'node24/bin/node'),
  bash: inSystem('bash'),
  zsh: inSystem('zsh'),
  fish: inSystem('fish'),
  opendkim: inSystem('opendkim'),
  opendkimTestmsg: inSystem('opendkim-testmsg'),
  haproxy: inSystem('haproxy'),
  swaks: inSystem('swaks'),
  smtpSource: inSystem('smtp-source'),
  smtpSink: inSystem('smtp-sink'),
  dovecot: inSystem('dovecot'),
  opensmtpd: join(CACHE, 'opensmtpd/usr/sbin/smtpd'),
  opensmtpdDeliver: join(CACHE, 'opensmtpd/usr/libexec/opensmtpd/mail.maildir'),
  redis: inSystem('redis-server'),
  redisCli: inSystem('redis-cli'),
  clamd: join(CACHE, 'clamav/usr/sbin/clamd'),
  spamd: inSystem('spamd'),
  postgres: '/usr/lib/postgresql/15/bin/postgres',
  initdb: '/usr/lib/postgresql/15/bin/initdb',
  pgCtl: '/usr/lib/postgresql/15/bin/pg_ctl',
  mariadbd: inSystem('mariadbd'),
  mariadbInstall: inSystem('mariadb-install-db'),
  slapd: inSystem('slapd'),
  slapadd: inSystem('slapadd'),
  saslauthd: inSystem('saslauthd'),
  umount: inSystem('umount'),
  unshare: inSystem('unshare'),
  ip: inSystem('ip'),
  mount: inSystem('mount'),
} as const;

export function missingPrograms(): readonly string[] {
  return Object.values(programs).filter((program) => !isProgram(program));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
