import type { Gap } from '../model/gaps.ts'
import type { Histogram } from '../model/histogram.ts'
import type { Stretch } from '../model/idle.ts'
import { MARKER_KINDS, type Marker } from '../model/markers.ts'
import type { PageBand } from '../model/page-bands.ts'
import type { Colours } from './colours.ts'
import { paintMarker } from './paint-marker.ts'
import type { TimeScale } from './scale.ts'

export interface TimelinePicture {
  width: number
  height: number
  scale: TimeScale
  colours: Colours
  font: string
  bands: readonly PageBand[]
  bars: Histogram
  markers: readonly Marker[]
  gaps: readonly Gap[]
  idle: readonly Stretch[]
  /** What is not loaded yet. */
  pending: readonly Stretch[]
}

/** Height of the bands that stand for pages, CSS pixels. */
const BAND_HEIGHT = 15

/** Height of the lane of the markers, at the bottom, CSS pixels. */
const MARKER_LANE = 16

/** Paints the timeline: pages on top, activity below, markers at the bottom. The playhead is an element of its own. */
export function paintTimeline(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  context.clearRect(0, 0, picture.width, picture.height)
  paintBands(context, picture)
  paintIdle(context, picture)
  paintBars(context, picture)
  paintGaps(context, picture)
  paintMarkers(context, picture)
  paintPending(context, picture)
}

function paintBands(
  context: CanvasRenderingContext2D,
  { scale, colours, bands, font }: TimelinePicture,
): void {
  context.font = font
  context.textBaseline = 'middle'
  bands.forEach((band, index) => {
    if (band.end < scale.from || band.start > scale.to) return
    const left = scale.toX(Math.max(band.start, scale.from))
    const width = Math.max(1, scale.toX(Math.min(band.end, scale.to)) - left - 1)
    context.fillStyle = index % 2 === 0 ? colours.band : colours.bandOther
    context.beginPath()
    context.roundRect(left, 0, width, BAND_HEIGHT, 3)
    context.fill()
    if (width < 24) return
    context.save()
    context.clip()
    context.fillStyle = colours.text
    context.fillText(band.title || band.url, left + 5, BAND_HEIGHT / 2 + 0.5)
    context.restore()
  })
}

function paintIdle(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  for (const stretch of shown(picture.idle, picture.scale))
    hatch(context, picture, stretch, picture.colours.line)
}

function paintBars(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  const { width, height, colours, bars, scale } = picture
  const left = scale.toX(scale.from)
  const inner = width - 2 * left
  const bottom = height - MARKER_LANE
  const top = BAND_HEIGHT + 4
  const step = inner / bars.user.length
  const draw = (heights: readonly number[], colour: string, alpha: number) => {
    context.fillStyle = colour
    context.globalAlpha = alpha
    heights.forEach((part, index) => {
      if (part === 0) return
      const tall = Math.max(1.5, part * (bottom - top))
      context.fillRect(left + index * step, bottom - tall, Math.max(1, step - 1), tall)
    })
    context.globalAlpha = 1
  }
  draw(bars.page, colours.page, 0.35)
  draw(bars.user, colours.user, 0.75)
  context.fillStyle = colours.line
  context.fillRect(left, bottom, inner, 1)
}

function paintGaps(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  const { scale, colours, height } = picture
  for (const gap of shown(picture.gaps, scale)) {
    const left = scale.toX(gap.start)
    const width = Math.max(3, scale.toX(gap.end) - left)
    context.fillStyle = colours.warnFill
    context.fillRect(left, BAND_HEIGHT + 2, width, height - BAND_HEIGHT - 2)
    hatch(
      context,
      picture,
      { start: gap.start, end: Math.max(gap.end, scale.toTime(left + 3)) },
      colours.warn,
    )
    context.fillStyle = colours.warn
    context.fillRect(left, BAND_HEIGHT + 2, 1.5, height - BAND_HEIGHT - 2)
  }
}

function paintMarkers(
  context: CanvasRenderingContext2D,
  { scale, colours, height, markers }: TimelinePicture,
): void {
  const middle = height - MARKER_LANE / 2 + 0.5
  // The gravest last, so that they are on top.
  for (const kind of MARKER_KINDS.toReversed()) {
    context.fillStyle = colours[kind]
    context.strokeStyle = colours.background
    let last = -Infinity
    for (const marker of markers) {
      if (marker.kind !== kind) continue
      const x = scale.toX(marker.time)
      // Closer than this one covers the other: it makes no difference but for the time it takes.
      if (x - last < 1) continue
      last = x
      paintMarker(context, kind, x, middle)
    }
  }
}

function paintPending(
  context: CanvasRenderingContext2D,
  { scale, colours, height, pending }: TimelinePicture,
): void {
  context.fillStyle = colours.background
  context.globalAlpha = 0.6
  for (const { start, end } of shown(pending, scale)) {
    const left = scale.toX(start)
    context.fillRect(left, 0, scale.toX(end) - left, height)
  }
  context.globalAlpha = 1
}

/** The parts of stretches that are shown. */
function shown<Item extends Stretch>(stretches: readonly Item[], { from, to }: TimeScale): Item[] {
  return stretches
    .filter(({ start, end }) => end >= from && start <= to)
    .map((stretch) => ({ ...stretch, start: Math.max(stretch.start, from), end: Math.min(stretch.end, to) }))
}

/** Slanted lines over a stretch of time. */
function hatch(
  context: CanvasRenderingContext2D,
  { scale, height }: TimelinePicture,
  { start, end }: Stretch,
  colour: string,
): void {
  const left = scale.toX(start)
  const right = scale.toX(end)
  const top = BAND_HEIGHT + 2
  const bottom = height - MARKER_LANE
  context.save()
  context.beginPath()
  context.rect(left, top, right - left, bottom - top)
  context.clip()
  context.beginPath()
  for (let x = left - (bottom - top); x < right; x += 6) {
    context.moveTo(x, bottom)
    context.lineTo(x + (bottom - top), top)
  }
  context.strokeStyle = colour
  context.lineWidth = 1
  context.stroke()
  context.restore()
}
