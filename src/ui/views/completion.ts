import type { View } from '../types.ts';

/** Data of `mxray completion`. */
export interface CompletionData {
  readonly shell: 'bash' | 'zsh' | 'fish';
  readonly script: string;
}

/** The script and nothing else, as it is to be evaluated. */
export const completionView: View<CompletionData> = ({ data }) => data.script;
