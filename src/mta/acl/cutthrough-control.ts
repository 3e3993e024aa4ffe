/** `control = cutthrough_delivery`: what it asks for. */
export interface CutthroughControl {
  readonly name: 'cutthrough_delivery';
  readonly defer: 'spool' | 'pass';
  readonly sender: 'orig' | 'transport';
}
