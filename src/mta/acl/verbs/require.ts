import { refusal, type VerbRow } from './types.ts';

export const require: VerbRow = {
  name: 'require',
  decide: (came) => (came === 'ok' ? undefined : refusal(came)),
  speaksOn: ['fail', 'drop'],
};
