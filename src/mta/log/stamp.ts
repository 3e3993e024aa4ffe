/** The time before a line: `2026-11-25 08:57:53[.123][ +0100]`, in local time (TZ of the process). */

export interface StampOptions {
  /** `log_timezone`. */
  readonly zone: boolean;
  /** The selector millisec. */
  readonly millisec: boolean;
}

/** A clock of lines: what is alike within a second is made once. */
export function createStamper({ zone, millisec }: StampOptions): (instant: Date) => string {
  let second = Number.NaN;
  let text = '';
  let offset = '';
  return (instant) => {
    const ms = instant.getTime();
    const now = Math.floor(ms / 1000);
    if (now !== second) {
      second = now;
      text = dateAndTime(instant);
      offset = zone ? ` ${zoneOffset(instant)}` : '';
    }
    return millisec ? `${text}.${digits(ms - now * 1000, 3)}${offset}` : text + offset;
  };
}

export const dateAndTime = (at: Date): string =>
  `${at.getFullYear()}-${digits(at.getMonth() + 1, 2)}-${digits(at.getDate(), 2)} ` +
  `${digits(at.getHours(), 2)}:${digits(at.getMinutes(), 2)}:${digits(at.getSeconds(), 2)}`;

/** `+0100`. */
function zoneOffset(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60), 2)}${digits(size % 60, 2)}`;
}

/** `yyyymmdd` for %D and `yyyymm` for %M in the names of log files. */
export function dateStamp(at: Date, kind: 'D' | 'M'): string {
  const month = `${at.getFullYear()}${digits(at.getMonth() + 1, 2)}`;
  return kind === 'M' ? month : month + digits(at.getDate(), 2);
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
