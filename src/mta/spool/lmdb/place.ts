/** Where a content record is that lies in a tray, with its body. */
export interface Place {
  readonly tray: string;
  readonly at: number;
  readonly octets: number;
}

export interface Places {
  /** Undefined where the tray is gone, or too short. */
  read(place: Place): Buffer | undefined;
}
