import type { MarkerKind } from '../model/markers.ts'

/**
 * Paints a marker, each kind in a shape of its own, so that they differ without their colours too. Fill and outline are
 * those of the context.
 */
export function paintMarker(context: CanvasRenderingContext2D, kind: MarkerKind, x: number, y: number): void {
  context.beginPath()
  switch (kind) {
    case 'click':
      context.roundRect(x - 1, y - 3, 2, 6, 1)
      context.fill()
      return
    case 'error':
      context.arc(x, y, 4.5, 0, Math.PI * 2)
      break
    case 'frustration':
      context.moveTo(x, y - 5)
      context.lineTo(x + 5.5, y + 4.5)
      context.lineTo(x - 5.5, y + 4.5)
      context.closePath()
      break
    case 'network':
      context.roundRect(x - 4, y - 4, 8, 8, 1.5)
      break
  }
  context.lineWidth = 2
  context.stroke()
  context.fill()
}
