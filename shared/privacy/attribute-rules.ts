import { dictionary, indexOf, slice, toLowerCase } from './natives.ts'

/** How an attribute is masked. */
export type AttributeRule =
  /** Lists of numbers that draw something: as they are. */
  | 'geometry'
  /** Keywords, and identifiers that stylesheets refer to: only what is secret by its form. */
  | 'structure'
  /** Text, or anything unknown: masked as text, whole where text is hidden. */
  | 'text'
  /** A state of the interface: as text, but left out where the state itself tells something. */
  | 'state'
  | 'url'
  | 'srcset'
  | 'css'
  /** What is chosen: left out where inputs are hidden. */
  | 'choice'
  /** The value of a field, by the field's kind. */
  | 'value'
  /** Pixels. */
  | 'pixels'
  /** Code, documents inside an attribute, and what would make the replay do something. */
  | 'drop'

const LISTS: Partial<Record<AttributeRule, string>> = {
  geometry: `d points transform gradienttransform patterntransform values stroke-dasharray viewbox rr_width rr_height
    rr_scrollLeft rr_scrollTop`,
  structure: `type dir lang width height size rows cols colspan rowspan span tabindex disabled readonly required multiple hidden
    inert open async defer contenteditable draggable spellcheck translate autocapitalize autocomplete autofocus
    inputmode enterkeyhint maxlength minlength min max step pattern novalidate role scope shape coords start reversed
    align valign bgcolor color border cellpadding cellspacing frame rules noshade nowrap clear compact hspace vspace
    face rel as media sizes imagesizes charset http-equiv property loading decoding fetchpriority crossorigin
    referrerpolicy sandbox allow allowfullscreen controls loop muted autoplay playsinline preload kind srclang method
    enctype target wrap popover popovertarget popovertargetaction part slot is xmlns xmlns:xlink xml:space xml:lang
    version contextmenu shadowrootmode aria-hidden aria-busy aria-live aria-atomic aria-relevant aria-modal
    aria-orientation aria-haspopup aria-sort aria-level aria-posinset aria-setsize aria-colcount aria-rowcount
    aria-colindex aria-rowindex aria-colspan aria-rowspan aria-autocomplete aria-multiline aria-multiselectable
    aria-readonly aria-required aria-disabled aria-invalid aria-expanded x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy
    rotate offset pathlength preserveaspectratio fill fill-opacity fill-rule stroke stroke-width stroke-linecap
    stroke-linejoin stroke-dashoffset stroke-miterlimit stroke-opacity opacity clip-rule color-interpolation-filters
    display visibility overflow vector-effect shape-rendering text-rendering text-anchor dominant-baseline
    alignment-baseline baseline-shift letter-spacing word-spacing font-size font-family font-weight font-style
    gradientunits patternunits spreadmethod stop-color stop-opacity stddeviation in in2 result mode operator k1 k2 k3 k4
    markerwidth markerheight refx refy orient markerunits maskunits clippathunits focusable baseprofile textlength
    lengthadjust begin dur end repeatcount rr_mediaState rr_mediaCurrentTime rr_mediaPlaybackRate rr_mediaMuted
    rr_mediaLoop rr_mediaVolume rr_open_mode data-rr-is-password data-private data-unmask class id name for form list
    headers aria-controls aria-describedby aria-labelledby aria-owns aria-flowto aria-details aria-errormessage
    aria-activedescendant usemap itemprop itemtype itemscope clip-path mask filter marker-start marker-mid marker-end`,
  state: `data-state data-theme data-mode data-color-mode data-color-scheme data-orientation data-side data-align data-disabled
    data-open data-closed data-active data-collapsed data-expanded data-size data-variant data-position data-placement
    data-loading data-visible data-hidden data-focus data-hover data-bs-theme data-layout data-direction data-level
    data-reactroot data-v-app data-current data-highlighted data-slot`,
  url: `href action formaction cite longdesc background codebase manifest xlink:href xml:base itemid profile
    rr_src`,
  srcset: 'srcset imagesrcset',
  css: 'style _cssText',
  choice:
    'checked selected aria-checked aria-selected aria-pressed aria-current aria-valuenow aria-valuetext',
  value: 'value',
  pixels: 'src poster data rr_dataURL',
  drop: 'srcdoc nonce integrity ping rrweb-original-srcset',
}

const RULES = dictionary<AttributeRule>()
for (const [rule, names] of Object.entries(LISTS)) {
  for (const name of names.split(/\s+/)) RULES[name] = rule as AttributeRule
}

/** The rule for an attribute by its name. What is not listed is text, event handlers are dropped. */
export function attributeRule(name: string): AttributeRule {
  const rule = RULES[name] ?? RULES[toLowerCase(name)]
  return rule ?? (indexOf(name, 'on') === 0 && slice(name, 2, 3) !== '-' ? 'drop' : 'text')
}
