/** At least so long, and so many frames: where frames are slow, passes are as rare among them, and the rate stays steady. */
export interface Interval {
  readonly ms: number;
  readonly frames: number;
}

/**
 * The numbers that steer how faces are found and followed. Overlaps are intersection over union (IoU), 0..1; correlations
 * are zero-mean normalised, -1..1; sizes are in pixels.
 */
export interface DetectionOptions {
  /** What a pass over a whole picture, or a tile of one, calls a candidate. */
  readonly candidate: {
    /** Lowest score, 0..1. It may be low: the refinement that follows throws out what is no face. */
    readonly minScore: number;
  };
  /**
   * The second pass, over the region around a candidate. It confirms the face, and it cuts every face alike: the boxes of
   * a first pass differ by a quarter of their size with the size of the face in the picture, which the classifier would
   * have to live with.
   */
  readonly refinement: {
    /** Side of the region, relative to the candidate's box, at which the detector is at its best. */
    readonly scale: number;
    /** Side to which the region is scaled. */
    readonly inputSize: number;
    /** Lowest score, 0..1. */
    readonly minScore: number;
    /** Regions that share one pass, for the sake of memory. */
    readonly mostRegions: number;
  };
  /** Two boxes show the same face, and not a neighbour's, from this overlap on: in a refinement, and over time. */
  readonly sameFaceIou: number;
  /** Of boxes that overlap more than this, the one with the best score stays: face-api's own limit. */
  readonly duplicateIou: number;

  /** The passes over a photo. */
  readonly photo: {
    /** Input that sees faces from about a tenth of a photo's longer side up to those that nearly fill it. */
    readonly coarseInput: number;
    /** Input that sees faces from about a twentieth of the region's side. */
    readonly fineInput: number;
    /** From this longer side on, the parts of a photo show faces that are too small in the whole. */
    readonly tiledFrom: number;
    /** How much neighbouring tiles share, of their side: faces up to this size are whole in one of them. */
    readonly tileOverlap: number;
  };

  /** The passes over whole frames of a video. */
  readonly wholeFrame: {
    /** Inputs to choose from, smallest first: face-api's own sizes. The smallest sees faces best that nearly fill a frame. */
    readonly inputSizes: readonly [number, ...number[]];
    /**
     * A pass may hold up a frame by so much; where it would, a smaller input is taken. It is rare, and one that sees less
     * overlooks faces: a hitch is the lesser evil, as long as it is short.
     */
    readonly longestMs: number;
    /** From one to the next: somebody who comes into the picture is seen after this. */
    readonly interval: Interval;
    /** Share of the time that they may take while there are faces to read. */
    readonly shareOfTime: number;
    /** Of so many while faces are followed, one has the smallest input: the finer ones miss faces that fill the frame. */
    readonly passesToSmallest: number;
  };

  /** When the detector runs again around a face that is followed. */
  readonly doubt: {
    /** Below this correlation a face hardly looks as it did. */
    readonly unsureBelow: number;
    /** But no sooner than this: turning one's head takes a while. */
    readonly unsureInterval: Interval;
    /** Even a face that looks the same is refined after this: what is followed might be a picture on a wall. */
    readonly longestTrust: Interval;
    /** Regions that are due have their turn within about so many frames, so that several do not hold up one frame. */
    readonly spreadFrames: number;
    /** Refinements in a row that may miss a face that still looks as it did: the detector overlooks one in 25. */
    readonly missesAllowed: number;
    /** Below this correlation a face is no longer where it was followed to: the frame waits until it is found or given up. */
    readonly lostBelow: number;
  };

  /** How a face is followed from frame to frame, see `alignPatch`. */
  readonly following: {
    /** Samples along a side of the template. */
    readonly templateSize: number;
    /** Samples along a side of the patch in which it is sought: it may move by a quarter of its side in a frame. */
    readonly searchSize: number;
    /** Along each axis, at least, of a face that has so many pixels: more are not needed to find it again. */
    readonly pixelsPerSample: number;
    /** Gray levels of standard deviation: a template with less is noise, and there is nothing to follow. */
    readonly flatBelow: number;
    /** Most steps of the alignment at half the resolution, and at the full one. */
    readonly coarseSteps: number;
    readonly fineSteps: number;
    /** Samples: a smaller step than that ends the alignment. */
    readonly settledBelow: number;
    /** By how much a face may grow or shrink at once; beyond that the alignment has gone astray. */
    readonly largestScale: number;
    /**
     * From this overlap on a refinement confirms a face's box instead of replacing it. The detector's boxes differ by up
     * to a fifth with the region; without this the crop, and the reading of a face at rest, would jump with each.
     */
    readonly confirmedIou: number;
    /** Faces that went less than this ago may come back under their number. */
    readonly rememberedMs: number;
  };

  /** How the cost of frames and passes is measured. */
  readonly timing: {
    /** From the end of one frame to the next: a camera in the dark takes a part of this, and what is longer is a pause. */
    readonly longestWaitMs: number;
    /** How much of a new measurement goes into the running mean, 0..1. */
    readonly meanWeight: number;
  };
}

/** As Mien finds and follows faces. */
export const DETECTION_OPTIONS: DetectionOptions = {
  candidate: { minScore: 0.3 },
  refinement: { scale: 2.2, inputSize: 224, minScore: 0.25, mostRegions: 8 },
  sameFaceIou: 0.3,
  duplicateIou: 0.4,
  photo: { coarseInput: 320, fineInput: 608, tiledFrom: 912, tileOverlap: 0.25 },
  wholeFrame: {
    inputSizes: [224, 320, 416],
    longestMs: 250,
    interval: { ms: 1500, frames: 45 },
    shareOfTime: 0.1,
    passesToSmallest: 3,
  },
  doubt: {
    unsureBelow: 0.8,
    unsureInterval: { ms: 250, frames: 6 },
    longestTrust: { ms: 3000, frames: 90 },
    spreadFrames: 4,
    missesAllowed: 1,
    lostBelow: 0.5,
  },
  following: {
    templateSize: 32,
    searchSize: 48,
    pixelsPerSample: 2,
    flatBelow: 0.5,
    coarseSteps: 8,
    fineSteps: 10,
    settledBelow: 0.01,
    largestScale: 4 / 3,
    confirmedIou: 0.7,
    rememberedMs: 1000,
  },
  timing: { longestWaitMs: 1000, meanWeight: 0.3 },
};
