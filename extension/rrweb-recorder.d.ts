/** rrweb's recorder alone: see build/prebundle-recorder.ts. */
declare module 'rrweb-recorder' {
  export { record } from 'rrweb'
}
