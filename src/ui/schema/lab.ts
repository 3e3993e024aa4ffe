/** Data of the `lab` commands. */
import type { LabChangeData } from '../views/lab-change.ts';
import type { LabDownData } from '../views/lab-down.ts';
import type { LabEnvData } from '../views/lab-env.ts';
import type { LabListCertificate, LabListData, LabListDomain, LabListMood } from '../views/lab-list.ts';
import type { LabUpData } from '../views/lab-up.ts';
import { flag, instant, listOf, mapOf, object, oneOf, optional, text, whole } from './shapes.ts';

const environment = mapOf(text(), 'variables to export, by name');

export const labUpData = object<LabUpData>({
  pid: whole(),
  folder: text('of its control channel and files'),
  startedAt: instant(),
  env: environment,
  domains: whole(),
  bulkDomains: whole(),
  background: flag('it runs on after this command'),
});

export const labDownData = object<LabDownData>({ pid: whole(), folder: text() });
export const labEnvData = object<LabEnvData>({ env: environment, script: text('lines for the shell asked for') });

const mood = object<LabListMood>({ name: text(), about: text(), url: text('it is in that mood there') });

const said = (command: string) => optional(text(`what ${command} answers: verdict or code, and the exit status`));

const certificate = object<LabListCertificate>({
  chain: said('cert chain'),
  chainByAia: said('cert chain --aia'),
  names: optional(listOf(text(), 'rules by which the certificate names the host')),
  staple: said('tls probe, of the staple'),
  ocsp: said('ocsp fetch'),
  crl: said('crl check'),
});

export const labListData = object<LabListData>({
  running: flag(),
  certificates: optional(text('folder of certificates, proofs and lists, where a lab is running')),
  domains: listOf(
    object<LabListDomain>({
      name: text(),
      family: text(),
      shows: text(),
      expected: object<LabListDomain['expected']>({
        verdict: oneOf(['pass', 'warn', 'fail', 'unknown']),
        policy: text(),
        exit: whole(),
      }),
      certificate: optional(certificate),
      mtasts: optional(text('what mtasts check answers: verdict and status')),
      tlsrpt: optional(text('what tlsrpt query answers: verdict and outcome')),
      dkim: optional(text('what dkim query answers: selector and status of each')),
      dmarc: optional(text('what dmarc query answers: verdict and policy')),
      check: optional(text('what mxray check answers')),
      broken: optional(text('the fault it was given')),
    }),
  ),
  faults: listOf(object<LabListData['faults'][number]>({ name: text(), about: text() })),
  responder: listOf(mood),
  lists: listOf(mood),
});

export const labChangeData = object<LabChangeData>({
  changed: listOf(text()),
  broken: mapOf(text(), 'domain → fault, of all that are broken now'),
});
