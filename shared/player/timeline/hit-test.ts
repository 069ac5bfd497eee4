import { MARKER_KINDS, type Marker } from '../model/markers.ts'
import { within } from '../search.ts'
import type { TimeScale } from './scale.ts'

/** How near the pointer has to be to a marker, CSS pixels. */
const REACH_PX = 6

/** The markers under the pointer, the nearest first; of equally near ones the gravest. */
export function markersAt(markers: readonly Marker[], scale: TimeScale, x: number): Marker[] {
  const near = within(markers, scale.toTime(x - REACH_PX), scale.toTime(x + REACH_PX))
  const distance = (marker: Marker) => Math.floor(Math.abs(scale.toX(marker.time) - x) / 2)
  return [...near].sort(
    (a, b) => distance(a) - distance(b) || MARKER_KINDS.indexOf(a.kind) - MARKER_KINDS.indexOf(b.kind),
  )
}
