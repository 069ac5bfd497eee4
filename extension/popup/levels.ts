export type Level = 'standard' | 'strict'

/** The masking levels, in words. */
export const LEVELS = {
  standard: {
    label: 'Standard',
    short: 'Private fields are masked.',
    sentence:
      'Masked before it leaves the page: passwords, cards, social security numbers, email addresses, and everything marked data-private.',
  },
  strict: {
    label: 'Strict',
    short: 'All text is masked.',
    sentence:
      'All text, fields and pictures are masked before they leave the page. Only the layout is shown.',
  },
} as const
