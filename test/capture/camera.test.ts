import { afterEach, describe, expect, it, vi } from 'vitest';
import { listCameras, openCamera } from '../../src/capture/camera.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const ignoreEnd = () => undefined;

class FakeTrack extends EventTarget {
  stopped = false;
  readonly #facingMode: string | undefined;

  constructor(facingMode?: string) {
    super();
    this.#facingMode = facingMode;
  }

  getSettings() {
    return { deviceId: 'cam-1', facingMode: this.#facingMode };
  }

  stop(): void {
    this.stopped = true;
  }
}

function stubCamera(track: FakeTrack) {
  const getUserMedia = vi.fn((_: MediaStreamConstraints) => Promise.resolve({ getVideoTracks: () => [track] }));
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  return getUserMedia;
}

describe('openCamera', () => {
  it('asks for video only: the chosen device, the way it shall look, or else at the visitor', async () => {
    const getUserMedia = stubCamera(new FakeTrack());
    await openCamera({ deviceId: 'cam-1' }, ignoreEnd);
    await openCamera({ facing: 'environment' }, ignoreEnd);
    await openCamera(null, ignoreEnd);
    const [chosen, turned, any] = getUserMedia.mock.calls.map(([constraints]) => constraints);
    expect(chosen).toMatchObject({ audio: false, video: { deviceId: { exact: 'cam-1' } } });
    expect(turned).toMatchObject({ audio: false, video: { facingMode: 'environment' } });
    expect(any).toMatchObject({ audio: false, video: { facingMode: 'user' } });
  });

  it.each([
    ['environment', 'environment'],
    ['user', 'user'],
    ['left', null],
    [undefined, null],
  ])('of a camera that says it looks %s knows %s', async (facingMode, facing) => {
    stubCamera(new FakeTrack(facingMode));
    expect(await openCamera(null, ignoreEnd)).toMatchObject({ deviceId: 'cam-1', facing });
  });

  it('tells when the camera stops by itself, and stops it on request', async () => {
    const track = new FakeTrack();
    stubCamera(track);
    const onEnded = vi.fn();
    const camera = await openCamera(null, onEnded);
    track.dispatchEvent(new Event('ended'));
    expect(onEnded).toHaveBeenCalledOnce();
    camera.stop();
    expect(track.stopped).toBe(true);
  });

  it.each([
    ['NotFoundError', 'no-camera'],
    ['OverconstrainedError', 'no-camera'],
    ['NotReadableError', 'camera-busy'],
    ['AbortError', 'camera-busy'],
    ['InvalidStateError', 'camera-failed'],
  ])('turns %s into %s', async (name, code) => {
    const getUserMedia = () => Promise.reject(new DOMException('as the browser says', name));
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    await expect(openCamera(null, ignoreEnd)).rejects.toMatchObject({ code, detail: `${name}: as the browser says` });
  });

  it.each([
    ['at the top', 'no policy is told', 'camera-denied'],
    ['at the top', 'allowed', 'camera-denied'],
    ['at the top', 'forbidden', 'camera-switched-off'],
    ['in a frame', 'no policy is told', 'camera-denied-in-frame'],
    ['in a frame', 'allowed', 'camera-denied'],
    ['in a frame', 'forbidden', 'camera-not-delegated'],
  ])('tells who refused: %s, where the camera is %s', async (place, policy, code) => {
    const refusal = new DOMException('Permission denied', 'NotAllowedError');
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.reject(refusal) } });
    const self = { parent: {} };
    if (place === 'at the top') self.parent = self;
    vi.stubGlobal('window', self);
    const allowsFeature = (feature: string) => feature === 'camera' && policy === 'allowed';
    vi.stubGlobal('document', policy === 'no policy is told' ? {} : { featurePolicy: { allowsFeature } });
    await expect(openCamera(null, ignoreEnd)).rejects.toMatchObject({
      code,
      detail: 'NotAllowedError: Permission denied',
    });
  });

  it.each([
    [true, 'camera-unsupported'],
    [false, 'insecure-context'],
  ])('without a camera API, in a secure context: %s, says %s', async (isSecureContext, code) => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('window', { isSecureContext });
    vi.stubGlobal('location', { origin: 'http://192.168.0.2' });
    await expect(openCamera(null, ignoreEnd)).rejects.toMatchObject({ code });
  });
});

it('lists cameras only, those without a name too', async () => {
  const enumerateDevices = () =>
    Promise.resolve([
      { kind: 'audioinput', deviceId: 'mic', label: 'Microphone' },
      { kind: 'videoinput', deviceId: 'cam-1', label: 'Built-in' },
      { kind: 'videoinput', deviceId: 'cam-2', label: '' },
    ]);
  vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices } });
  expect(await listCameras()).toEqual([
    { deviceId: 'cam-1', label: 'Built-in' },
    { deviceId: 'cam-2', label: '' },
  ]);
});
