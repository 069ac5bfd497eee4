/** The session format that this build writes. Raise it with an upgrader in `upgrade.ts` and a frozen fixture of the old one. */
export const FORMAT_VERSION = 1
