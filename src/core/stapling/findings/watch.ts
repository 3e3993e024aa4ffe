/** What `ocsp watch` has to say beside `ocsp fetch`. */
import { row } from './define.ts';

export const alarm = row(
  'watch.alarm',
  'error',
  'The stored proof is near its end, and there is no newer one',
  'It should have been replaced by now and was not. When it ends, servers staple nothing, and clients that require a staple refuse the connection. The threshold is --alarm; where that is not given, half of the margin.',
  ['RFC 6960 §2.4'],
  'find out why no newer proof can be had: the findings beside this one say what the responder answered',
);
export const unreadable = row(
  'watch.unreadable',
  'error',
  'A certificate that is watched cannot be read',
  'Its file is missing, unreadable, or holds no certificate. The others are watched all the same.',
  [],
  'mend the file, or take it out of the configuration',
);
export const hookFailed = row(
  'watch.hook',
  'error',
  'The program to be run after a change did not succeed',
  'It could not be started, ended with another status than 0, or did not end in time. The proof is stored; the server may not have noticed.',
  [],
  'run it by hand, and see what it says',
);
export const nothing = row(
  'watch.nothing',
  'warn',
  'There is nothing to watch',
  'The directory has no *.pem file with the certificate of a server in it.',
  [],
  'give the directory of the certificates, or a configuration file',
);

export const watchFindings = [alarm, unreadable, hookFailed, nothing];
