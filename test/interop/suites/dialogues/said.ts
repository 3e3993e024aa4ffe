/** What was said and logged in a dialogue, without what differs from one run or one version to the next. */
export interface Said {
  readonly replies: readonly string[];
  readonly log: readonly string[];
}

/** Of a configuration that cannot be used: what is wrong with it is for other suites. */
export const REFUSED: Said = { replies: ['no such configuration'], log: [] };

const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/Exim 4\.\d+/g, 'Exim'],
  [/E?\b[0-9A-Za-z]{6,7}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b|\bE?[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}\b/g, 'ID'],
  [/\w{3}, \d+ \w{3} \d{4} [\d:]+ \+0000/g, 'DATE'],
  [/ (RT|D|QT)=\d+(?:\.\d+)?s/g, ' $1=0s'],
  [/^334 PD\S+$/gm, '334 CHALLENGE'], // <process.instant@host>
  [/^(334 TlRMTVNTUAACAAAA\w{16}).{11}/gm, '$1OCTETS'], // NTLM's, behind what is always there
  // What may be a password is not logged by us.
  [/((?:error in|command was) "\s*auth\s+[^\s"]+\s+)[^"\n]+"/gi, '$1****"'],
  // A test session has its id until the next message.
  [
    /^ID (?=SMTP |rejected MAIL|unexpected|no MAIL|H=.* incomplete|H=.* temporarily rejected MAIL|H=.*rejected DATA|ignoring AUTH|rate )/gm,
    '',
  ],
];

/** Of the log, whose lines may begin with the milliseconds of their instant and the number of the process. */
export const steadyLog = (text: string, configuration: string): string =>
  steady(
    /\+(?:millisec|all|pid)\b/.test(configuration)
      ? text.replace(/^(\d{3} )?([+-]\d{4} )?(\[\d+\] )?(.*)$/gm, (_, ms, zone = '', pid, line) =>
          [`${zone}${line}`, ...(ms === undefined ? [] : ['(MS)']), ...(pid === undefined ? [] : ['(PID)'])].join(' '),
        )
      : text,
  );

export const steady = (text: string): string =>
  CHANGING.reduce((changed, [pattern, by]) => changed.replace(pattern, by), text);
