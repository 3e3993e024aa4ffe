import type { View } from '../types.ts';

/** Data of `mxray lab env`. */
export interface LabEnvData {
  /** By the names of the environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** The same as lines for the shell asked for. */
  readonly script: string;
}

/** The lines and nothing else, as they are to be evaluated. */
export const labEnvView: View<LabEnvData> = ({ data }) => data.script;
