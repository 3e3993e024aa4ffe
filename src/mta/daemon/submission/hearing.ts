/** What the caller gets to see of what is logged: all with -v, else what the panic log has. */
import { dateAndTime, isInMain, type LogEntry, type LogFormat } from '../../log/index.ts';

export class Hearing {
  /** For standard error. */
  text = '';
  private readonly isVerbose: boolean;
  private readonly format: LogFormat;

  constructor(isVerbose: boolean, format: LogFormat) {
    this.isVerbose = isVerbose;
    this.format = format;
  }

  readonly hear = (entry: LogEntry, messageId: string | undefined): void => {
    if (entry.to.includes('panic'))
      this.text += `${dateAndTime(new Date())} ${messageId === undefined ? '' : `${messageId} `}${entry.text}\n`;
    else if (this.isVerbose && isInMain(entry, this.format.selectors))
      this.text += `LOG: ${entry.to.map((name) => name.toUpperCase()).join(' ')}\n  ${entry.text}\n`;
  };
}
