// Two people who do not exist, drawn as SVG for the README's picture. A head is about 200 wide and 276 high; its origin
// lies on the bridge of the nose, x points right and y down.

/** What tells one person's face from another's. Colours are CSS colours. */
interface Person {
  readonly name: string;
  readonly skin: { readonly light: string; readonly middle: string; readonly dark: string; readonly blush: string };
  readonly brows: string;
  readonly iris: string;
  readonly lips: string;
  readonly shirt: string;
  /** Half the width of the jaw where it turns to the chin. */
  readonly jaw: number;
  readonly hairBehind: string;
  readonly hairBefore: string;
  readonly eyes: Eyes;
  readonly mouth: string;
}

/** How far the eyes are open and where the brows are. Lengths are in the drawing's units. */
interface Eyes {
  readonly upperLid: number;
  readonly lowerLid: number;
  readonly browRaise: number;
  readonly browArch: number;
  /** Degrees by which the brows' inner ends are raised. */
  readonly browTilt: number;
}

const WOMAN: Person = {
  name: 'woman',
  skin: { light: '#fbdcc4', middle: '#ecb996', dark: '#c08360', blush: '#d4564a' },
  brows: '#4a2a1b',
  iris: '#4f7145',
  lips: '#cf625c',
  shirt: '#2f7f8a',
  jaw: 64,
  hairBehind: `<path fill="url(#woman-hair)" d="M-114 214C-142 120-142-20-114-86C-86-148-46-172 2-172C56-172 94-146 118-84C142-20 140 120 112 214C76 186-76 186-114 214Z"/>`,
  hairBefore: `<path fill="#74462f" d="M-104 10C-122-70-98-128-44-152C6-172 62-158 88-118C112-80 112-30 104 10C100-26 94-54 80-76C36-80-4-96-28-122C-44-92-66-70-90-56C-98-36-102-14-104 10Z"/>
    <path fill="none" stroke="#946045" stroke-width="4" stroke-linecap="round" opacity=".6" d="M-30-132C-56-108-80-88-96-52M-16-128C16-98 56-88 88-82M-6-142C30-128 70-116 94-84"/>`,
  eyes: { upperLid: 13, lowerLid: 8, browRaise: 10, browArch: 9, browTilt: 0 },
  mouth: `<path fill="#5a1c1c" d="M-46 56Q0 68 46 56Q36 100 0 102Q-36 100-46 56Z"/>
    <path fill="#fdfaf5" d="M-43 57Q0 69 43 57Q38 78 0 81Q-38 78-43 57Z"/>
    <path fill="#c9605c" d="M-21 96Q0 85 21 96Q0 104-21 96Z"/>
    <path fill="currentColor" d="M-50 53Q-26 53-10 56Q0 59 10 56Q26 53 50 53Q20 66 0 67Q-20 66-50 53Z"/>
    <path fill="currentColor" d="M-46 58Q-34 106 0 110Q34 106 46 58Q34 98 0 100Q-34 98-46 58Z"/>
    <path class="crease" d="M-58 46Q-52 50-50 57M58 46Q52 50 50 57"/>
    <path class="crease" opacity=".55" d="M-34 20Q-58 30-63 52M34 20Q58 30 63 52"/>`,
};

const MAN: Person = {
  name: 'man',
  skin: { light: '#b67d54', middle: '#935c38', dark: '#5d3620', blush: '#7d3a22' },
  brows: '#2a211d',
  iris: '#2c1a10',
  lips: '#8f4a43',
  shirt: '#dda23a',
  jaw: 72,
  hairBehind: `<path fill="#332a26" d="M-106-24C-128-110-84-176 0-178C84-176 128-110 106-24C60-60-60-60-106-24Z"/>`,
  hairBefore: `<path fill="#332a26" d="M-100-22C-112-92-84-140-40-148C-14-154 14-154 40-148C84-140 112-92 100-22C98-58 90-82 72-100C40-112-40-112-72-100C-90-82-98-58-100-22Z"/>`,
  eyes: { upperLid: 18, lowerLid: 12, browRaise: 16, browArch: 11, browTilt: 12 },
  mouth: `<ellipse fill="currentColor" cy="85" rx="25" ry="26"/><ellipse fill="#451414" cy="85" rx="18" ry="19"/>
    <path fill="#f4efe8" d="M-14 76Q0 66 14 76Q0 80-14 76Z"/><path fill="#b9524f" d="M-12 98Q0 89 12 98Q0 106-12 98Z"/>
    <path class="crease" opacity=".5" d="M-58-104Q0-114 58-104M-50-94Q0-102 50-94"/>`,
};

/** Size of the picture, in pixels: a webcam's shape. */
export const PEOPLE_SIZE = { width: 960, height: 720 } as const;

/**
 * A woman who laughs and a man who is surprised, before a wall.
 *
 * @param sway how far they lean, in pixels: frames of a film differ in it
 * @returns an SVG document of `PEOPLE_SIZE`
 */
export function drawPeople(sway: number): string {
  const { width, height } = PEOPLE_SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <style>.crease { fill: none; stroke: #000; stroke-opacity: .3; stroke-width: 3; stroke-linecap: round }</style>
      <linearGradient id="woman-hair" x2="0" y2="1"><stop stop-color="#64402d"/><stop offset="1" stop-color="#4a2e21"/></linearGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="#b3c7c1"/>
    <circle cx="480" cy="400" r="330" fill="#c6d5d0"/>
    <g transform="translate(${672 + sway} 372) rotate(3) scale(1.12)">${drawPerson(WOMAN)}</g>
    <g transform="translate(${290 - sway} 338) rotate(-2) scale(1.16)">${drawPerson(MAN)}</g>
  </svg>`;
}

function drawPerson(person: Person): string {
  const { name, skin, jaw, lips, shirt, mouth } = person;
  const cheek = `C-98 30-${jaw + 26} 62-${jaw} 98C-${jaw - 20} 124-24 134 0 134`;
  const otherCheek = `C24 134 ${jaw - 20} 124 ${jaw} 98C${jaw + 26} 62 98 30 98-24`;
  return `
    <defs>
      <radialGradient id="${name}-skin" cx=".42" cy=".36" r=".78"><stop stop-color="${skin.light}"/><stop offset=".6" stop-color="${skin.middle}"/><stop offset="1" stop-color="${skin.dark}"/></radialGradient>
      <linearGradient id="${name}-neck" x2="0" y2="1"><stop offset=".3" stop-color="${skin.dark}"/><stop offset="1" stop-color="${skin.middle}"/></linearGradient>
      <radialGradient id="${name}-socket"><stop stop-color="${skin.dark}" stop-opacity=".55"/><stop offset="1" stop-color="${skin.dark}" stop-opacity="0"/></radialGradient>
      <radialGradient id="${name}-blush"><stop stop-color="${skin.blush}" stop-opacity=".35"/><stop offset="1" stop-color="${skin.blush}" stop-opacity="0"/></radialGradient>
    </defs>
    ${person.hairBehind}
    <path fill="${shirt}" d="M-204 420C-204 250-170 214-96 196L-52 178H52L96 196C170 214 204 250 204 420Z"/>
    <path fill="url(#${name}-neck)" d="M-46 90V172Q0 226 46 172V90Z"/>
    <path fill="none" stroke="#000" stroke-opacity=".16" stroke-width="7" d="M-52 176Q0 238 52 176"/>
    <ellipse fill="${skin.middle}" cx="-98" cy="-2" rx="14" ry="28"/><ellipse fill="${skin.dark}" cx="98" cy="-2" rx="14" ry="28"/>
    <path fill="url(#${name}-skin)" d="M-98-24${cheek}${otherCheek}C98-100 60-144 0-144C-60-144-98-100-98-24Z"/>
    ${mirror(`<ellipse fill="url(#${name}-socket)" cx="44" cy="-26" rx="42" ry="28"/><ellipse fill="url(#${name}-blush)" cx="54" cy="38" rx="34" ry="28"/>`)}
    <path fill="${skin.dark}" opacity=".34" d="M-10-30Q-14 8-22 27Q-24 39-10 41Q0 47 10 41Q24 39 22 27Q14 8 10-30Z"/>
    <path fill="${skin.light}" opacity=".75" d="M-3-30Q-6 10-8 26Q0 35 8 26Q6 10 3-30Z"/>
    ${mirror(`<ellipse fill="#2a0f0c" opacity=".6" cx="10" cy="39" rx="6" ry="3.2"/>${drawEye(person)}`)}
    <g color="${lips}">${mouth}</g>
    ${person.hairBefore}`;
}

/** The right eye with its brow; light falls on both eyes from above. */
function drawEye({ name, eyes, brows, iris }: Person): string {
  const { upperLid: up, lowerLid: low, browRaise, browArch: arch, browTilt } = eyes;
  const upper = `Q-10 ${-1.25 * up - 2} 2 ${-1.2 * up - 2}Q18 ${-up} 27 0`;
  return `<g transform="translate(44 -22)">
      <clipPath id="${name}-eye"><path d="M-26 2${upper}Q14 ${low} 0 ${low}Q-16 ${low}-26 2Z"/></clipPath>
      <g clip-path="url(#${name}-eye)">
        <rect x="-30" y="-40" width="60" height="60" fill="#f9f6f1"/>
        <circle cy="-1" r="13" fill="${iris}"/><circle cy="-1" r="6" fill="#0c0a09"/><circle cx="3" cy="-6" r="3.2" fill="#fff"/>
        <path fill="#000" opacity=".16" d="M-28 ${-up - 12}H28V${-0.5 * up}Q0 ${-0.9 * up}-28 ${-0.3 * up}Z"/>
      </g>
      <path fill="none" stroke="#1c1310" stroke-width="4.5" stroke-linecap="round" d="M-26 2${upper}"/>
      <path class="crease" d="M-24 ${-0.8 * up - 6}Q0 ${-1.35 * up - 9} 25 ${-0.8 * up - 4}"/>
      <path fill="${brows}" transform="translate(0 ${-34 - browRaise}) rotate(${browTilt})" d="M-30 4Q-6 ${-arch} 12 ${-0.9 * arch}Q28 ${-0.4 * arch} 36 6Q20 ${4 - 0.3 * arch} 6 ${6 - 0.5 * arch}Q-14 ${8 - 0.3 * arch}-30 11Z"/>
    </g>`;
}

/** A part of the face and its mirror image on the other side. */
function mirror(part: string): string {
  return `${part}<g transform="scale(-1 1)">${part.replaceAll(/id="[^"]*"/g, '')}</g>`;
}
