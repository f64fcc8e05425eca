/** One picture of a video, ready to be transferred to a worker. Whoever receives it closes it. */
export type CapturedFrame = VideoFrame | ImageBitmap;

/** Takes the picture that is on show; it rejects if the browser cannot. */
export type Capture = () => Promise<CapturedFrame>;

/**
 * Offers every new picture of a playing video. Nothing is copied unless the receiver asks for it, so a receiver
 * that is busy simply does not call `capture`, and the next offer is fresher.
 *
 * @param onFrame gets what captures the picture on show
 * @returns a function that ends the offers
 */
export function offerVideoFrames(video: HTMLVideoElement, onFrame: (capture: Capture) => void): () => void {
  let handle = video.requestVideoFrameCallback(offer);
  function offer(): void {
    handle = video.requestVideoFrameCallback(offer);
    onFrame(() => captureFrame(video));
  }
  return () => video.cancelVideoFrameCallback(handle);
}

/** Takes the picture that a video shows; it rejects if the browser cannot, or if the video has none yet. */
export async function captureFrame(video: HTMLVideoElement): Promise<CapturedFrame> {
  return typeof VideoFrame === 'function' ? new VideoFrame(video) : createImageBitmap(video);
}
