/**
 * process: the only place that starts other programs.
 *
 * So far it knows one act: to start a program of ours that outlives us, and to wait until it says that it is ready. No
 * shell is ever involved; arguments are passed as they are.
 */
export {
  announceReady,
  type BackgroundProgram,
  type ProcessError,
  type ProcessErrorCode,
  startInBackground,
} from './background.ts';
