import type { View } from '../types.ts';

/** Data of `mxray lab down`. */
export interface LabDownData {
  /** Process id of the lab that ended. */
  readonly pid: number;
  readonly folder: string;
}

export const labDownView: View<LabDownData> = ({ data }) =>
  `The lab in ${data.folder} (process ${data.pid}) has ended.`;
