// The products' pictures, drawn here so that the shop needs no file, no font and no network. Each is a 240 x 240 scene.

const shadow = '<ellipse cx="120" cy="204" rx="66" ry="9" fill="#000" opacity=".12"/>'

/** @type {Record<string, string>} */
const SCENES = {
  beans: `${shadow}
    <path d="M78 66h84l8 136a6 6 0 0 1-6 6H76a6 6 0 0 1-6-6z" fill="#a94f32"/>
    <path d="M78 66h84l2 34H76z" fill="#8d3f27"/><path d="M74 52h92v16H74z" fill="#7a3521"/>
    <rect x="88" y="116" width="64" height="62" rx="4" fill="#fbf1e2"/>
    <circle cx="120" cy="139" r="13" fill="#e8a33d"/><path d="M96 152c8-9 15-9 24 0s17 9 24 0v14H96z" fill="#c4683f"/>
    <path d="M158 66l10 136h-14l-6-136z" fill="#000" opacity=".08"/>`,
  dripper: `${shadow}
    <path d="M70 70h100l-30 66h-40z" fill="#fdfaf4"/><path d="M170 70l-30 66h-12l22-66z" fill="#000" opacity=".07"/>
    <path d="M92 72l18 62M120 72v62M148 72l-18 62" stroke="#d9cfbf" stroke-width="2"/>
    <path d="M166 82c22-4 30 22 2 26" fill="none" stroke="#fdfaf4" stroke-width="9" stroke-linecap="round"/>
    <rect x="84" y="134" width="72" height="9" rx="4" fill="#e9e0d1"/>
    <path d="M88 143h64l-4 52a10 10 0 0 1-10 9h-36a10 10 0 0 1-10-9z" fill="#cfe3e0" opacity=".9"/>
    <path d="M91 170h58l-2 25a9 9 0 0 1-9 8h-36a9 9 0 0 1-9-8z" fill="#5b3423"/>
    <path d="M120 143v25" stroke="#5b3423" stroke-width="3"/>`,
  kettle: `${shadow}
    <path d="M84 104h74l14 88a10 10 0 0 1-10 11H80a10 10 0 0 1-10-11z" fill="#2f4a47"/>
    <path d="M158 104l14 88a10 10 0 0 1-10 11h-16l-4-99z" fill="#000" opacity=".14"/>
    <path d="M76 186C40 180 56 122 38 92" fill="none" stroke="#2f4a47" stroke-width="10" stroke-linecap="round"/>
    <path d="M156 92c52-14 52 70 12 78" fill="none" stroke="#b3763f" stroke-width="11" stroke-linecap="round"/>
    <rect x="82" y="94" width="78" height="12" rx="6" fill="#243a38"/><path d="M94 94c4-20 50-20 54 0z" fill="#35534f"/>
    <circle cx="121" cy="74" r="7" fill="#b3763f"/>`,
  grinder: `${shadow}
    <rect x="88" y="84" width="64" height="72" rx="6" fill="#d7b98f"/><rect x="88" y="84" width="14" height="72" fill="#fff" opacity=".22"/>
    <rect x="92" y="156" width="56" height="48" rx="8" fill="#3b3734"/><rect x="92" y="168" width="56" height="3" fill="#57514d"/>
    <rect x="84" y="72" width="72" height="14" rx="7" fill="#3b3734"/>
    <path d="M120 72V54h52" fill="none" stroke="#8b8681" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>
    <rect x="164" y="34" width="18" height="30" rx="8" fill="#9c5a34"/><circle cx="120" cy="54" r="7" fill="#8b8681"/>`,
  mug: `${shadow}
    <path d="M66 92h92v78a32 32 0 0 1-32 34H98a32 32 0 0 1-32-34z" fill="#6d8a9c"/>
    <path d="M66 146c16-10 28 8 46 0s30 8 46 0v24a32 32 0 0 1-32 34H98a32 32 0 0 1-32-34z" fill="#e9dfcf"/>
    <path d="M158 108c38-8 38 58-4 60" fill="none" stroke="#6d8a9c" stroke-width="12" stroke-linecap="round"/>
    <ellipse cx="112" cy="92" rx="46" ry="10" fill="#54707f"/><ellipse cx="112" cy="94" rx="39" ry="7" fill="#4a2b1d"/>
    <path d="M96 74c-8-12 8-18 0-30M120 74c-8-12 8-18 0-30" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".75"/>`,
  filters: `${shadow}
    <path d="M58 84h124l-46 112h-32z" fill="#c9a879"/><path d="M64 78h112l-44 112h-24z" fill="#d8bb8f"/>
    <path d="M70 72h100l-40 112h-20z" fill="#e6cfa8"/><path d="M76 66h88l-36 112h-16z" fill="#f3e3c4"/>
    <path d="M76 66h88l-4 12H80z" fill="#fff" opacity=".5"/><path d="M120 66v112" stroke="#d8bb8f" stroke-width="2"/>`,
  scale: `${shadow}
    <rect x="48" y="138" width="144" height="62" rx="12" fill="#2e2c2b"/><rect x="56" y="126" width="128" height="16" rx="8" fill="#47433f"/>
    <rect x="66" y="158" width="76" height="28" rx="5" fill="#cfe8d4"/>
    <text x="134" y="180" text-anchor="end" font-family="ui-monospace, DejaVu Sans Mono, monospace" font-size="21" fill="#24422b">18.0</text>
    <circle cx="166" cy="172" r="10" fill="#e8a33d"/>
    <path d="M88 86h64l-6 34a8 8 0 0 1-8 6h-36a8 8 0 0 1-8-6z" fill="#fdfaf4"/><path d="M90 98h60l-2 10H92z" fill="#6b4129"/>`,
  bottle: `${shadow}
    <path d="M98 84h44c16 12 20 24 20 42v66a12 12 0 0 1-12 12H90a12 12 0 0 1-12-12v-66c0-18 4-30 20-42z" fill="#d9ebe7"/>
    <path d="M78 128h84v64a12 12 0 0 1-12 12H90a12 12 0 0 1-12-12z" fill="#5b3423"/>
    <path d="M78 128c14-6 28 6 42 0s28 6 42 0v10H78z" fill="#6f432f"/>
    <rect x="100" y="58" width="40" height="28" rx="3" fill="#d9ebe7"/><rect x="94" y="42" width="52" height="20" rx="6" fill="#b3763f"/>
    <path d="M88 120c2-14 6-22 12-28" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".8"/>`,
}

/**
 * A product's picture as inline SVG.
 *
 * @param {string} scene
 * @param {string} label what it shows, for those who do not see it
 */
export function drawing(scene, label) {
  return `<svg viewBox="0 0 240 240" role="img" aria-label="${label}">${SCENES[scene] ?? ''}</svg>`
}
