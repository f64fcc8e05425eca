/** The face that all chapters look at; reactive. */
export interface FaceFeed {
  /** The face to look at: 48x48 gray bytes, a new array for each new picture. Null while there is none. */
  readonly crop: Uint8Array<ArrayBuffer> | null;
}
