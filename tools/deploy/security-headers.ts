/**
 * What the page may load, run and talk to. Strict enough that no picture could leave the device even if the program
 * were altered on its way: there is nowhere to send it.
 *
 * No `frame-ancestors`, for pages may embed Mien in a frame of theirs; whether it gets the camera there is up to them and
 * to the visitor.
 */
const CONTENT_SECURITY_POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  // WebAssembly is compiled in the page; text is never.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  // blob: is what the page itself holds in memory: TensorFlow.js takes its WebAssembly from there.
  'connect-src': ["'self'", 'blob:'],
  // Photos on show, and films.
  'img-src': ["'self'", 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'style-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** Of what a browser can give, the page uses the camera, and what is not listed here: files, clipboard, full screen. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  camera: '(self)',
  ...Object.fromEntries(
    ['microphone', 'geolocation', 'display-capture', 'midi', 'usb', 'serial', 'hid', 'payment'].map((feature) => [
      feature,
      '()',
    ]),
  ),
};

const join = (values: Readonly<Record<string, string>>, between: string, after: string) =>
  Object.entries(values)
    .map(([name, value]) => `${name}${between}${value}`)
    .join(after);

/** The headers that every answer of a server should carry: dist/_headers, deploy/nginx.conf and the preview do. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': Object.entries(CONTENT_SECURITY_POLICY)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; '),
  'Permissions-Policy': join(PERMISSIONS, '=', ', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
